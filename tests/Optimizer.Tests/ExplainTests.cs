using System.Text.Json;
using FederationGateway.Plan;
using static FederationGateway.Optimizer.Tests.Plans;

namespace FederationGateway.Optimizer.Tests;

public class ExplainTests
{
    private readonly Plans _plans = new();

    private readonly ExplainFacts _facts = new()
    {
        FragmentOf = _ => new FragmentFacts("SELECT 1", EstimatedRows: 1200.4, ActualRows: 7, Bytes: 512, Milliseconds: 1.5, Connections: 2, DynamicFilterKeys: 3),
        RefusalsOf = node => node is FilterNode ? [new PushdownRefusal(RefusalCode.FunctionNotSupported, "f has no equal", "use g")] : [],
        Statement = new StatementFacts(0.25, 12, 7),
    };

    private FilterNode Plan()
    {
        var scan = _plans.Scan("crm", "orders", "id");
        return Filter(new RemoteNode("crm", scan), Equal(Of(scan, 0), Int(1)));
    }

    [Fact]
    public void Text_shows_what_is_known() => string.Join('\n', ExplainText.Format(Plan(), _facts)).ShouldBe(
        """
        Filter: id = 1
          stays local: FUNCTION_NOT_SUPPORTED: f has no equal (use g)
          Remote: crm [id]
            remote sql: SELECT 1
            estimated rows: 1200
            actual rows: 7
            bytes: 512
            milliseconds: 1.5
            connections: 2
            dynamic filter keys: 3
        planning: 0.250 ms
        execution: 12.000 ms, 7 rows
        """);

    [Fact]
    public void Json_has_the_same()
    {
        var plan = JsonDocument.Parse(ExplainJson.Format(Plan(), _facts)).RootElement[0].GetProperty("Plan");
        plan.GetProperty("Node Type").GetString().ShouldBe("Filter");
        plan.GetProperty("Stays Local")[0].GetProperty("Code").GetString().ShouldBe(RefusalCode.FunctionNotSupported);
        var remote = plan.GetProperty("Plans")[0];
        remote.GetProperty("Source").GetString().ShouldBe("crm");
        remote.GetProperty("Remote SQL").GetString().ShouldBe("SELECT 1");
        remote.GetProperty("Actual Rows").GetInt64().ShouldBe(7);
    }

    [Fact]
    public void The_verifier_finds_lost_columns()
    {
        var (a, b) = (_plans.Scan("crm", "a", "x"), _plans.Scan("crm", "b", "x"));
        PlanVerifier.Verify(Join(a, b), "test");
        Should.Throw<Common.GatewayException>(() => PlanVerifier.Verify(Filter(a, Equal(Of(b, 0), Int(1))), "test")).Message.ShouldContain("comes from nowhere");
        Should.Throw<Common.GatewayException>(() => PlanVerifier.Verify(Join(a, a), "test"));
        Should.Throw<Common.GatewayException>(() => PlanVerifier.VerifySameOutput(a, b, "test"));
    }
}
