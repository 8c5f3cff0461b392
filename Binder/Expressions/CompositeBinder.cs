using FederationGateway.Binder.Coercion;
using FederationGateway.Binder.Scopes;

namespace FederationGateway.Binder.Expressions;

/// <summary>Rows as values: ROW(…), whole rows of FROM items, and the fields of what is composite.</summary>
internal static class CompositeBinder
{
    public static RowExpression Row(Ast.RowExpression row, Scope scope)
    {
        var items = new List<Expression>();
        foreach (var item in row.Items)
        {
            if (item is Ast.StarExpression { Qualifier: { } qualifier } star) items.AddRange(WholeRow(qualifier, scope, star.Span).Items);
            else items.Add(ExpressionBinder.Bind(item, scope));
        }

        return new RowExpression(items.ToEquatableArray());
    }

    public static RowExpression WholeRow(Ast.ObjectName qualifier, Scope scope, TextSpan span) =>
        NameResolver.WholeRow(NameResolver.RequireRelation(qualifier.Parts, scope, span), span, scope);

    public static Expression Field(Ast.FieldExpression field, Scope scope)
    {
        foreach (var (name, value) in FieldsOf(field.Operand, field.Field.Text, scope))
            if (string.Equals(name, field.Field.Text, StringComparison.Ordinal)) return value;
        throw new GatewayException(SqlState.UndefinedColumn, field.Operand is Ast.ColumnReference row
            ? $"column {row.Name}.{field.Field} does not exist"
            : $"column \"{field.Field}\" not found in data type record") { Position = field.Operand.Span.Start };
    }

    /// <summary><c>(composite).*</c></summary>
    public static IEnumerable<(string Name, Expression Value)> Expand(Ast.FieldStarExpression star, Scope scope) => FieldsOf(star.Operand, "*", scope);

    // The fields belong to the query level the row belongs to.
    private static IEnumerable<(string Name, Expression Value)> Placed(EquatableArray<ScopeColumn> fields, ColumnExpression row, TextSpan span, Scope scope)
    {
        var origin = scope.State.Origins[row.Id];
        foreach (var field in fields)
        {
            var value = (ColumnExpression)field.Value;
            scope.State.Origins[value.Id] = origin;
            yield return (field.Name, NameResolver.Place(value, span, scope));
        }
    }

    private static IEnumerable<(string Name, Expression Value)> FieldsOf(Ast.SyntaxExpression operand, string field, Scope scope)
    {
        switch (operand)
        {
            case Ast.FunctionCall call when CallBinder.Resolve(call, scope) is { Set: { } match }:
                return SetFunctionBinder.Add(match, call, scope).Select(column => (column.Name, (Expression)column.ToExpression()));
            case Ast.ColumnReference { Name: var name, Span: var span } when NameResolver.FindRelation(name.Parts, scope) is { } relation:
                return relation.Columns.Select(column => (column.Name, NameResolver.Place(column.Value, span, scope)));
            case Ast.RowExpression row:
                return Row(row, scope).Items.Select((item, i) => ($"f{i + 1}", item));
        }

        var value = ExpressionBinder.Bind(operand, scope);
        if (value is ColumnExpression column && scope.State.Fields.TryGetValue(column.Id, out var fields)) return Placed(fields, column, operand.Span, scope);
        if (value.Type.Kind == SqlTypeKind.Record) throw GatewayException.Unsupported("a field of a row that another query made", operand.Span);
        throw new GatewayException(SqlState.WrongObjectType, $"column notation .{field} applied to type {TypeCoercion.NameOf(value.Type)}, which is not a composite type")
        {
            Position = operand.Span.Start,
        };
    }
}
