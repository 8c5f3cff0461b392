using FederationGateway.Differential.Running;

namespace FederationGateway.Differential.Tests;

/// <summary>Ten thousand random statements, the same ones every time, answered as PostgreSQL answers them.</summary>
public sealed class GeneratedStatementTests(RunningLandscape running)
{
    private const int StatementsPerSeed = 1000;
    private const int MostFindings = 5;

    // Shares of a hundred that keep the test from passing because little was compared.
    private const int MostRefused = 12;
    private const int MostExcused = 5;
    private const int MostErrors = 25;

    public static TheoryData<long> Seeds() => [.. Enumerable.Range(1, 10).Select(seed => (long)seed)];

    [Theory, MemberData(nameof(Seeds))]
    public async Task Gateway_answers_as_PostgreSql(long seed)
    {
        var tally = await new Comparison(running.Landscape, running.Generator).RunAsync(seed, 0, StatementsPerSeed, MostFindings, _ => { });

        tally.Findings.ShouldBeEmpty(string.Concat(tally.Findings.Select(finding => $"\n\n{finding}")));
        tally.Statements.ShouldBe(StatementsPerSeed);
        tally.Skipped.ShouldBe(0, tally.ToString());
        (tally.Refused * 100 / tally.Statements).ShouldBeLessThan(MostRefused, tally.ToString());
        (tally.Excused * 100 / tally.Statements).ShouldBeLessThan(MostExcused, tally.ToString());
        (tally.Errors * 100 / tally.Statements).ShouldBeLessThan(MostErrors, tally.ToString());
    }
}
