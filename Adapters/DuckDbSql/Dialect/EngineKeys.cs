using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>
/// Makes grouping and removal of duplicates go by keys where the engine's own equality is not PostgreSQL's: 1.0 and 1.00 are one group, shown as
/// one of them.
/// <code>
/// Aggregate: by x        =>   Project: x …
///                               Aggregate: by key(x) · any_value(x)
/// Distinct               =>   Aggregate: by all columns, then as above
/// Distinct on x          =>   Filter: number = 1, of rows numbered for each x, where the engine would take 0 for -0 in the rows it keeps
/// A UNION B              =>   Distinct of A UNION ALL B
/// A INTERSECT | EXCEPT B =>   Distinct of A, semi or anti joined with B on columns that are not distinct; ALL: without the Distinct, equal rows numbered
/// </code>
/// Applied to a whole plan before it is written (<see cref="DuckDbDialect.Prepare"/>); a plan without such columns comes back as it is.
/// </summary>
internal static class EngineKeys
{
    /// <summary>The key of a value: only <see cref="DuckDbDialect"/> writes it.</summary>
    internal static FunctionReference Key { get; } = new("gw_key", "gw_key(any)");

    private static FunctionReference AnyValue { get; } = new("any_value", "any_value(any)");

    public static PlanNode Apply(PlanNode plan)
    {
        ColumnIds? ids = null;
        return plan.RewriteDeep(node => node switch
        {
            AggregateNode aggregate when aggregate.GroupBy.Any(item => NeedsKey(item.Column.Type)) => Rewrite(aggregate, ids ??= IdsAfter(plan)),
            DistinctNode { On.IsEmpty: true } distinct when distinct.Output.Any(column => NeedsKey(column.Type)) => Rewrite(distinct, ids ??= IdsAfter(plan)),
            DistinctNode { On.IsEmpty: false } distinct when distinct.Output.Any(column => EngineCorrelations.HasEqualValues(column.Type)) => FirstOfEach(distinct, ids ??= IdsAfter(plan)),
            LimitNode { WithTies: true, Limit: not null, Input: SortNode sort } limit => EngineTies.Rewrite(limit, sort, ids ??= IdsAfter(plan)),
            WindowNode window when window.Windows.Any(EngineExtremes.Applies) => EngineExtremes.Rewrite(window, ids ??= IdsAfter(plan)),
            SetOperationNode set when NeedsKeys(set) => Rewrite(set, ids ??= IdsAfter(plan)),
            _ => node,
        });
    }

    // Values of char(n) are all padded to the same length: those that are equal are the same.
    private static bool NeedsKey(SqlType type) => DuckDbDialect.NeedsKey(type) && type is not { Kind: SqlTypeKind.BpChar, Length: > 0 };

    private static bool NeedsKeys(SetOperationNode set) =>
        (set.Kind != SetOperationKind.Union || !set.IsAll) && set.Columns.Any(column => NeedsKey(column.Type));

    internal static ColumnIds IdsAfter(PlanNode plan)
    {
        var ids = new ColumnIds();
        var last = plan.SelfAndDescendantsDeep().SelectMany(node => node.Output).Select(column => column.Id.Value).DefaultIfEmpty().Max();
        while (ids.Next().Value < last)
        {
        }

        return ids;
    }

    private static ProjectNode Rewrite(AggregateNode original, ColumnIds ids)
    {
        var aggregate = RenameKeys(original, ids);
        var keys = new List<ProjectItem>();
        var aggregates = aggregate.Aggregates.ToList();
        var groupings = aggregate.GroupingColumns.ToList();
        var shown = new Dictionary<ColumnId, Expression>();
        for (var i = 0; i < aggregate.GroupBy.Count; i++)
        {
            var item = aggregate.GroupBy[i];
            if (!NeedsKey(item.Column.Type))
            {
                keys.Add(item);
                continue;
            }

            var key = new CallExpression(Key, [item.Expression], SqlType.Text);
            keys.Add(new ProjectItem(new OutputColumn(ids.Next(), item.Column.Name, SqlType.Text), key));
            var value = new OutputColumn(ids.Next(), item.Column.Name, item.Column.Type);
            aggregates.Add(new AggregateItem(value, new AggregateCall(AnyValue, [item.Expression], item.Column.Type)));
            shown[item.Column.Id] = aggregate.GroupingSets.IsEmpty ? value.ToExpression() : WhereGrouped(value, i, groupings, ids);
        }

        var output = original.Output;
        var keyed = aggregate with { GroupBy = keys.ToEquatableArray(), Aggregates = aggregates.ToEquatableArray(), GroupingColumns = groupings.ToEquatableArray() };
        return new ProjectNode(keyed, output.Select(column =>
            shown.TryGetValue(column.Id, out var value) ? new ProjectItem(column, value) : ProjectItem.Pass(column)).ToEquatableArray());
    }

    // A key that passes an input column on would be that column and its representative under one id: the input's gets another.
    private static AggregateNode RenameKeys(AggregateNode aggregate, ColumnIds ids)
    {
        var renamed = aggregate.GroupBy.Where(item => item.IsPassThrough && NeedsKey(item.Column.Type)).ToDictionary(item => item.Column.Id, item => item.Column with { Id = ids.Next() });
        if (renamed.Count == 0) return aggregate;
        var input = Barrier(aggregate.Input, column => renamed.GetValueOrDefault(column.Id));
        var mapped = aggregate.MapExpressions(expression => expression.Rewrite(node => node is ColumnExpression column && renamed.TryGetValue(column.Id, out var other) ? other.ToExpression() : node));
        return (AggregateNode)mapped.WithInputs([input]);
    }

    /// <summary>The input under other ids for some columns, as a query of its own: a LIMIT that limits nothing keeps it from being merged with what is above.</summary>
    private static LimitNode Barrier(PlanNode input, Func<OutputColumn, OutputColumn?> rename) =>
        new(new ProjectNode(input, input.Output.Select(column => rename(column) is { } other ? new ProjectItem(other, column.ToExpression()) : ProjectItem.Pass(column)).ToEquatableArray()), null, null);

    // In a grouping set without the column it is null.
    private static CaseExpression WhereGrouped(OutputColumn value, int index, List<GroupingColumn> groupings, ColumnIds ids)
    {
        var grouping = new OutputColumn(ids.Next(), "grouping", SqlType.Int4);
        groupings.Add(new GroupingColumn(grouping, [index]));
        var isGrouped = new ComparisonExpression(ComparisonOperator.Equal, grouping.ToExpression(), new ConstantExpression(0, SqlType.Int4));
        return new CaseExpression([new CaseBranch(isGrouped, value.ToExpression())], null, value.Type);
    }

    private static ProjectNode Rewrite(DistinctNode distinct, ColumnIds ids)
    {
        // The output keeps the ids it had, so what is grouped needs others.
        var renamed = distinct.Output.ToDictionary(column => column.Id, column => column with { Id = ids.Next() });
        var items = distinct.Output.Select(column => new ProjectItem(column with { Id = ids.Next() }, renamed[column.Id].ToExpression())).ToArray();
        var grouped = Rewrite(new AggregateNode(Barrier(distinct.Input, column => renamed[column.Id]), items.ToEquatableArray(), []), ids);
        return new ProjectNode(grouped, distinct.Output.Zip(items, (column, item) => new ProjectItem(column, item.Column.ToExpression())).ToEquatableArray());
    }

    private static ProjectNode FirstOfEach(DistinctNode distinct, ColumnIds ids)
    {
        var number = new OutputColumn(ids.Next(), "number", SqlType.Int8, false);
        var call = new WindowCall(new FunctionReference("row_number", "row_number()"), [], SqlType.Int8, distinct.On, distinct.OrderBy);
        var isFirst = new ComparisonExpression(ComparisonOperator.Equal, number.ToExpression(), new ConstantExpression(1L, SqlType.Int8));
        return new ProjectNode(new FilterNode(new WindowNode(distinct.Input, [new WindowItem(number, call)]), isFirst), distinct.Output.Select(ProjectItem.Pass).ToEquatableArray());
    }

    private static ProjectNode Rewrite(SetOperationNode set, ColumnIds ids)
    {
        if (set.Kind == SetOperationKind.Union) return Rewrite(new DistinctNode(set with { IsAll = true }), ids);
        var (left, right) = (set.Branches[0], set.Branches[1]);
        if (set.IsAll) (left, right) = (Numbered(left, ids), Numbered(right, ids));
        var equal = left.Output.Zip(right.Output, (a, b) => (Expression)new ComparisonExpression(ComparisonOperator.IsNotDistinctFrom, a.ToExpression(), b.ToExpression()));
        var joined = new JoinNode(set.Kind == SetOperationKind.Intersect ? JoinKind.Semi : JoinKind.Anti, left, right, ExpressionWalk.And(equal.ToList()));
        var named = new ProjectNode(joined, set.Columns.Zip(left.Output, (column, source) => new ProjectItem(column, source.ToExpression())).ToEquatableArray());
        return set.IsAll ? named : Rewrite(new DistinctNode(named), ids);
    }

    // Equal rows counted: the third of them is in both bags when both have three.
    private static WindowNode Numbered(PlanNode branch, ColumnIds ids)
    {
        var number = new OutputColumn(ids.Next(), "number", SqlType.Int8, false);
        var call = new WindowCall(new FunctionReference("row_number", "row_number()"), [], SqlType.Int8, branch.Output.Select(column => (Expression)column.ToExpression()).ToEquatableArray());
        return new WindowNode(branch, [new WindowItem(number, call)]);
    }
}
