using FederationGateway.Adapters.Abstractions;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Gateway.Trials;

/// <summary>Trials of everything but WHERE: select lists, joins, groups, orders, limits, set operations, windows.</summary>
internal sealed class QueryTrials(TrialRows rows, IReadOnlyList<SqlTypeKind> kinds)
{
    private static readonly FunctionReference Count = new("count", "count()");

    public IEnumerable<TrialPlan> Columns() => Tables().Select(table => new TrialPlan(table.Columns[0].Type.ToString(), new ProjectNode(table.Plan, [ProjectItem.Pass(table.Columns[0])])));

    public IEnumerable<TrialPlan> Values(string capability)
    {
        if (rows.Of([SqlType.Text]) is not { } table) yield break;
        Expression value = new CallExpression(new FunctionReference("length", "length(text)"), [Column(table)], SqlType.Int4);
        if (capability == Capability.NestedFunctionInProject) value = new CallExpression(new FunctionReference("abs", "abs(int4)"), [value], SqlType.Int4);
        if (capability == Capability.ExpressionInProject) value = new IsNullExpression(value);
        yield return new TrialPlan(value.ToString(), new ProjectNode(table.Plan, [ProjectItem.Pass(table.Columns[0]), new ProjectItem(rows.Column("x", value.Type), value)]));
    }

    public IEnumerable<TrialPlan> Cases() =>
        from table in Tables()
        let type = table.Columns[0].Type
        let condition = new ComparisonExpression(ComparisonOperator.Equal, Column(table), new ConstantExpression(NastyValues.Of(type)![0], type))
        let value = new CaseExpression([new CaseBranch(condition, new ConstantExpression("first", SqlType.Text))], new ConstantExpression("other", SqlType.Text), SqlType.Text)
        select new TrialPlan(value.ToString(), new ProjectNode(table.Plan, [ProjectItem.Pass(table.Columns[0]), new ProjectItem(rows.Column("x", SqlType.Text), value)]));

    public IEnumerable<TrialPlan> Joins(string capability, JoinKind kind)
    {
        var isExpression = capability is Capability.ExpressionInInnerJoin or Capability.ExpressionInLeftOuterJoin or Capability.ExpressionInFullOuterJoin;
        foreach (var (left, right) in kinds.Select(type => (rows.Of([NastyValues.TypeOf(type)]), rows.Of([NastyValues.TypeOf(type)]))))
        {
            if (left is null || right is null) continue;
            var condition = new ComparisonExpression(isExpression ? ComparisonOperator.NotEqual : ComparisonOperator.Equal, Column(left), Column(right));
            yield return new TrialPlan($"{kind} join on {left.Columns[0].Type}", new JoinNode(kind, left.Plan, right.Plan, condition));
        }
    }

    public IEnumerable<TrialPlan> MixedJoins()
    {
        if (rows.Of([SqlType.Int4]) is not { } one || rows.Of([SqlType.Int4]) is not { } two || rows.Of([SqlType.Int4]) is not { } three) yield break;
        var inner = new JoinNode(JoinKind.Inner, one.Plan, two.Plan, new ComparisonExpression(ComparisonOperator.Equal, Column(one), Column(two)));
        yield return new TrialPlan("inner and left join", new JoinNode(JoinKind.Left, inner, three.Plan, new ComparisonExpression(ComparisonOperator.Equal, Column(two), Column(three))));
    }

    public IEnumerable<TrialPlan> Groups(bool isDistinct) =>
        from table in Tables()
        let call = isDistinct ? new AggregateCall(new FunctionReference("count", "count(any)"), [Column(table)], SqlType.Int8, IsDistinct: true) : new AggregateCall(Count, [], SqlType.Int8)
        let keys = isDistinct ? [] : new[] { ProjectItem.Pass(table.Columns[0]) }
        select new TrialPlan($"{call} of {table.Columns[0].Type}", new AggregateNode(table.Plan, keys.ToEquatableArray(), [new AggregateItem(rows.Column("n", SqlType.Int8), call)]));

    public IEnumerable<TrialPlan> GroupingSets()
    {
        if (rows.Of([SqlType.Boolean, SqlType.Int4]) is not { } table) yield break;
        var keys = table.Columns.Select(ProjectItem.Pass).ToEquatableArray();
        yield return new TrialPlan("grouping sets", new AggregateNode(table.Plan, keys, [new AggregateItem(rows.Column("n", SqlType.Int8), new AggregateCall(Count, [], SqlType.Int8))], [[0, 1], [0], []]));
    }

    public IEnumerable<TrialPlan> Having() =>
        from plan in Groups(isDistinct: false)
        let number = plan.Plan.Output[^1].ToExpression()
        select new TrialPlan("having count(*) > 1", new FilterNode(plan.Plan, new ComparisonExpression(ComparisonOperator.Greater, number, new ConstantExpression(1L, SqlType.Int8))));

    public IEnumerable<TrialPlan> Distinct() => Columns().Select(plan => new TrialPlan($"distinct {plan.What}", new DistinctNode(plan.Plan)));

    public IEnumerable<TrialPlan> Uploads() => rows.AreConstants ? Tables().Select(table => new TrialPlan($"rows with {table.Columns[0].Type}", table.Plan) { IsUploaded = true }) : [];

    public IEnumerable<TrialPlan> Orders() =>
        from table in Tables()
        from isDescending in new[] { false, true }
        from nullsFirst in new[] { false, true }
        select new TrialPlan($"order by {table.Columns[0].Type}", Sorted(table, new SortKey(Column(table), isDescending, nullsFirst)));

    public IEnumerable<TrialPlan> Limits(long? offset, bool isParameter)
    {
        if (rows.Of([SqlType.Text]) is not { } table) yield break;
        var count = new ConstantExpression(3L, SqlType.Int8);
        var sorted = Sorted(table, new SortKey(Column(table), IsDescending: false, NullsFirst: true));
        Expression limit = isParameter ? new ParameterExpression(1, SqlType.Int8) : count;
        yield return new TrialPlan("limit", new LimitNode(sorted, limit, offset is { } skipped ? new ConstantExpression(skipped, SqlType.Int8) : null), isParameter ? [count] : []);
    }

    public IEnumerable<TrialPlan> Sets(SetOperationKind kind, bool isAll)
    {
        foreach (var type in kinds.Select(NastyValues.TypeOf))
        {
            if (rows.Of([type]) is not { } left || rows.Of([type]) is not { } right) continue;
            var some = new FilterNode(right.Plan, new IsNullExpression(Column(right), IsNegated: true));
            PlanNode[] branches = [new ProjectNode(left.Plan, [ProjectItem.Pass(left.Columns[0])]), new ProjectNode(some, [ProjectItem.Pass(right.Columns[0])])];
            var set = new SetOperationNode(kind, isAll, branches.ToEquatableArray(), [rows.Column("v", left.Columns[0].Type)]);
            yield return new TrialPlan($"{set.Describe()} of {type}", set);
        }
    }

    public IEnumerable<TrialPlan> Nested() => Groups(isDistinct: false).Select(plan =>
    {
        var number = plan.Plan.Output[^1];
        var groups = new AggregateNode(plan.Plan, [ProjectItem.Pass(number)], [new AggregateItem(rows.Column("n", SqlType.Int8), new AggregateCall(Count, [], SqlType.Int8))]);
        return new TrialPlan("groups of groups", groups);
    });

    public IEnumerable<TrialPlan> Windows()
    {
        foreach (var table in Tables())
        {
            var call = new WindowCall(new FunctionReference("rank", "rank()"), [], SqlType.Int8, OrderBy: [new SortKey(Column(table), IsDescending: false, NullsFirst: false)]);
            yield return new TrialPlan(call.ToString(), new WindowNode(table.Plan, [new WindowItem(rows.Column("r", SqlType.Int8), call)]));
        }
    }

    private static SortNode Sorted(TrialTable table, SortKey key) => new(table.Plan, table.Id is { } id ? [key, new SortKey(id.ToExpression(), IsDescending: false, NullsFirst: false)] : [key]);

    private static ColumnExpression Column(TrialTable table) => table.Columns[0].ToExpression();

    private IEnumerable<TrialTable> Tables() => kinds.Select(kind => rows.Of([NastyValues.TypeOf(kind)])).OfType<TrialTable>().Where(table => NastyValues.Of(table.Columns[0].Type) is not null);
}
