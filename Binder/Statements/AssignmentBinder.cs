using FederationGateway.Binder.Expressions;
using FederationGateway.Binder.Scopes;

namespace FederationGateway.Binder.Statements;

/// <summary>
/// SET of UPDATE and ON CONFLICT DO UPDATE: a new value, of the column's type, for each column named; null for the DEFAULT of a remote table, which only its source
/// knows.
/// </summary>
internal static class AssignmentBinder
{
    public static List<(int Ordinal, Expression? Value)> Bind(EquatableArray<Ast.Assignment> assignments, TargetTable target, Scope scope)
    {
        var bound = new List<(int Ordinal, Expression? Value)>();
        foreach (var assignment in assignments)
        {
            var values = ValuesOf(assignment, scope);
            for (var i = 0; i < assignment.Targets.Count; i++)
            {
                var name = assignment.Targets[i];
                var ordinal = target.OrdinalOf(name);
                if (bound.Exists(known => known.Ordinal == ordinal))
                    throw new GatewayException(SqlState.SyntaxError, $"multiple assignments to same column \"{name.Column}\"") { Position = name.Span.Start };
                var column = target.Handle.Columns[ordinal];
                if (values[i] is not null && column.Identity == IdentityKind.Always)
                {
                    throw new GatewayException(SqlState.GeneratedAlways, $"column \"{column.Name}\" can only be updated to DEFAULT")
                    {
                        Position = name.Span.Start,
                        Detail = $"Column \"{column.Name}\" is an identity column defined as GENERATED ALWAYS.",
                    };
                }

                var value = values[i] is { } given
                    ? scope.State.Coercion.CoerceToColumn(given, column.Type, column.Name, assignment.Value.Span.Start)
                    : target.IsLocal ? ColumnDefaults.Bind(column, scope) : null;
                bound.Add((ordinal, value));
            }
        }

        return bound;
    }

    /// <summary>One value for each target; null stands for DEFAULT.</summary>
    private static Expression?[] ValuesOf(Ast.Assignment assignment, Scope scope)
    {
        var count = assignment.Targets.Count;
        if (count == 1 && assignment.Value is not Ast.RowExpression) return [BindValue(assignment.Value, scope)];
        if (assignment.Value is Ast.SubqueryExpression subquery)
        {
            var row = SubqueryBinder.BindRow(subquery.Query, count, scope, subquery.Span, "number of columns does not match number of values");
            return [.. row.Items];
        }

        if (assignment.Value is not Ast.RowExpression { Items: var items })
            throw new GatewayException(SqlState.FeatureNotSupported, "source for a multiple-column UPDATE item must be a sub-SELECT or ROW() expression") { Position = assignment.Value.Span.Start };
        if (items.Count != count) throw new GatewayException(SqlState.SyntaxError, "number of columns does not match number of values") { Position = assignment.Value.Span.Start };
        return [.. items.Select(item => BindValue(item, scope))];
    }

    private static Expression? BindValue(Ast.SyntaxExpression syntax, Scope scope) => syntax is Ast.DefaultExpression ? null : ExpressionBinder.Bind(syntax, scope);
}
