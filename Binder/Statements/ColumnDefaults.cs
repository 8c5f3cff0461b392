using System.Runtime.CompilerServices;
using FederationGateway.Binder.Expressions;
using FederationGateway.Binder.Scopes;

namespace FederationGateway.Binder.Statements;

/// <summary>DEFAULT expressions, kept as text with their columns.</summary>
internal static class ColumnDefaults
{
    private static readonly ConditionalWeakTable<TableColumn, Ast.SyntaxExpression> Parsed = [];

    /// <summary>What the column gets when nothing is given: its default, or null.</summary>
    public static Expression Bind(TableColumn column, Scope statement)
    {
        if (column.DefaultExpression is null) return ConstantExpression.Null(column.Type);
        var state = statement.State;
        return StoredText.WithoutPositions(() =>
        {
            var syntax = Parsed.GetValue(column, owner => StoredText.Expression(owner.DefaultExpression!));
            var scope = new Scope(state, null, statement.Catalog, null) { Place = ExpressionPlace.ColumnDefault };
            return state.Coercion.CoerceToColumn(ExpressionBinder.Bind(syntax, scope), column.Type, column.Name);
        });
    }
}
