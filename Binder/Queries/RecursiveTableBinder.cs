using FederationGateway.Binder.Coercion;
using FederationGateway.Binder.Scopes;

namespace FederationGateway.Binder.Queries;

/// <summary>
/// A table of WITH RECURSIVE: a term without the table itself, UNION [ALL], a term that reads the table once. One that never reads itself is an ordinary
/// common table.
/// </summary>
internal static class RecursiveTableBinder
{
    public static (CommonTable Table, RecursionPaths? Paths) Bind(Ast.CommonTable table, Ast.QueryStatement query, Scope enclosing)
    {
        var state = enclosing.State;
        var cteId = state.NextCteId();
        var recursion = new RecursionState();
        var scope = new Scope(enclosing) { CommonTables = new CommonTableScope(table.Name.Text, cteId, [], enclosing.CommonTables) { Recursion = recursion } };
        if (query is not { With: null, Body: Ast.SetOperationBody { Operator: Ast.SetOperator.Union } union })
        {
            recursion.Forbidden = $"recursive query \"{table.Name}\" does not have the form non-recursive-term UNION [ALL] recursive-term";
            RecursionPaths.RequireNone(table);
            return (new CommonTable(cteId, table.Name.Text, QueryBinder.Bind(query, scope), false), null);
        }

        recursion.Forbidden = $"recursive reference to query \"{table.Name}\" must not appear within its non-recursive term";
        var first = SetOperationBinder.BindBranch(union.Left, scope);
        var columns = CommonTableBinder.Rename(Resolved(first, state), table);
        var paths = RecursionPaths.Of(table, columns, scope);
        EquatableArray<OutputColumn> carried = [.. columns.Select(Widened), .. paths?.Columns ?? []];
        scope.CommonTables = new CommonTableScope(table.Name.Text, cteId, carried, enclosing.CommonTables) { Recursion = recursion, HiddenColumns = paths?.Columns.Count ?? 0 };
        recursion.Forbidden = null;
        var next = SetOperationBinder.BindBranch(union.Right, scope);

        var tail = new QueryTail(query.OrderBy, query.Limit);
        if (recursion.References == 0)
        {
            RecursionPaths.RequireNone(table);
            return (new CommonTable(cteId, table.Name.Text, tail.Apply(SetOperationBinder.Combine(union, first, next, state), scope), false), null);
        }

        if (!query.OrderBy.IsEmpty) throw new GatewayException(SqlState.FeatureNotSupported, "ORDER BY in a recursive query is not implemented") { Position = query.OrderBy[0].Span.Start };
        if (query.Limit is { } limit) throw new GatewayException(SqlState.FeatureNotSupported, "LIMIT in a recursive query is not implemented") { Position = limit.Span.Start };
        return (new CommonTable(cteId, table.Name.Text, Recurse(table, union, Resolved(first, state), next, cteId, paths, state), true), paths);
    }

    private static SetOperationNode Recurse(Ast.CommonTable table, Ast.SetOperationBody union, PlanNode first, PlanNode next, int cteId, RecursionPaths? paths, StatementState state)
    {
        SetOperationBinder.RequireSameCount(union, first, next);
        if (next.SelfAndDescendants().OfType<AggregateNode>().Any(node => Reads(node, cteId)))
            throw new GatewayException(SqlState.InvalidRecursion, "aggregate functions are not allowed in a recursive query's recursive term") { Position = union.Right.Span.Start };
        var columns = first.Output.Select(Widened).Select(column => state.NewColumn(column.Name, column.Type)).ToArray();
        for (var i = 0; i < columns.Length; i++) RequireSameType(table, union, i, columns[i].Type, next.Output[i].Type);
        Expression Coerce(int i, Expression value) => state.Coercion.CoerceExactly(value, columns[i].Type);
        var branches = new[] { first, next }.Select(branch => OutputTypes.Cast(OutputTypes.ResolveUnknown(branch, Coerce), state, Coerce)).ToArray();
        if (paths is null) return new SetOperationNode(SetOperationKind.Union, union.All, branches.ToEquatableArray(), columns.ToEquatableArray());
        return new SetOperationNode(SetOperationKind.Union, union.All, [paths.Start(branches[0]), paths.Continue(branches[1], cteId)], [.. columns, .. paths.Columns]);
    }

    private static bool Reads(PlanNode plan, int cteId) => plan.SelfAndDescendants().Any(node => node is CteScanNode scan && scan.CteId == cteId);

    private static PlanNode Resolved(PlanNode plan, StatementState state) => OutputTypes.ResolveUnknown(plan, (_, value) => state.Coercion.ResolveUnknown(value));

    // How many digits or characters the first rows have says nothing about those the recursion adds.
    private static OutputColumn Widened(OutputColumn column) => column with { Type = column.Type with { Length = 0, Scale = 0 }, IsNullable = true };

    private static void RequireSameType(Ast.CommonTable table, Ast.SetOperationBody union, int index, SqlType first, SqlType next)
    {
        if (next.Kind == SqlTypeKind.Unknown) return;
        var overall = CommonTypes.Find([first, next], "UNION", union.Right.Span.Start);
        if (overall.Kind == first.Kind && overall.Element == first.Element) return;
        throw new GatewayException(SqlState.DatatypeMismatch,
            $"recursive query \"{table.Name}\" column {index + 1} has type {TypeCoercion.NameOf(first)} in non-recursive term but type {TypeCoercion.NameOf(overall)} overall")
        {
            Position = SetOperationBinder.ItemSpan(union.Left, index).Start,
            Hint = "Cast the output of the non-recursive term to the correct type.",
        };
    }
}
