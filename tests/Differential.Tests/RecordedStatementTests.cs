using FederationGateway.Differential.Running;
using FederationGateway.Differential.Statements;
using FederationGateway.Support;

namespace FederationGateway.Differential.Tests;

/// <summary>
/// The statements of <c>tests/Goldens/differential/recorded.sql</c>, one a line: each was once answered differently. They run in every placement.
/// </summary>
public sealed class RecordedStatementTests(RunningLandscape running)
{
    /// <summary>The line before a statement that the gateway may refuse with 0A000.</summary>
    private const string MayRefuse = "-- may refuse";

    [Theory]
    [InlineData("UTC")]
    [InlineData("Europe/Berlin")]
    public async Task Gateway_answers_as_PostgreSql(string zone)
    {
        await using var sessions = new Sessions(running.Landscape);
        List<string> differences = [];
        var lines = await File.ReadAllLinesAsync(Repository.PathOf("tests", "Goldens", "differential", "recorded.sql"), TestContext.Current.CancellationToken);
        for (var line = 0; line < lines.Length; line++)
        {
            if (lines[line].Length == 0 || lines[line].StartsWith("--", StringComparison.Ordinal))
                continue;
            var statement = Change.Read(lines[line]);
            var postgres = await sessions.AskPostgresAsync(statement, zone);
            foreach (var run in GatewayRun.All)
            {
                var gateway = await sessions.AskGatewayAsync(statement, run, zone);
                var verdict = Judge.Compare(statement, postgres, gateway);
                if (verdict.Judgement == Judgement.Different || (verdict.Judgement == Judgement.Refused && lines[line - 1] != MayRefuse))
                    differences.Add($"\n\nline {line + 1}: " + new Finding(0, 0, verdict.Kind, $"{run}", lines[line], lines[line], postgres, gateway));
            }
        }

        differences.ShouldBeEmpty(string.Concat(differences));
    }
}
