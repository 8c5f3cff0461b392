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

/// <summary>WITH: each table sees those before it, and with RECURSIVE all of them: then each is bound after those it reads.</summary>
internal static class CommonTableBinder
{
    public static BoundWith Bind(Ast.WithClause? with, Scope enclosing)
    {
        if (with is null) return new BoundWith(enclosing, []);
        var scope = new Scope(enclosing) { Place = enclosing.Place };
        var tables = new List<CommonTable>();
        for (var i = 0; i < with.Tables.Count; i++)
        {
            var name = with.Tables[i].Name;
            if (with.Tables.Take(i).Any(known => known.Name.Text == name.Text))
                throw new GatewayException(SqlState.DuplicateAlias, $"WITH query name \"{name}\" specified more than once") { Position = name.Span.Start };
            if (with.Recursive) scope.CommonTables = new CommonTableScope(name.Text, 0, [], scope.CommonTables) { IsForward = true };
        }

        var pending = new Queue<Ast.CommonTable>(with.Tables);
        for (var failures = 0; pending.TryDequeue(out var table);)
        {
            if (TryBind(table, with.Recursive, scope) is { } bound)
            {
                failures = 0;
                tables.Add(bound.Table);
                scope.CommonTables = new CommonTableScope(bound.Table.Name, bound.Table.CteId, Rename(bound.Table.Query, table), scope.CommonTables) { View = bound.Paths is null ? null : bound.Paths.View };
                continue;
            }

            pending.Enqueue(table);
            if (++failures == pending.Count) throw new GatewayException(SqlState.FeatureNotSupported, "mutual recursion between WITH items is not implemented") { Position = table.Name.Span.Start };
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

    /// <summary>Null when the table needs one that is not bound yet.</summary>
    private static (CommonTable Table, RecursionPaths? Paths)? TryBind(Ast.CommonTable table, bool isRecursive, Scope scope)
    {
        var depth = scope.State.Depth;
        try
        {
            return Bind(table, isRecursive, scope);
        }
        catch (ForwardReferenceException)
        {
            scope.State.Depth = depth;
            return null;
        }
    }

    private static (CommonTable Table, RecursionPaths? Paths) Bind(Ast.CommonTable table, bool isRecursive, Scope scope)
    {
        if (table.Body is not Ast.QueryStatement query) throw GatewayException.Unsupported("a data-modifying statement in WITH", table.Body.Span);
        if (isRecursive) return RecursiveTableBinder.Bind(table, query, scope);
        RecursionPaths.RequireNone(table);
        return (new CommonTable(scope.State.NextCteId(), table.Name.Text, QueryBinder.Bind(query, scope), false), null);
    }
}
