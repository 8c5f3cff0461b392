using FederationGateway.Binder.Expressions;
using FederationGateway.Binder.Scopes;

namespace FederationGateway.Binder.Queries;

/// <summary>LIMIT, OFFSET, FETCH FIRST and TOP.</summary>
internal static class LimitBinder
{
    public static PlanNode Apply(Ast.LimitClause? clause, PlanNode plan, Scope scope, bool isOrdered)
    {
        if (clause is null) return plan;
        if (clause.WithTies && !isOrdered) throw new GatewayException(SqlState.SyntaxError, "WITH TIES cannot be specified without ORDER BY clause") { Position = clause.Span.Start };
        var offset = Bind(clause.Offset, scope, ExpressionPlace.Offset);
        var count = Bind(clause.Count, scope, ExpressionPlace.Limit);
        if (clause.WithTies && count is ConstantExpression { Value: null })
            throw new GatewayException(SqlState.InvalidRowCountInLimit, "row count cannot be null in FETCH FIRST ... WITH TIES clause") { Position = clause.Span.Start };
        count = count is ConstantExpression { Value: null } ? null : count;
        offset = offset is ConstantExpression { Value: null or 0L } ? null : offset;
        return count is null && offset is null ? plan : new LimitNode(plan, count, offset, clause.WithTies);
    }

    private static Expression? Bind(Ast.SyntaxExpression? syntax, Scope enclosing, ExpressionPlace place)
    {
        if (syntax is null) return null;
        var scope = new Scope(enclosing) { Place = place };
        var value = ExpressionBinder.Bind(syntax, scope);
        if (value.Columns().FirstOrDefault(column => scope.State.Origins.TryGetValue(column.Id, out var origin) && scope.SelfAndOuter().Contains(origin.Scope)) is { } column)
        {
            throw new GatewayException(SqlState.InvalidColumnReference, $"argument of {place.Name()} must not contain variables")
            {
                Position = scope.State.PositionOf(column) ?? syntax.Span.Start,
            };
        }

        if (!Coercion.TypeCoercion.CanCoerce(value.Type, SqlType.Int8, Coercion.CoercionContext.Assignment))
            throw new GatewayException(SqlState.DatatypeMismatch, $"argument of {place.Name()} must be type bigint, not type {Coercion.TypeCoercion.NameOf(value.Type)}") { Position = syntax.Span.Start };
        var count = scope.State.Coercion.Coerce(value, SqlType.Int8, Coercion.CoercionContext.Assignment, syntax.Span.Start);
        return count is ConstantExpression { Value: long and < 0 } ? throw Negative(place, syntax.Span) : count;
    }

    private static GatewayException Negative(ExpressionPlace place, TextSpan span) => place == ExpressionPlace.Limit
        ? new GatewayException(SqlState.InvalidRowCountInLimit, "LIMIT must not be negative") { Position = span.Start }
        : new GatewayException(SqlState.InvalidRowCountInOffset, "OFFSET must not be negative") { Position = span.Start };
}
