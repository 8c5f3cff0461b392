using System.Collections.Concurrent;
using FederationGateway.Differential.Generation;
using FederationGateway.Differential.Statements;
using FederationGateway.Support.Answers;

namespace FederationGateway.Differential.Running;

/// <summary>Runs generated statements on PostgreSQL and on the gateway, with pushdown and without, and shrinks what differs.</summary>
public sealed class Comparison(Landscape landscape, StatementGenerator generator)
{
    private const int Workers = 3;
    private const int ShrinkAttempts = 600;
    private const string Cancelled = "57014";

    internal static readonly string[] Zones = ["UTC", "Europe/Berlin"];

    /// <summary>Where the tables are; null for one placement with pushdown and one without, other ones for each statement.</summary>
    public string? Placement { get; init; }

    /// <summary>What became of the statements so far.</summary>
    public Tally Tally { get; } = new();

    /// <param name="first">The number of the first statement.</param>
    /// <param name="most">Ends early after so many differences.</param>
    /// <param name="found">Told each difference at once.</param>
    public async Task<Tally> RunAsync(long seed, int first, int count, int most, Action<Finding> found)
    {
        var indexes = new ConcurrentQueue<int>(Enumerable.Range(first, count));
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(async _ =>
        {
            await using var sessions = new Sessions(landscape);
            while (Tally.Findings.Count < most && indexes.TryDequeue(out var index))
                await CompareAsync(sessions, seed, index, found);
        }));
        return Tally;
    }

    private async Task CompareAsync(Sessions sessions, long seed, int index, Action<Finding> found)
    {
        var statement = generator.Make(seed, index);
        var zone = Dice.For(~seed, index).Pick(Zones);
        var sql = statement.ToString();
        var postgres = await sessions.AskPostgresAsync(statement, zone);
        if (postgres.SqlState == Cancelled)
        {
            Tally.Skip();
            return;
        }

        var worst = Verdict.Same;
        var refusal = "";
        foreach (var run in Placement is { } placement ? GatewayRun.In(placement) : statement is Change ? GatewayRun.ForChange(index) : GatewayRun.For(index))
        {
            var gateway = await sessions.AskGatewayAsync(statement, run, zone);
            // On a busy machine an answer may take its time: what has none the second time either never ends.
            if (gateway.SqlState == Cancelled)
                gateway = await sessions.AskGatewayAsync(statement, run, zone);
            var verdict = Judge.Compare(statement, postgres, gateway);
            if (verdict.Judgement > worst.Judgement)
                worst = verdict;
            if (verdict.Judgement == Judgement.Refused)
                refusal = gateway.Message;
            if (verdict.Judgement != Judgement.Different)
                continue;
            var finding = await ShrinkAsync(sessions, new Finding(seed, index, verdict.Kind, $"{run}, {zone}", sql, sql, postgres, gateway), statement, run, zone);
            Tally.Add(postgres.SqlState is not null, verdict.Judgement, finding, "");
            found(finding);
            return;
        }

        Tally.Add(postgres.SqlState is not null, worst.Judgement, null, refusal);
    }

    private static async Task<Finding> ShrinkAsync(Sessions sessions, Finding finding, Piece statement, GatewayRun run, string zone)
    {
        await Shrinker.ShrinkAsync(statement, async smaller =>
        {
            var sql = smaller.ToString();
            if (string.IsNullOrWhiteSpace(sql))
                return false;
            var postgres = await sessions.AskPostgresAsync(smaller, zone);
            if (postgres.SqlState is { } state && (state == Cancelled || state.StartsWith("42", StringComparison.Ordinal) != (finding.Postgres.SqlState?.StartsWith("42", StringComparison.Ordinal) ?? false)))
                return false;
            var gateway = await sessions.AskGatewayAsync(smaller, run, zone);
            var verdict = Judge.Compare(smaller, postgres, gateway);
            if (verdict.Judgement != Judgement.Different || verdict.Kind != finding.Kind)
                return false;
            finding = finding with { Sql = sql, Postgres = postgres, Gateway = gateway };
            return true;
        }, ShrinkAttempts);
        return finding;
    }
}
