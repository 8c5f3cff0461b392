using FederationGateway.Binder.Functions;
using FederationGateway.Binder.Scopes;

namespace FederationGateway.Binder.Expressions;

/// <summary>Set-returning functions outside FROM: noted at their query level, which joins their rows in below its select list.</summary>
internal static class SetFunctionBinder
{
    /// <summary>The value of a set-returning call: its column, or a row of its columns.</summary>
    public static Expression Bind(FunctionMatch match, Ast.FunctionCall call, Scope scope)
    {
        var columns = Add(match, call, scope);
        var values = columns.Select(column => NameResolver.Place(column.ToExpression(), call.Span, scope)).ToEquatableArray();
        return values.Count == 1 ? values[0] : new RowExpression(values) { Names = columns.Select(column => column.Name).ToEquatableArray() };
    }

    /// <summary>The columns of the call; the same call written twice is one.</summary>
    public static EquatableArray<OutputColumn> Add(FunctionMatch match, Ast.FunctionCall call, Scope scope)
    {
        RequireAllowed(call, scope);
        var bound = match.ToCall();
        if (scope.Level!.Sets.Find(known => known.Call.Equals(bound)) is { } same && match.Definition.Volatility != Volatility.Volatile) return same.Columns;
        var columns = match.Columns.Select(column => scope.State.NewColumn(column.Name, column.Type)).ToEquatableArray();
        foreach (var column in columns) scope.State.Origins[column.Id] = new ColumnOrigin(scope, ColumnOriginKind.SetFunction);
        scope.Level.Sets.Add(new SetFunction(bound, columns, Depth(bound, scope.Level), call.Span));
        return columns;
    }

    /// <summary>0A000 when binding added a set-returning function inside a construct that evaluates its parts conditionally.</summary>
    public static void RequireNoneSince(int count, string construct, Scope scope)
    {
        if (scope.Level is not { } level || level.Sets.Count <= count) return;
        throw new GatewayException(SqlState.FeatureNotSupported, $"set-returning functions are not allowed in {construct}")
        {
            Position = level.Sets[count].Span.Start,
            Hint = "You might be able to move the set-returning function into a LATERAL FROM item.",
        };
    }

    private static void RequireAllowed(Ast.FunctionCall call, Scope scope)
    {
        if (scope.Place.AllowsSets() && scope.Level is not null) return;
        var message = scope.Place == ExpressionPlace.FromFunction
            ? "set-returning functions must appear at top level of FROM"
            : $"set-returning functions are not allowed in {scope.Place.Name()}";
        throw new GatewayException(SqlState.FeatureNotSupported, message) { Position = call.Span.Start };
    }

    private static int Depth(CallExpression call, QueryLevel level)
    {
        var read = call.Columns().Select(column => column.Id).ToHashSet();
        return level.Sets.Where(set => set.Columns.Any(column => read.Contains(column.Id))).Select(set => set.Depth + 1).DefaultIfEmpty(0).Max();
    }
}
