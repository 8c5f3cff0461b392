using FederationGateway.Common;
using FederationGateway.Plan;
using static FederationGateway.Optimizer.Tests.Plans;

namespace FederationGateway.Optimizer.Tests;

public class SimplifyTests
{
    private readonly Plans _plans = new();
    private readonly TestGateway _gateway = new TestGateway().With("crm");

    private string Where(ScanNode scan, Expression condition) => _gateway.WholeSql(Filter(scan, condition))["SELECT x, y FROM t".Length..].Replace(" WHERE ", "", StringComparison.Ordinal);

    [Fact]
    public void Conditions_are_said_plainly()
    {
        var t = _plans.Scan("crm", "t", "x", "y");
        var (p, q) = (Greater(Of(t, 0), Int(1)), Greater(Of(t, 1), Int(2)));
        Where(t, And(p, ConstantExpression.True)).ShouldBe("x > 1");
        Where(t, Or(p, ConstantExpression.False, p)).ShouldBe("x > 1");
        Where(t, new NotExpression(Or(p, q))).ShouldBe("x <= 1 AND y <= 2");
        Where(t, new NotExpression(new NotExpression(p))).ShouldBe("x > 1");
        Where(t, Or(And(p, q), And(p, Equal(Of(t, 1), Int(0))))).ShouldBe("x > 1 AND (y > 2 OR y = 0)");
        Where(t, Or(p, And(p, q))).ShouldBe("x > 1");
        Where(t, new InListExpression(Of(t, 0), [Int(4)])).ShouldBe("x = 4");
        Where(t, new QuantifiedArrayExpression(Of(t, 0), ComparisonOperator.Equal, Quantifier.Any, new ArrayExpression([Int(1), Int(2)], SqlType.ArrayOf(SqlTypeKind.Int4)))).ShouldBe("x IN (1, 2)");
        Where(t, new CaseExpression([new CaseBranch(ConstantExpression.False, q), new CaseBranch(ConstantExpression.True, p)], null, SqlType.Boolean)).ShouldBe("x > 1");
    }

    [Fact]
    public void Planning_ends_when_nobody_waits()
    {
        var t = _plans.Scan("crm", "t", "x");
        _gateway.CancellationToken = new CancellationToken(canceled: true);
        Should.Throw<OperationCanceledException>(() => _gateway.Optimize(Filter(t, Greater(Of(t, 0), Int(1)))));
    }

    [Fact]
    public void What_is_never_true_is_not_asked()
    {
        var t = _plans.Scan("crm", "t", "x", "y");
        IsEmpty(Filter(t, ConstantExpression.False));
        IsEmpty(Filter(t, Equal(Of(t, 0), ConstantExpression.Null(SqlType.Int4))));
        IsEmpty(Join(Filter(t, ConstantExpression.False), _plans.Scan("crm", "u", "z")));
        IsEmpty(Limit(t, 0));
        var count = _gateway.Optimize(new AggregateNode(Filter(t, ConstantExpression.False), [], [_plans.Count()])).Root.ShouldBeOfType<AggregateNode>();
        count.Input.ShouldBeOfType<ValuesNode>();

        void IsEmpty(PlanNode plan) => _gateway.Optimize(plan).Root.ShouldBeOfType<ValuesNode>().Rows.Count.ShouldBe(0);
    }

    [Fact]
    public void Constants_are_computed_here_and_failures_left_alone()
    {
        var t = _plans.Scan("crm", "t", "x", "y");
        var asked = 0;
        _gateway.Evaluate = expression =>
        {
            asked++;
            return Sum(expression) is { } sum ? Int(sum) : null;
        };
        Where(t, Equal(Of(t, 0), Add(Add(Int(1), Int(2)), Int(3)))).ShouldBe("x = 6");
        asked.ShouldBe(1);
        var division = new ArithmeticExpression(ArithmeticOperator.Divide, Int(1), Int(0), SqlType.Int4);
        Where(t, Equal(Of(t, 0), division)).ShouldBe("x = (1 / 0)");
        asked.ShouldBe(2);
        Where(t, Equal(Of(t, 0), Add(division, Add(Int(1), Int(2))))).ShouldBe("x = ((1 / 0) + 3)");

        static int? Sum(Expression expression) => expression switch
        {
            ConstantExpression { Value: int value } => value,
            ArithmeticExpression { Operator: ArithmeticOperator.Add } add => Sum(add.Left) + Sum(add.Right),
            _ => null,
        };
    }

    [Fact]
    public void What_wants_its_argument_spelled_out_gets_it()
    {
        var t = _plans.Scan("crm", "t", "x", "y");
        _gateway.Evaluate = expression => expression switch
        {
            NegateExpression { Operand: ConstantExpression { Value: int value } } => Int(-value),
            ArithmeticExpression => Int(7),
            _ => null,
        };
        Where(t, Equal(Of(t, 0), new NegateExpression(Add(Int(3), Int(4))))).ShouldBe("x = -7");
    }

    [Fact]
    public void Nothing_is_read_that_nobody_looks_at()
    {
        var t = _plans.Scan("crm", "t", "x", "y", "z");
        _gateway.WholeSql(Select(Select(Sort(t, 1), 0, 1), 0)).ShouldBe("SELECT x FROM t ORDER BY y ASC NULLS LAST");
        _gateway.WholeSql(new AggregateNode(t, [], [_plans.Count()])).ShouldBe("SELECT count(*) FROM t");
        var window = new WindowNode(t, [new WindowItem(_plans.Column("r"), new WindowCall(new FunctionReference("rank", "rank()"), [], SqlType.Int8, [Of(t, 0)]))]);
        _gateway.WholeSql(Select(window, 2)).ShouldBe("SELECT z FROM t");
        _gateway.WholeSql(Select(new DistinctNode(t), 2)).ShouldBe("SELECT q1.c3 FROM (SELECT DISTINCT x AS c1, y AS c2, z AS c3 FROM t) q1");
    }

    [Fact]
    public void An_order_becomes_the_aggregate_s_own()
    {
        var t = _plans.Scan("crm", "t", "x", "y");
        var list = new AggregateItem(_plans.Column("l"), new AggregateCall(new FunctionReference("array_agg", "array_agg(anynonarray)"), [Of(t, 0)], SqlType.ArrayOf(SqlTypeKind.Int4)));
        _gateway.Optimize(new AggregateNode(Sort(t, 1), [], [list])).Root.ShouldBeOfType<AggregateNode>().Aggregates[0].Call.OrderBy.Count.ShouldBe(1);
    }

    [Fact]
    public void A_hundred_thousand_literals_are_sent()
    {
        var t = _plans.Scan("crm", "t", "x", "y");
        var list = new InListExpression(Of(t, 0), Enumerable.Range(0, 100_000).Select(Expression (value) => Int(value)).ToEquatableArray());
        _gateway.Settings = _gateway.Settings with { Verify = false };
        _gateway.Optimize(Filter(t, list)).Root.ShouldBeOfType<RemoteNode>();
    }

    /// <summary>Ends in moments only when conditions are offered to a source together: one after another they take the square of their number.</summary>
    [Fact]
    public void Many_conditions_are_sent_together()
    {
        var t = _plans.Scan("crm", "t", "x", "y");
        var conditions = Enumerable.Range(0, 10_000).Select(Expression (value) => new ComparisonExpression(ComparisonOperator.NotEqual, Of(t, 0), Int(value))).ToEquatableArray();
        _gateway.Settings = _gateway.Settings with { Verify = false };
        var remote = _gateway.Optimize(Filter(t, new LogicalExpression(LogicalOperator.And, conditions))).Root.ShouldBeOfType<RemoteNode>();
        remote.SelfAndDescendants().Concat(remote.Fragment.SelfAndDescendants()).OfType<FilterNode>().ShouldHaveSingleItem().Predicate.Conjuncts().Count().ShouldBe(10_000);
    }
}
