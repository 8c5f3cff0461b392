using FederationGateway.Binder.Functions;
using FederationGateway.Binder.Queries;
using FederationGateway.Binder.Scopes;

namespace FederationGateway.Binder.Expressions;

/// <summary>Calls with OVER, noted at their query level; each becomes a column of its windows.</summary>
internal static class WindowCallBinder
{
    public static ColumnExpression Bind(FunctionMatch match, Ast.FunctionCall call, Scope scope)
    {
        RequireAllowed(match, call, scope);
        var isAggregate = match.Definition.IsAggregate;
        var filter = isAggregate ? AggregateBinder.MakeCall(match, call, scope).Filter : null;
        var window = WindowDefinitionBinder.Bind(call.Over!, scope);
        var arguments = match.Arguments.Select(scope.State.Coercion.ResolveUnknown).ToEquatableArray();
        var bound = new WindowCall(match.Function, arguments, match.Type, window.PartitionBy, window.OrderBy, window.Frame, filter, isAggregate);
        RequireNotNested(bound, call, scope);
        var known = scope.Level!.Windows.Find(item => item.Call == bound);
        if (known is null)
        {
            var column = scope.State.NewColumn(match.Definition.Name, match.Type, CanBeNull(match));
            known = new WindowItem(column, bound);
            scope.Level.Windows.Add(known);
            scope.State.Origins[column.Id] = new ColumnOrigin(scope, ColumnOriginKind.Window);
        }

        return (ColumnExpression)NameResolver.Place(known.Column.ToExpression(), call.Span, scope);
    }

    private static bool CanBeNull(FunctionMatch match) =>
        match.Definition.Name is not ("count" or "row_number" or "rank" or "dense_rank" or "percent_rank" or "cume_dist");

    private static void RequireAllowed(FunctionMatch match, Ast.FunctionCall call, Scope scope)
    {
        if (scope.Level is null || !scope.Place.AllowsWindows())
            throw new GatewayException(SqlState.WindowingError, $"window functions are not allowed in {scope.Place.Name()}") { Position = call.Span.Start };
        if (match.Definition.Kind == FunctionKind.OrderedSetAggregate)
            throw new GatewayException(SqlState.FeatureNotSupported, $"OVER is not supported for ordered-set aggregate {call.Name.Last}") { Position = call.Span.Start };
        if (match.Definition.ReturnsSet) throw NotAWindow(call);
        if (call.Distinct) throw new GatewayException(SqlState.FeatureNotSupported, "DISTINCT is not implemented for window functions") { Position = call.Span.Start };
        if (!call.OrderBy.IsEmpty) throw new GatewayException(SqlState.FeatureNotSupported, "aggregate ORDER BY is not implemented for window functions") { Position = call.Span.Start };
        if (call.Filter is not null && !match.Definition.IsAggregate)
            throw new GatewayException(SqlState.FeatureNotSupported, "FILTER is not implemented for non-aggregate window functions") { Position = call.Span.Start };
    }

    private static GatewayException NotAWindow(Ast.FunctionCall call) =>
        new(SqlState.WrongObjectType, $"OVER specified, but {call.Name.Last} is not a window function nor an aggregate function") { Position = call.Span.Start };

    private static void RequireNotNested(WindowCall call, Ast.FunctionCall syntax, Scope scope)
    {
        var parts = call.Arguments.Concat(call.PartitionBy).Concat(call.OrderBy.Select(key => key.Expression)).Concat(call.Filter is null ? [] : [call.Filter]);
        foreach (var column in parts.SelectMany(part => part.Columns()))
        {
            if (!scope.State.Origins.TryGetValue(column.Id, out var origin) || origin.Scope != scope || origin.Kind != ColumnOriginKind.Window) continue;
            throw new GatewayException(SqlState.WindowingError, "window function calls cannot be nested") { Position = scope.State.PositionOf(column) ?? syntax.Span.Start };
        }
    }
}
