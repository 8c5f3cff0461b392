using FederationGateway.Adapters.Abstractions;
using FederationGateway.Common;
using FederationGateway.Plan;
using static FederationGateway.Optimizer.Tests.Plans;

namespace FederationGateway.Optimizer.Tests;

public class SecurityBarrierTests
{
    private const string Behind = "(SELECT x AS c1, y AS c2 FROM t WHERE x = 1 LIMIT 9223372036854775807)";
    private readonly Plans _plans = new();
    private readonly TestGateway _gateway = new TestGateway().With("crm");

    private LimitNode Secured(string source = "crm")
    {
        var t = _plans.Scan(source, "t", "x", "y");
        return LimitNode.Barrier(Filter(t, Equal(Of(t, 0), Int(1))));
    }

    [Fact]
    public void A_statement_whose_conditions_are_leakproof_is_planned_as_if_there_were_no_barrier()
    {
        var secured = Secured();
        _gateway.WholeSql(Filter(secured, Greater(Of(secured, 1), Int(5)))).ShouldBe("SELECT x, y FROM t WHERE x = 1 AND y > 5");
        _gateway.WholeSql(Limit(secured, 3)).ShouldBe("SELECT x, y FROM t WHERE x = 1 LIMIT 3");
    }

    [Fact]
    public void What_can_fail_is_not_asked_below_the_barrier()
    {
        var secured = Secured();
        var division = Equal(new ArithmeticExpression(ArithmeticOperator.Divide, Int(1), Of(secured, 1), SqlType.Int4), Int(1));
        _gateway.WholeSql(Filter(secured, division)).ShouldBe($"SELECT q1.c1, q1.c2 FROM {Behind} q1 WHERE (1 / q1.c2) = 1");
    }

    [Fact]
    public void What_cannot_fail_still_goes_below_it()
    {
        var secured = Secured();
        var division = Equal(new ArithmeticExpression(ArithmeticOperator.Divide, Int(1), Of(secured, 1), SqlType.Int4), Int(1));
        _gateway.WholeSql(Filter(secured, division, Greater(Of(secured, 1), Int(5))))
            .ShouldBe("SELECT q1.c1, q1.c2 FROM (SELECT x AS c1, y AS c2 FROM t WHERE x = 1 AND y > 5 LIMIT 9223372036854775807) q1 WHERE (1 / q1.c2) = 1");
    }

    [Fact]
    public void A_condition_of_a_join_keeps_the_barriers_of_both_sides()
    {
        var (left, right) = (Secured(), _plans.Scan("crm", "u", "z"));
        var join = new JoinNode(JoinKind.Inner, left, right, Equal(Add(Of(left, 1), Int(1)), Of(right, 0)));
        _gateway.WholeSql(join).ShouldContain(Behind);
        _gateway.WholeSql(Join(Secured(), _plans.Scan("crm", "u", "z"))).ShouldNotContain("922337");
    }

    [Fact]
    public void A_function_in_a_subquery_keeps_the_barrier()
    {
        var secured = Secured();
        var inner = _plans.Scan("crm", "u", "z");
        var query = Filter(inner, Equal(Call("f(int4)", SqlType.Int4, Of(secured, 1)), Of(inner, 0)));
        _gateway.Explain(Filter(secured, new ExistsExpression(query))).ShouldContain("WHERE x = 1 LIMIT 922337");
    }

    [Fact]
    public void A_source_without_limit_has_the_barrier_here()
    {
        var gateway = _gateway.Without("crm", Capability.Limit, Capability.LimitArgument);
        var secured = Secured();
        var explained = gateway.Explain(Filter(secured, Equal(Call("f(int4)", SqlType.Int4, Of(secured, 1)), Int(1))));
        explained.ShouldContain("Security barrier");
        explained.ShouldContain("WHERE x = 1");
    }
}
