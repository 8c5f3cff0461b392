using FederationGateway.Binder.Expressions;
using FederationGateway.Binder.Functions;
using FederationGateway.Binder.Scopes;

namespace FederationGateway.Binder.Tables;

/// <summary>Functions in FROM: set-returning ones, several side by side, and scalar ones as a single row.</summary>
internal static class FunctionTableBinder
{
    public static BoundTable Bind(Ast.FunctionTable table, FromPlace place)
    {
        if (JsonRecordBinder.TryBind(table, place) is { } records) return records;
        var definitions = table.Functions.SelectMany(function => function.Columns).Concat(table.Columns);
        if (definitions.FirstOrDefault() is { } definition)
            throw new GatewayException(SqlState.SyntaxError, "a column definition list is only allowed for functions returning \"record\"") { Position = definition.Span.Start };
        var scope = place.LateralScope();
        var sources = table.Functions.SelectMany(function => Resolve(function.Call, scope)).ToList();
        var name = table.Alias?.Name.Text ?? ColumnNaming.Of(table.Functions[0].Call);
        var plan = Plan(sources, table.WithOrdinality, place.State);

        // A single unnamed column takes the alias too: FROM generate_series(1, 3) AS n is a column n.
        if (sources is [{ HasNamedColumns: false }] && table.Alias is not null) plan = Rename(plan, name);
        var bound = BoundTable.Of(plan, [name]) with { IsLateral = true };
        return TableAliases.Apply(bound, table.Alias);
    }

    /// <summary>A function of the list: its rows, or its one value.</summary>
    private sealed record Source(string Name, FunctionMatch? Set, Expression? Value)
    {
        public bool HasNamedColumns => Set is { Definition.Columns.IsEmpty: false };
    }

    private static IEnumerable<Source> Resolve(Ast.SyntaxExpression syntax, Scope scope)
    {
        var name = ColumnNaming.Of(syntax);
        if (syntax is not Ast.FunctionCall call) return [new Source(name, null, ExpressionBinder.Bind(syntax, scope))];

        // unnest(a, b) is a function of FROM only: each array by itself, side by side.
        if (call is { Name.Last.Text: "unnest", Arguments.Count: > 1 })
            return call.Arguments.SelectMany(argument => Resolve(call with { Arguments = [argument] }, scope));
        var resolved = CallBinder.Resolve(call, scope);
        if (resolved.Set is { } set) return [new Source(name, set, null)];
        return [new Source(name, null, resolved.Scalar ?? CallBinder.Bind(call, scope))];
    }

    private static PlanNode Plan(List<Source> sources, bool withOrdinality, StatementState state)
    {
        var ordinality = withOrdinality ? new[] { state.NewColumn("ordinality", SqlType.Int8, false) } : [];
        if (sources.TrueForAll(source => source.Set is not null))
        {
            var columns = sources.SelectMany(source => source.Set!.Columns.Select(column => state.NewColumn(column.Name, column.Type)));
            return new TableFunctionNode(sources.Select(source => source.Set!.ToCall()).ToEquatableArray(), [.. columns, .. ordinality], withOrdinality);
        }

        if (sources.Exists(source => source.Set is not null)) throw GatewayException.Unsupported("ROWS FROM with functions that return a set and others that do not");
        var values = sources.Select(source => state.Coercion.ResolveUnknown(source.Value!)).ToList();
        var scalars = values.Zip(sources, (value, source) => state.NewColumn(source.Name, value.Type, Nullability.CanBeNull(value)));
        EquatableArray<Expression> row = [.. values, .. withOrdinality ? new Expression[] { new ConstantExpression(1L, SqlType.Int8) } : []];
        return new ValuesNode([.. scalars, .. ordinality], [row]);
    }

    private static PlanNode Rename(PlanNode plan, string name) => plan switch
    {
        TableFunctionNode function => function with { Columns = function.Columns.Select((column, i) => i == 0 ? column with { Name = name } : column).ToEquatableArray() },
        ValuesNode values => values with { Columns = values.Columns.Select((column, i) => i == 0 ? column with { Name = name } : column).ToEquatableArray() },
        _ => plan,
    };
}
