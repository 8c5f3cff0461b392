using System.Globalization;
using FederationGateway.EndToEnd.Support;

namespace FederationGateway.EndToEnd.Replication;

/// <summary><c>kill -9</c> of the gateway at random moments while a writer runs: in the end each target is what the source is, nothing lost and nothing doubled.</summary>
public sealed class ReplicationCrashTests(LogicalCluster source) : IClassFixture<LogicalCluster>
{
    /// <summary>How often it is killed: more on demand.</summary>
    private static readonly int Kills = int.TryParse(Environment.GetEnvironmentVariable("FEDGW_REPLICATION_KILLS"), NumberStyles.None, CultureInfo.InvariantCulture, out var wanted) ? wanted : 10;

    // What happened, by the source's own account.
    private const string Tables =
        """
        CREATE TABLE t (id int PRIMARY KEY, version int NOT NULL, note text);
        CREATE TABLE journal (n bigserial PRIMARY KEY, kind text, id int, version int);
        CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'DELETE' THEN INSERT INTO journal (kind, id) VALUES ('X', OLD.id);
            ELSE INSERT INTO journal (kind, id, version) VALUES (CASE TG_OP WHEN 'INSERT' THEN 'I' ELSE 'U' END, NEW.id, NEW.version); END IF;
            RETURN NULL;
        END $$;
        CREATE TRIGGER note AFTER INSERT OR UPDATE OR DELETE ON t FOR EACH ROW EXECUTE FUNCTION note();
        """;

    [Fact]
    public async Task Nothing_is_lost_and_nothing_doubled()
    {
        await using var plant = await ReplicationPlant.StartAsync(source.Cluster, Tables);
        await using (var client = await plant.OpenAsync())
        {
            await client.ExecuteAsync(
                """
                CREATE TABLE same (id int PRIMARY KEY, version int, note text);
                CREATE TABLE marked (id int PRIMARY KEY, version int, note text, k text, at timestamptz);
                CREATE TABLE kept (id int, version int, note text, k text, at timestamptz, nr int);
                CREATE REMOTE SUBSCRIPTION one ON v.t TARGET TABLE same;
                CREATE REMOTE SUBSCRIPTION two ON v.t TARGET TABLE marked CHANGE TYPE COLUMN k CHANGE TIME COLUMN at UPSERT;
                CREATE REMOTE SUBSCRIPTION three ON v.t TARGET TABLE kept CHANGE TYPE COLUMN k CHANGE TIME COLUMN at CHANGE SEQUENCE COLUMN nr INSERT
                """);
            await ReplicationPlant.BeginAsync(client, "two", "three");
        }

        using var end = new CancellationTokenSource();
        var random = new Random(20261128);
        var writer = WriteAsync(plant, new Random(7), end.Token);
        await using (var client = await plant.OpenAsync())
        {
            await client.ExecuteAsync("ALTER REMOTE SUBSCRIPTION one QUEUE");
            await client.ExecuteAsync("INSERT INTO same SELECT * FROM v.t");
            await client.ExecuteAsync("ALTER REMOTE SUBSCRIPTION one DISTRIBUTE");
        }

        for (var kill = 0; kill < Kills; kill++)
        {
            await Task.Delay(random.Next(600), CancellationToken.None);
            await plant.KillAsync();
            await plant.RestartAsync();
        }

        await end.CancelAsync();
        (await writer).ShouldBeGreaterThan(Kills);
        await using var last = await plant.OpenAsync();
        await ReplicationPlant.UntilAsync(last, "SELECT id, version, note FROM same ORDER BY id", [.. await plant.SourceRowsAsync("SELECT id, version, note FROM t ORDER BY id")]);
        await ReplicationPlant.UntilAsync(last, "SELECT id, version, note FROM marked WHERE k <> 'D' ORDER BY id", [.. await plant.SourceRowsAsync("SELECT id, version, note FROM t ORDER BY id")]);
        await ReplicationPlant.UntilAsync(last, "SELECT k, id, version FROM kept ORDER BY at, nr", [.. await plant.SourceRowsAsync("SELECT kind, id, version FROM journal ORDER BY n")]);
        (await last.RowsAsync("SELECT count(*) FROM remote_subscription_exceptions")).ShouldBe(["0"]);
        (await plant.SlotsAsync()).Count.ShouldBe(1);
    }

    // Transactions of a few changes each, one after the other; how many there were.
    private static async Task<int> WriteAsync(ReplicationPlant plant, Random random, CancellationToken cancellationToken)
    {
        await using var connection = await plant.Cluster.DataSource(plant.Database).OpenConnectionAsync(CancellationToken.None);
        var transactions = 0;
        for (; !cancellationToken.IsCancellationRequested; transactions++)
        {
            await using var batch = connection.CreateCommand();
            batch.CommandText = "BEGIN; " + string.Join("; ", Enumerable.Range(0, random.Next(1, 6)).Select(_ => Change(random))) + "; COMMIT";
            await batch.ExecuteNonQueryAsync(CancellationToken.None);
            await Task.Delay(random.Next(8), CancellationToken.None);
        }

        return transactions;
    }

    private static string Change(Random random)
    {
        var id = random.Next(200);
        var note = new string((char)('a' + random.Next(26)), random.Next(40));
        return random.Next(4) switch
        {
            0 => $"DELETE FROM t WHERE id = {id}",
            1 => $"UPDATE t SET version = version + 1, note = '{note}' WHERE id BETWEEN {id} AND {id + random.Next(5)}",
            _ => $"INSERT INTO t VALUES ({id}, 0, '{note}') ON CONFLICT (id) DO UPDATE SET version = t.version + 1",
        };
    }
}
