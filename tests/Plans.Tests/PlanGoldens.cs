namespace FederationGateway.Plans.Tests;

/// <summary>What EXPLAIN says about statements over a fixed landscape, estimates left out.</summary>
public sealed class PlanGoldens(PlanLandscape landscape)
{
    public static TheoryData<string> Cases() => [.. GoldenFile.FindAll()];

    [Theory, MemberData(nameof(Cases))]
    public async Task Explains_as_recorded(string name)
    {
        var golden = GoldenFile.Open(name);
        golden.Expect(await landscape.ExplainAsync(golden.Preparations, golden.Statement));
    }
}
