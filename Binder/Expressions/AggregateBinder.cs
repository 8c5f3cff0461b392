using FederationGateway.Binder.Functions;
using FederationGateway.Binder.Queries;
using FederationGateway.Binder.Scopes;

namespace FederationGateway.Binder.Expressions;

/// <summary>
/// Aggregates, noted at the query level they belong to: that of the innermost query one of their columns comes from, which may be an enclosing one.
/// The call becomes a column of that level's aggregation.
/// </summary>
internal static class AggregateBinder
{
    public static ColumnExpression Bind(FunctionMatch match, Ast.FunctionCall call, Scope scope)
    {
        return Add(MakeCall(match, call, scope), match.Definition.Volatility == Volatility.Volatile, match.Definition.Name != "count", call, scope);
    }

    /// <summary>The column of an aggregation, at the level that owns it.</summary>
    public static ColumnExpression Add(AggregateCall aggregate, bool isVolatile, bool isNullable, Ast.FunctionCall call, Scope scope)
    {
        var owner = OwnerOf(aggregate, scope);
        RequireAllowed(owner, call);
        RequirePlainArguments(aggregate, owner, scope.State, call);
        var known = isVolatile ? null : owner.Level!.Aggregates.Find(item => item.Call == aggregate);
        if (known is null)
        {
            var column = scope.State.NewColumn(aggregate.Function.Name, aggregate.Type, isNullable);
            known = new AggregateItem(column, aggregate);
            owner.Level!.Aggregates.Add(known);
            scope.State.Origins[column.Id] = new ColumnOrigin(owner, ColumnOriginKind.Aggregate);
        }

        return (ColumnExpression)NameResolver.Place(known.Column.ToExpression(), call.Span, scope);
    }

    /// <summary>The call with DISTINCT, ORDER BY, FILTER and WITHIN GROUP; also the aggregate half of a window aggregate.</summary>
    public static AggregateCall MakeCall(FunctionMatch match, Ast.FunctionCall call, Scope scope)
    {
        if (call.Star && match.Definition.Parameters.Count > 0)
            throw new GatewayException(SqlState.UndefinedFunction, $"function {call.Name.Last}() does not exist") { Position = call.Span.Start };
        if (!call.Star && match.Definition is { Kind: FunctionKind.Aggregate, Parameters.Count: 0 })
            throw new GatewayException(SqlState.WrongObjectType, $"{call.Name.Last}(*) must be used to call a parameterless aggregate function") { Position = call.Span.Start };
        var isOrderedSet = match.Definition.Kind == FunctionKind.OrderedSetAggregate;
        if (isOrderedSet != call.WithinGroup) throw WithinGroupMismatch(isOrderedSet, call);
        var filter = BindFilter(call, scope);
        if (isOrderedSet)
        {
            var direct = match.Definition.DirectCount;
            var ordered = call.OrderBy.Select((key, i) => SortKeys.Make(match.Arguments[direct + i], key, scope.State));
            return new AggregateCall(match.Function, match.Arguments.Take(direct).ToEquatableArray(), match.Type, OrderBy: ordered.ToEquatableArray(), Filter: filter, IsWithinGroup: true);
        }

        var order = call.OrderBy.Select(key => SortKeys.Make(ExpressionBinder.Bind(key.Expression, scope), key, scope.State)).ToEquatableArray();
        if (call.Distinct) RequireDistinctForm(match, call, order);
        var arguments = match.Arguments.Select(scope.State.Coercion.ResolveUnknown).ToEquatableArray();
        if (call.Distinct && match.Definition.Name == "count" && RowKeys.Find(arguments[0]) is { } key) arguments = [key];
        return new AggregateCall(match.Function, arguments, match.Type, call.Distinct, order, filter);
    }

    /// <summary>GROUPING(…): a column whose arguments are matched with the groups once these are known.</summary>
    public static ColumnExpression BindGrouping(Ast.GroupingExpression grouping, Scope scope)
    {
        if (scope.Level is not { } level || !scope.Place.AllowsAggregates())
            throw new GatewayException(SqlState.GroupingError, $"grouping operations are not allowed in {scope.Place.Name()}") { Position = grouping.Span.Start };
        var arguments = ExpressionBinder.BindAll(grouping.Arguments, scope).ToEquatableArray();
        // PostgreSQL asks the query that groups, which here has finished its groups before the subquery is known.
        if (arguments.Any(argument => argument.Columns().Any(column => scope.State.Origins.TryGetValue(column.Id, out var origin) && origin.Scope != scope)))
            throw GatewayException.Unsupported("GROUPING in a subquery of the query that groups", grouping.Span);
        var column = scope.State.NewColumn("grouping", SqlType.Int4, false);
        scope.State.Origins[column.Id] = new ColumnOrigin(scope, ColumnOriginKind.Grouping);
        level.Groupings.Add(new GroupingCall(column, arguments, grouping));
        return column.ToExpression();
    }

    public static Expression? BindFilter(Ast.FunctionCall call, Scope scope)
    {
        if (call.Filter is null) return null;
        var place = scope.Place;
        scope.Place = ExpressionPlace.AggregateFilter;
        var filter = ExpressionBinder.BindBoolean(call.Filter, scope, "FILTER");
        scope.Place = place;
        return filter;
    }

    private static IEnumerable<ColumnExpression> ColumnsOf(AggregateCall call) =>
        call.Arguments.Concat(call.OrderBy.Select(key => key.Expression)).Concat(call.Filter is null ? [] : [call.Filter]).SelectMany(expression => expression.Columns());

    private static Scope OwnerOf(AggregateCall call, Scope scope)
    {
        // Direct arguments of an ordered-set aggregate are computed once a group and decide nothing.
        var owners = ColumnsOf(call.IsWithinGroup ? call with { Arguments = [] } : call).Select(column => scope.State.Origins.TryGetValue(column.Id, out var origin) ? origin.Scope : null).ToHashSet();
        return scope.SelfAndOuter().FirstOrDefault(owners.Contains) ?? scope;
    }

    private static void RequireAllowed(Scope owner, Ast.FunctionCall call)
    {
        if (owner.Level is not null && owner.Place.AllowsAggregates()) return;
        throw new GatewayException(SqlState.GroupingError, $"aggregate functions are not allowed in {owner.Place.Name()}") { Position = call.Span.Start };
    }

    private static void RequirePlainArguments(AggregateCall call, Scope owner, StatementState state, Ast.FunctionCall syntax)
    {
        foreach (var column in ColumnsOf(call))
        {
            if (!state.Origins.TryGetValue(column.Id, out var origin) || origin.Scope != owner) continue;
            var position = state.PositionOf(column) ?? syntax.Span.Start;
            switch (origin.Kind)
            {
                case ColumnOriginKind.Aggregate:
                    throw new GatewayException(SqlState.GroupingError, "aggregate function calls cannot be nested") { Position = position };
                case ColumnOriginKind.Window:
                    throw new GatewayException(SqlState.GroupingError, "aggregate function calls cannot contain window function calls") { Position = position };
                case ColumnOriginKind.SetFunction:
                    throw new GatewayException(SqlState.FeatureNotSupported, "aggregate function calls cannot contain set-returning function calls")
                    {
                        Position = position,
                        Hint = "You might be able to move the set-returning function into a LATERAL FROM item.",
                    };
            }
        }
    }

    private static void RequireDistinctForm(FunctionMatch match, Ast.FunctionCall call, EquatableArray<SortKey> order)
    {
        if (call.Star) throw new GatewayException(SqlState.SyntaxError, "DISTINCT specified for an aggregate without arguments") { Position = call.Span.Start };
        foreach (var argument in match.Arguments) SortKeys.RequireEquality(argument.Type, call.Span);
        if (order.Any(key => !match.Arguments.Contains(key.Expression)))
        {
            throw new GatewayException(SqlState.InvalidColumnReference, "in an aggregate with DISTINCT, ORDER BY expressions must appear in argument list")
            {
                Position = call.OrderBy[0].Span.Start,
            };
        }
    }

    private static GatewayException WithinGroupMismatch(bool isOrderedSet, Ast.FunctionCall call) => isOrderedSet
        ? new GatewayException(SqlState.WrongObjectType, $"WITHIN GROUP is required for ordered-set aggregate {call.Name.Last}") { Position = call.Span.Start }
        : new GatewayException(SqlState.WrongObjectType, $"{call.Name.Last} is not an ordered-set aggregate, so it cannot have WITHIN GROUP") { Position = call.Span.Start };
}
