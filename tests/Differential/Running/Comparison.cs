using System.Collections.Concurrent;
using FederationGateway.Differential.Generation;
using FederationGateway.Differential.Statements;
using FederationGateway.Support.Answers;

namespace FederationGateway.Differential.Running;

/// <summary>Runs generated statements on PostgreSQL and, in one of the placements, on the gateway with pushdown and without, and shrinks what differs.</summary>
public sealed class Comparison(Landscape landscape, StatementGenerator generator)
{
    private const int Workers = 3;
    private const int ShrinkAttempts = 600;
    private const string Cancelled = "57014";
    private static readonly string[] Zones = ["UTC", "Europe/Berlin"];

    /// <param name="first">The number of the first statement.</param>
    /// <param name="most">Ends early after so many differences.</param>
    /// <param name="found">Told each difference at once.</param>
    public async Task<Tally> RunAsync(long seed, int first, int count, int most, Action<Finding> found)
    {
        var tally = new Tally();
        var indexes = new ConcurrentQueue<int>(Enumerable.Range(first, count));
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(async _ =>
        {
            await using var sessions = new Sessions(landscape);
            while (tally.Findings.Count < most && indexes.TryDequeue(out var index))
                await CompareAsync(sessions, seed, index, tally, found);
        }));
        return tally;
    }

    private async Task CompareAsync(Sessions sessions, long seed, int index, Tally tally, Action<Finding> found)
    {
        var statement = generator.Make(seed, index);
        var dice = Dice.For(~seed, index);
        var (placement, zone) = (dice.Pick(Placement.All), dice.Pick(Zones));
        var sql = statement.ToString();
        var postgres = await sessions.AskPostgresAsync(sql, zone);
        if (postgres.SqlState == Cancelled)
        {
            tally.Skip();
            return;
        }

        var worst = Verdict.Same;
        var refusal = "";
        foreach (var pushdown in placement == Placement.Local ? [true] : new[] { true, false })
        {
            var gateway = await sessions.AskGatewayAsync(sql, placement, pushdown, zone);
            var verdict = Judge.Compare(statement, postgres, gateway);
            if (verdict.Judgement > worst.Judgement)
                worst = verdict;
            if (verdict.Judgement == Judgement.Refused)
                refusal = gateway.Message;
            if (verdict.Judgement != Judgement.Different)
                continue;
            var finding = await ShrinkAsync(sessions, new Finding(seed, index, verdict.Kind, $"{placement}, pushdown {(pushdown ? "on" : "off")}, {zone}", sql, sql, postgres, gateway),
                statement, placement, pushdown, zone);
            tally.Add(postgres.SqlState is not null, verdict.Judgement, finding, "");
            found(finding);
            return;
        }

        tally.Add(postgres.SqlState is not null, worst.Judgement, null, refusal);
    }

    private static async Task<Finding> ShrinkAsync(Sessions sessions, Finding finding, Piece statement, string placement, bool pushdown, string zone)
    {
        await Shrinker.ShrinkAsync(statement, async smaller =>
        {
            var sql = smaller.ToString();
            if (string.IsNullOrWhiteSpace(sql))
                return false;
            var postgres = await sessions.AskPostgresAsync(sql, zone);
            if (postgres.SqlState is { } state && (state == Cancelled || state.StartsWith("42", StringComparison.Ordinal) != (finding.Postgres.SqlState?.StartsWith("42", StringComparison.Ordinal) ?? false)))
                return false;
            var gateway = await sessions.AskGatewayAsync(sql, placement, pushdown, zone);
            var verdict = Judge.Compare(smaller, postgres, gateway);
            if (verdict.Judgement != Judgement.Different || verdict.Kind != finding.Kind)
                return false;
            finding = finding with { Sql = sql, Postgres = postgres, Gateway = gateway };
            return true;
        }, ShrinkAttempts);
        return finding;
    }
}
