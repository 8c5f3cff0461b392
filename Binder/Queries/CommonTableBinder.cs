using FederationGateway.Binder.Scopes;

namespace FederationGateway.Binder.Queries;

/// <summary>The common tables of a WITH, bound, and the scope in which they are visible.</summary>
internal sealed record BoundWith(Scope Scope, EquatableArray<CommonTable> Tables)
{
    /// <summary>The query under those tables that something reads.</summary>
    public PlanNode Wrap(PlanNode body, StatementState state)
    {
        var used = Tables.Where(table => state.UsedCommonTables.Contains(table.CteId)).ToEquatableArray();
        return used.IsEmpty ? body : new WithNode(used, body);
    }
}

/// <summary>WITH: each table sees those before it.</summary>
internal static class CommonTableBinder
{
    public static BoundWith Bind(Ast.WithClause? with, Scope enclosing)
    {
        if (with is null) return new BoundWith(enclosing, []);
        var scope = new Scope(enclosing) { Place = enclosing.Place };
        var tables = new List<CommonTable>();
        foreach (var table in with.Tables)
        {
            if (tables.Exists(known => known.Name == table.Name.Text))
                throw new GatewayException(SqlState.DuplicateAlias, $"WITH query name \"{table.Name}\" specified more than once") { Position = table.Name.Span.Start };
            var bound = Bind(table, with.Recursive, scope);
            tables.Add(bound);
            scope.CommonTables = new CommonTableScope(bound.Name, bound.CteId, Rename(bound.Query, table), scope.CommonTables);
        }

        return new BoundWith(scope, tables.ToEquatableArray());
    }

    /// <summary>The query's columns under the names of the table's column list.</summary>
    public static EquatableArray<OutputColumn> Rename(PlanNode query, Ast.CommonTable table)
    {
        var output = query.Output;
        if (table.Columns.Count <= output.Count) return output.Select((column, i) => i < table.Columns.Count ? column with { Name = table.Columns[i].Text } : column).ToEquatableArray();
        throw new GatewayException(SqlState.InvalidColumnReference, $"WITH query \"{table.Name}\" has {output.Count} columns available but {table.Columns.Count} columns specified")
        {
            Position = table.Name.Span.Start,
        };
    }

    private static CommonTable Bind(Ast.CommonTable table, bool isRecursive, Scope scope)
    {
        if (table.Body is not Ast.QueryStatement query) throw GatewayException.Unsupported("a data-modifying statement in WITH", table.Body.Span);
        if (table.Search is { } search) throw GatewayException.Unsupported("the SEARCH clause", search.Span);
        if (table.Cycle is { } cycle) throw GatewayException.Unsupported("the CYCLE clause", cycle.Span);
        if (isRecursive) return RecursiveTableBinder.Bind(table, query, scope);
        return new CommonTable(scope.State.NextCteId(), table.Name.Text, QueryBinder.Bind(query, scope), false);
    }
}
