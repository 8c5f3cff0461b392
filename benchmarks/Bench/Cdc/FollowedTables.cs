using System.Globalization;
using FederationGateway.Support.Postgres;
using FederationGateway.Support.Processes;

namespace FederationGateway.Bench.Cdc;

/// <summary>The tables that are followed and what changes in them.</summary>
internal static class FollowedTables
{
    /// <summary><c>beat</c> has one row, whose number says how far a follower has come.</summary>
    public const string Definition =
        "CREATE TABLE accounts (id bigint PRIMARY KEY, filler text, balance numeric(20,2), changed timestamptz); CREATE TABLE beat (id integer PRIMARY KEY, n bigint)";

    public const string Digest = "SELECT count(*) || ' ' || sum(balance) || ' ' || sum(balance * (id % 1009)) FROM accounts";

    /// <summary>A table like <c>accounts</c>, a quarter of it, which a follower may load before it is measured.</summary>
    public const string WarmUpDefinition = "CREATE TABLE warm (id bigint PRIMARY KEY, filler text, balance numeric(20,2), changed timestamptz)";

    public static async Task CreateAsync(PostgresCluster source, int rows)
    {
        await source.ExecuteAsync($"{Definition}; INSERT INTO accounts SELECT i, md5(i::text), i * 1.25, now() FROM generate_series(1, {rows}) i; INSERT INTO beat VALUES (1, 0)");
        await source.ExecuteAsync($"{WarmUpDefinition}; INSERT INTO warm SELECT * FROM accounts WHERE id <= {rows / 4}");
    }

    /// <summary>Every follower finds the tables as they were made: no rows that others have left behind, nothing that waits to be written.</summary>
    public static async Task TidyAsync(PostgresCluster source)
    {
        foreach (var statement in (string[])["VACUUM FULL", "ANALYZE", "CHECKPOINT"]) await source.ExecuteAsync(statement);
    }

    /// <summary>Transactions that update a row by its key, from four clients for some seconds; returns how many a second.</summary>
    public static async Task<double> UpdateRowsAsync(PostgresCluster source, int rows, int seconds)
    {
        var script = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(script, $"\\set id random(1, {rows})\nUPDATE accounts SET balance = balance + 1, changed = clock_timestamp() WHERE id = :id;\n");
            var result = await ProcessRunner.RunAsync(
                PostgresBinaries.Instance.PgBench,
                [
                    "-n", "-f", script, "-M", "prepared", "-c", "4", "-j", "1", "-T", seconds.ToString(CultureInfo.InvariantCulture), "-h", "127.0.0.1",
                    "-p", source.Port.ToString(CultureInfo.InvariantCulture), "-U", PostgresCluster.Superuser, "postgres",
                ],
                environment: new Dictionary<string, string?> { ["PGPASSWORD"] = PostgresCluster.Password },
                timeout: Timeout.InfiniteTimeSpan);
            return double.Parse(result.EnsureSuccess().Output.Split('\n').Single(line => line.StartsWith("tps = ", StringComparison.Ordinal)).Split(' ')[2], CultureInfo.InvariantCulture);
        }
        finally
        {
            File.Delete(script);
        }
    }

    /// <summary>So many updated rows, a thousand in a transaction.</summary>
    public static async Task ChangeManyAsync(PostgresCluster source, int rows, int changes)
    {
        const int Batch = 1000;
        for (var i = 0; i < changes / Batch; i++)
            await source.ExecuteAsync(string.Create(CultureInfo.InvariantCulture, $"UPDATE accounts SET balance = balance + 1 WHERE id > {(long)i * Batch % rows} AND id <= {((long)i * Batch % rows) + Batch}"));
    }
}
