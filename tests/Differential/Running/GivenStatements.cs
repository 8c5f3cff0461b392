using FederationGateway.Differential.Statements;

namespace FederationGateway.Differential.Running;

/// <summary>Statements somebody wrote, each compared in every placement, with pushdown and without, in both zones.</summary>
public static class GivenStatements
{
    /// <summary>Asks one statement a line, leaving out empty lines and comments, and says what differs and what is refused.</summary>
    /// <param name="placement">Only this one; null for all.</param>
    /// <returns>How many differed somewhere.</returns>
    public static async Task<int> RunAsync(Landscape landscape, TextReader statements, string? placement, TextWriter output)
    {
        await using var sessions = new Sessions(landscape);
        var different = 0;
        while (await statements.ReadLineAsync() is { } sql)
        {
            if (sql.Length == 0 || sql.StartsWith("--", StringComparison.Ordinal))
                continue;
            var findings = await AskAsync(sessions, sql, GatewayRun.In(placement ?? Placement.Everywhere));
            await output.WriteLineAsync(findings.Count == 0 ? $"same: {sql}" : $"{findings[0]}\n  (in {findings.Count} runs: {string.Join("; ", findings.Select(finding => finding.Where))})");
            different += findings.Count > 0 ? 1 : 0;
        }

        return different;
    }

    private static async Task<List<Finding>> AskAsync(Sessions sessions, string sql, IReadOnlyList<GatewayRun> runs)
    {
        List<Finding> findings = [];
        var statement = Change.Read(sql);
        foreach (var zone in Comparison.Zones)
        {
            var postgres = await sessions.AskPostgresAsync(statement, zone);
            foreach (var run in runs)
            {
                var gateway = await sessions.AskGatewayAsync(statement, run, zone);
                var verdict = Judge.Compare(statement, postgres, gateway);
                if (verdict.Judgement is Judgement.Different or Judgement.Refused)
                    findings.Add(new Finding(0, 0, verdict.Judgement == Judgement.Refused ? "refused" : verdict.Kind, $"{run}, {zone}", sql, sql, postgres, gateway));
            }
        }

        return findings;
    }
}
