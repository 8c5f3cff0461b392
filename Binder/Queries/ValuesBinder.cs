using FederationGateway.Binder.Expressions;
using FederationGateway.Binder.Scopes;

namespace FederationGateway.Binder.Queries;

/// <summary>VALUES as a query: columns named column1, column2 …, each of its rows' common type.</summary>
internal static class ValuesBinder
{
    public static ValuesNode Bind(Ast.ValuesBody values, Scope enclosing, bool keepsUnknown)
    {
        var state = enclosing.State;
        var scope = new Scope(enclosing) { Place = ExpressionPlace.Values };
        var rows = values.Rows.Select(row => row.Items.Select(item => ExpressionBinder.Bind(item, scope)).ToArray()).ToArray();
        RequireSameLength(values, rows);
        var columns = new List<OutputColumn>();
        for (var i = 0; i < rows[0].Length; i++)
        {
            if (UnifyColumn(rows, i, values, state, keepsUnknown) is not { } type) continue;
            columns.Add(state.NewColumn($"column{i + 1}", type, rows.Any(row => Nullability.CanBeNull(row[i]))));
        }

        return new ValuesNode(columns.ToEquatableArray(), rows.Select(row => row.ToEquatableArray()).ToEquatableArray());
    }

    public static void RequireSameLength(Ast.ValuesBody values, Expression[][] rows)
    {
        for (var i = 1; i < rows.Length; i++)
        {
            if (rows[i].Length == rows[0].Length) continue;
            throw new GatewayException(SqlState.SyntaxError, "VALUES lists must all be the same length") { Position = values.Rows[i].Items[0].Span.Start };
        }
    }

    private static SqlType? UnifyColumn(Expression[][] rows, int index, Ast.ValuesBody values, StatementState state, bool keepsUnknown)
    {
        if (keepsUnknown && Array.TrueForAll(rows, row => row[index].Type.Kind == SqlTypeKind.Unknown)) return SqlType.Unknown;
        var unified = state.Coercion.Unify([.. rows.Select(row => row[index])], "VALUES", out var type, values.Rows[0].Items[index].Span.Start);
        for (var i = 0; i < rows.Length; i++) rows[i][index] = unified[i];
        return type;
    }
}
