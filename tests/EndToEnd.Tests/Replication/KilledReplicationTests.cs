using System.Globalization;
using FederationGateway.EndToEnd.Support;
using FederationGateway.Support.Postgres;
using FederationGateway.Support.Servers;
using Npgsql;

namespace FederationGateway.EndToEnd.Replication;

/// <summary><c>kill -9</c> while a source changes: its targets are what it is in the end, nothing is lost and nothing is there twice. FEDGW_KILLS says how often, 5 times by default.</summary>
public sealed class KilledReplicationTests
{
    private const int Rows = 300;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly int Kills = int.Parse(Environment.GetEnvironmentVariable("FEDGW_KILLS") ?? "5", CultureInfo.InvariantCulture);

    [Fact]
    public async Task Targets_follow_through_every_crash()
    {
        await using var cluster = await PostgresCluster.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        var data = Directory.CreateTempSubdirectory("fedgw-data-").FullName;
        try
        {
            await PrepareSourceAsync(cluster);
            await using (var gateway = await GatewayServer.StartAsync(data))
            {
                await SubscribeAsync(gateway, cluster);
                await gateway.KillAsync();
            }

            using var stop = new CancellationTokenSource();
            var writing = Enumerable.Range(0, 2).Select(writer => WriteAsync(cluster, new Random(writer), stop.Token)).ToArray();
            var random = new Random(3);
            for (var kill = 0; kill < Kills; kill++)
            {
                await using var gateway = await GatewayServer.StartAsync(data);
                await Task.Delay(random.Next(1500), TestContext.Current.CancellationToken);
                await gateway.KillAsync();
            }

            await stop.CancelAsync();
            var told = (await Task.WhenAll(writing)).Sum();

            // A value of 3.2 million characters, which the second change leaves untold.
            await cluster.ExecuteAsync("INSERT INTO documents SELECT -2, 6, string_agg(md5(i::text), '') FROM generate_series(1, 100000) i; UPDATE documents SET views = 7 WHERE id = -2");
            await cluster.ExecuteAsync("INSERT INTO documents VALUES (-1, 0, 'end'); INSERT INTO notes VALUES (-1, 'end')");
            await CheckAsync(data, cluster, Rows + told + 3);
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    private static Task PrepareSourceAsync(PostgresCluster cluster) => cluster.ExecuteAsync(
        $"""
        CREATE TABLE documents (id int PRIMARY KEY, views int NOT NULL, body text);
        ALTER TABLE documents ALTER body SET STORAGE EXTERNAL;
        CREATE TABLE notes (number int, text text);
        ALTER TABLE notes REPLICA IDENTITY FULL;
        INSERT INTO documents SELECT i, i % 10, repeat(chr(97 + i % 26), 2500) FROM generate_series(1, {Rows}) i;
        INSERT INTO notes SELECT i % 5, 'old' FROM generate_series(1, 20) i;
        """);

    private static async Task SubscribeAsync(GatewayServer gateway, PostgresCluster cluster)
    {
        await using var client = await GatewayClient.OpenAsync(gateway);
        await client.ExecuteAsync(
            $"""
            CREATE REMOTE SOURCE crm ADAPTER postgresql CONFIGURATION 'host=127.0.0.1;port={cluster.Port};database=postgres'
              WITH CREDENTIAL TYPE 'PASSWORD' USING 'user={PostgresCluster.Superuser};password={PostgresCluster.Password}'
            """);
        await client.ExecuteAsync("CREATE VIRTUAL TABLE v_documents AT crm.\"<NULL>\".public.documents; CREATE VIRTUAL TABLE v_notes AT crm.\"<NULL>\".public.notes");
        await client.ExecuteAsync(
            """
            CREATE TABLE documents (id int PRIMARY KEY, views int, body text);
            CREATE TABLE popular (id int PRIMARY KEY, body text);
            CREATE TABLE marked (id int PRIMARY KEY, views int, body text, type varchar(2), time timestamp);
            CREATE TABLE logged (id int, views int, body text, type varchar(2), time timestamp, place int);
            CREATE TABLE notes (number int, text text)
            """);
        await client.ExecuteAsync("CREATE REMOTE SUBSCRIPTION s1 ON v_documents TARGET TABLE documents");
        await client.ExecuteAsync("CREATE REMOTE SUBSCRIPTION s2 AS (SELECT id, body FROM v_documents WHERE views >= 5) TARGET TABLE popular");
        await client.ExecuteAsync("CREATE REMOTE SUBSCRIPTION s3 ON v_documents TARGET TABLE marked CHANGE TYPE COLUMN type CHANGE TIME COLUMN time UPSERT");
        await client.ExecuteAsync("CREATE REMOTE SUBSCRIPTION s4 ON v_documents TARGET TABLE logged CHANGE TYPE COLUMN type CHANGE TIME COLUMN time CHANGE SEQUENCE COLUMN place INSERT");
        await client.ExecuteAsync("CREATE REMOTE SUBSCRIPTION s5 ON v_notes TARGET TABLE notes");
        for (var i = 1; i <= 5; i++) await client.ExecuteAsync($"ALTER REMOTE SUBSCRIPTION s{i} QUEUE");
        await client.ExecuteAsync("INSERT INTO documents SELECT * FROM v_documents");
        await client.ExecuteAsync("INSERT INTO popular SELECT id, body FROM v_documents WHERE views >= 5");
        await client.ExecuteAsync("INSERT INTO marked SELECT *, 'I', now() FROM v_documents");
        await client.ExecuteAsync("INSERT INTO logged SELECT *, 'I', now(), 0 FROM v_documents");
        await client.ExecuteAsync("INSERT INTO notes SELECT * FROM v_notes");
        for (var i = 1; i <= 5; i++) await client.ExecuteAsync($"ALTER REMOTE SUBSCRIPTION s{i} DISTRIBUTE");
    }

    /// <summary>Changes rows until it is stopped; how many changes of documents the stream must tell.</summary>
    private static async Task<long> WriteAsync(PostgresCluster cluster, Random random, CancellationToken stop)
    {
        await using var connection = await cluster.DataSource().OpenConnectionAsync(CancellationToken.None);
        var told = 0L;
        while (!stop.IsCancellationRequested)
        {
            var changes = 0L;
            await using var transaction = await connection.BeginTransactionAsync(CancellationToken.None);
            try
            {
                for (var i = random.Next(1, 4); i > 0; i--)
                {
                    changes += await ChangeAsync(connection, random.Next(6) switch
                    {
                        0 => $"INSERT INTO documents VALUES ({random.Next(1, 2 * Rows)}, {random.Next(10)}, repeat('n', 2500)) ON CONFLICT DO NOTHING",
                        1 => $"DELETE FROM documents WHERE id = {random.Next(1, 2 * Rows)}",
                        2 => $"UPDATE documents SET body = repeat('u', {random.Next(5000)}) WHERE id = {random.Next(1, 2 * Rows)}",
                        _ => $"UPDATE documents SET views = {random.Next(10)} WHERE id = {random.Next(1, 2 * Rows)} AND views >= 5",
                    });
                    await ChangeAsync(connection, random.Next(3) switch
                    {
                        0 => $"INSERT INTO notes VALUES ({random.Next(5)}, NULL)",
                        1 => $"DELETE FROM notes WHERE ctid = (SELECT min(ctid) FROM notes WHERE number = {random.Next(5)})",
                        _ => $"UPDATE notes SET number = {random.Next(5)} WHERE ctid = (SELECT max(ctid) FROM notes WHERE number = {random.Next(5)})",
                    });
                }

                await transaction.CommitAsync(CancellationToken.None);
                told += changes;
                await Task.Delay(random.Next(8), CancellationToken.None);
            }
            catch (PostgresException)
            {
                // The other writer was in the way: this transaction never was.
                await transaction.RollbackAsync(CancellationToken.None);
            }
        }

        return told;
    }

    private static async Task<int> ChangeAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteNonQueryAsync(CancellationToken.None);
    }

    private static async Task CheckAsync(string data, PostgresCluster cluster, long logged)
    {
        await using var gateway = await GatewayServer.StartAsync(data);
        await using var client = await GatewayClient.OpenAsync(gateway);
        using var limit = new CancellationTokenSource(Patience);
        while (await client.NumberAsync("SELECT count(*) FROM (SELECT 1 FROM documents WHERE id = -1 UNION ALL SELECT 1 FROM marked WHERE id = -1 UNION ALL SELECT 1 FROM logged WHERE id = -1 UNION ALL SELECT 1 FROM notes WHERE number = -1)") < 4)
        {
            (await client.RowsAsync("SELECT error_message FROM sys.remote_subscription_exceptions")).ShouldBeEmpty();
            await Task.Delay(100, limit.Token);
        }

        (await client.RowsAsync("SELECT error_message FROM sys.remote_subscription_exceptions")).ShouldBeEmpty();
        await SameAsync(client, cluster, "SELECT id, views, md5(body) FROM documents", "SELECT id, views, md5(body) FROM documents");
        await SameAsync(client, cluster, "SELECT id, md5(body) FROM documents WHERE views >= 5", "SELECT id, md5(body) FROM popular");
        await SameAsync(client, cluster, "SELECT id, views, md5(body) FROM documents", "SELECT id, views, md5(body) FROM marked WHERE type <> 'D'");
        await SameAsync(client, cluster, "SELECT number, text FROM notes", "SELECT number, text FROM notes");
        (await client.NumberAsync("SELECT count(*) FROM logged")).ShouldBe(logged);
    }

    private static async Task SameAsync(GatewayClient client, PostgresCluster cluster, string source, string target)
    {
        await using var connection = await cluster.DataSource().OpenConnectionAsync();
        await using var command = new NpgsqlCommand(source, connection) { AllResultTypesAreUnknown = true };
        await using var reader = await command.ExecuteReaderAsync();
        List<string> expected = [];
        while (await reader.ReadAsync()) expected.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? "" : reader.GetString(i))));
        var rows = await client.RowsAsync(target);
        rows.Sort(StringComparer.Ordinal);
        expected.Sort(StringComparer.Ordinal);
        rows.ShouldBe(expected);
    }
}
