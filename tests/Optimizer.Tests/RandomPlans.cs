using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Tests;

/// <summary>Makes up plans over a few small tables of two sources. The same seed makes the same plan.</summary>
internal sealed class RandomPlans(int seed)
{
    private readonly Random _random = new(seed);
    private readonly Plans _plans = new();
    private int _commonTables;

    public static IReadOnlyList<TableHandle> Tables { get; } =
    [
        Table("s1", "r1", 40), Table("s1", "r2", 5), Table("s1", "r3", null), Table("s2", "r4", 4000), Table("s2", "r5", null),
    ];

    public PlanNode Next() => Make(4);

    private static TableHandle Table(string source, string name, double? rows) =>
        Plans.Table(source, name, rows, Plans.Define("a"), Plans.Define("b"), Plans.Define("k", nullable: false));

    private T Pick<T>(IReadOnlyList<T> items) => items[_random.Next(items.Count)];

    private bool Maybe(double chance = 0.5) => _random.NextDouble() < chance;

    private PlanNode Make(int depth)
    {
        if (depth == 0) return _plans.Scan(Pick(Tables));
        switch (_random.Next(13))
        {
            case 0: return _plans.Scan(Pick(Tables));
            case 1 or 2:
            {
                var input = Make(depth - 1);
                return new FilterNode(input, Condition(input.Output, 2, depth));
            }

            case 3: return Project(Make(depth - 1));
            case 4 or 5 or 6: return Join(Make(depth - 1), Make(depth - 1));
            case 7: return Aggregate(Make(depth - 1));
            case 8: return new DistinctNode(Make(depth - 1));
            case 9: return SetOperation(Make(depth - 1), Make(depth - 1));
            case 10:
            {
                var input = Make(depth - 1);
                var keys = input.Output.Select(column => Plans.Key(column.ToExpression(), Maybe())).ToEquatableArray();
                return new LimitNode(new SortNode(input, keys), Plans.Rows(_random.Next(12)), Maybe(0.3) ? Plans.Rows(_random.Next(3)) : null);
            }

            case 11:
            {
                var input = Make(depth - 1);
                var call = new WindowCall(new FunctionReference("rank", "rank()"), [], SqlType.Int8, [Pick(input.Output).ToExpression()]);
                return new WindowNode(input, [new WindowItem(_plans.Column("rank", SqlType.Int8), call)]);
            }

            default: return With(Make(depth - 1), depth);
        }
    }

    private ProjectNode Project(PlanNode input)
    {
        var items = input.Output.Where(_ => Maybe(0.7)).Select(ProjectItem.Pass).ToList();
        if (Maybe() || items.Count == 0) items.Add(_plans.Item("e", Maybe() ? Value(input.Output) : Constant(SqlType.Int4)));
        return new ProjectNode(input, items.ToEquatableArray());
    }

    private PlanNode Join(PlanNode left, PlanNode right)
    {
        var kind = Pick([JoinKind.Inner, JoinKind.Inner, JoinKind.Inner, JoinKind.Left, JoinKind.Right, JoinKind.Full, JoinKind.Semi, JoinKind.Anti, JoinKind.Cross]);
        var both = left.Output.Concat(right.Output).ToEquatableArray();
        if (kind == JoinKind.Cross) return new FilterNode(new JoinNode(kind, left, right, null), Condition(both, 2, 0));
        Expression condition = Plans.Equal(Pick(left.Output).ToExpression(), Pick(right.Output).ToExpression());
        if (kind != JoinKind.Full && Maybe(0.4)) condition = Plans.And(condition, Condition(both, 1, 0));
        return new JoinNode(kind, left, right, condition);
    }

    private AggregateNode Aggregate(PlanNode input)
    {
        var keys = input.Output.Where(_ => Maybe(0.4)).Select(column => Maybe(0.8) ? ProjectItem.Pass(column) : _plans.Item("g", column.ToExpression())).ToEquatableArray();
        if (Maybe(0.1)) keys = [.. keys, _plans.Item("one", Plans.Int(1))];
        var calls = new List<AggregateItem> { _plans.Count() };
        if (input.Output.FirstOrDefault(column => column.Type == SqlType.Int4) is { } number)
            calls.Add(new AggregateItem(_plans.Column("max"), new AggregateCall(new FunctionReference("max", "max(int4)"), [number.ToExpression()], SqlType.Int4)));
        return new AggregateNode(input, keys, calls.ToEquatableArray());
    }

    private SetOperationNode SetOperation(PlanNode left, PlanNode right)
    {
        var columns = Math.Min(left.Output.Count, right.Output.Count);
        PlanNode Cut(PlanNode node) => new ProjectNode(node, node.Output.Take(columns).Select(column => _plans.Item("c", new CastExpression(column.ToExpression(), SqlType.Int4))).ToEquatableArray());
        return new SetOperationNode(Pick([SetOperationKind.Union, SetOperationKind.Union, SetOperationKind.Except, SetOperationKind.Intersect]), Maybe(0.6), [Cut(left), Cut(right)],
            Enumerable.Range(0, columns).Select(index => _plans.Column($"u{index}")).ToEquatableArray());
    }

    private WithNode With(PlanNode query, int depth)
    {
        var id = ++_commonTables;
        CteScanNode Read() => new(id, "w", query.Output.Select(column => _plans.Column(column.Name, column.Type)).ToEquatableArray());
        var scan = Read();
        PlanNode body = new FilterNode(scan, Condition(scan.Output, 1, 0));
        return new WithNode([new CommonTable(id, "w", query, false)], Maybe() ? Join(body, Read()) : Join(body, Make(depth - 1)));
    }

    private Expression Condition(EquatableArray<OutputColumn> columns, int depth, int queries) => _random.Next(depth == 0 ? 4 : 9) switch
    {
        0 or 1 => Comparison(columns),
        2 => new IsNullExpression(Pick(columns).ToExpression(), Maybe()),
        3 => Pick(columns) is var column ? new InListExpression(column.ToExpression(), [Constant(column.Type), Constant(column.Type)], Maybe(0.3)) : null!,
        4 or 5 => Plans.And(Condition(columns, depth - 1, queries), Condition(columns, depth - 1, queries)),
        6 => Plans.Or(Condition(columns, depth - 1, queries), Condition(columns, depth - 1, queries)),
        7 => new NotExpression(Condition(columns, depth - 1, 0)),
        _ => queries > 0 ? Query(columns) : Comparison(columns),
    };

    private ComparisonExpression Comparison(EquatableArray<OutputColumn> columns)
    {
        var column = Pick(columns);
        var op = Pick([ComparisonOperator.Equal, ComparisonOperator.Equal, ComparisonOperator.NotEqual, ComparisonOperator.Less, ComparisonOperator.GreaterOrEqual, ComparisonOperator.IsDistinctFrom]);
        return new ComparisonExpression(op, column.ToExpression(), Maybe(0.6) ? Constant(column.Type) : Pick(columns).ToExpression());
    }

    private Expression Query(EquatableArray<OutputColumn> columns)
    {
        var inner = Make(1);
        var outer = Pick(columns).ToExpression();
        var column = Pick(inner.Output);
        PlanNode one = new ProjectNode(inner, [ProjectItem.Pass(column)]);
        return _random.Next(4) switch
        {
            0 => new ExistsExpression(new FilterNode(inner, Plans.Equal(column.ToExpression(), outer)), Maybe()),
            1 => new QuantifiedSubqueryExpression([outer], ComparisonOperator.Equal, Quantifier.Any, one),
            2 => new QuantifiedSubqueryExpression([outer], ComparisonOperator.NotEqual, Quantifier.All, one),
            _ => new ComparisonExpression(Pick([ComparisonOperator.Equal, ComparisonOperator.Less, ComparisonOperator.IsDistinctFrom]), outer, Value(inner, Plans.Equal(column.ToExpression(), outer))),
        };
    }

    /// <summary>An aggregate of the rows that belong to the row around it.</summary>
    private ScalarSubqueryExpression Value(PlanNode inner, Expression correlation)
    {
        var number = inner.Output.FirstOrDefault(column => column.Type == SqlType.Int4);
        if (number is null || Maybe(0.3)) return new ScalarSubqueryExpression(new AggregateNode(new FilterNode(inner, correlation), [], [_plans.Count()]));
        var max = new AggregateItem(_plans.Column("max"), new AggregateCall(new FunctionReference("max", "max(int4)"), [number.ToExpression()], SqlType.Int4));
        var aggregate = new AggregateNode(new FilterNode(inner, correlation), [], [max]);
        return new ScalarSubqueryExpression(Maybe() ? aggregate : new ProjectNode(aggregate, [_plans.Item("less", Plans.Add(max.Column.ToExpression(), Plans.Int(-1)))]));
    }

    private Expression Value(EquatableArray<OutputColumn> columns)
    {
        var column = Pick(columns);
        return column.Type == SqlType.Int4 ? Plans.Add(column.ToExpression(), Plans.Int(_random.Next(3))) : column.ToExpression();
    }

    private ConstantExpression Constant(SqlType type) => type == SqlType.Int8 ? Plans.Rows(_random.Next(6)) : Plans.Int(_random.Next(6));
}
