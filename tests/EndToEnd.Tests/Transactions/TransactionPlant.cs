using FederationGateway.EndToEnd.Support;
using FederationGateway.Support.Postgres;
using Npgsql;

namespace FederationGateway.EndToEnd.Transactions;

/// <summary>A gateway, a source, and a table at either place: <c>remote_rows</c> and <c>local_rows</c>.</summary>
internal sealed class TransactionPlant : GatewayPlant
{
    /// <summary>Tables whose transactions wait, while they commit or prepare, for who holds the advisory lock 42.</summary>
    public const string WaitingTables =
        """
        CREATE TABLE remote_rows (n int PRIMARY KEY);
        CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_advisory_xact_lock_shared(42); RETURN NULL; END $$;
        CREATE CONSTRAINT TRIGGER wait AFTER INSERT ON remote_rows DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION wait();
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private TransactionPlant(PostgresCluster cluster, string database)
        : base(cluster, database)
    {
    }

    public static Task<TransactionPlant> StartAsync(PostgresCluster cluster, string user, string password, string tables = "CREATE TABLE remote_rows (n int PRIMARY KEY)") => StartAsync(
        cluster, tables, static (cluster, database) => new TransactionPlant(cluster, database),
        static plant => $"CREATE VIRTUAL TABLE remote_rows AT s.{plant.Database}.public.remote_rows; CREATE TABLE local_rows (n int PRIMARY KEY)", user, password);

    /// <summary>One transaction that puts a number into both tables.</summary>
    public static async Task PutAsync(GatewayClient client, int number)
    {
        await client.ExecuteAsync("BEGIN");
        await client.ExecuteAsync($"INSERT INTO remote_rows VALUES ({number})");
        await client.ExecuteAsync($"INSERT INTO local_rows VALUES ({number})");
        await client.ExecuteAsync("COMMIT");
    }

    /// <summary>Makes <see cref="WaitingTables"/> wait until the returned session ends.</summary>
    public async Task<IAsyncDisposable> HoldAsync()
    {
        var holder = await Cluster.DataSource(Database).OpenConnectionAsync();
        await using var command = holder.CreateCommand();
        command.CommandText = "SELECT pg_advisory_lock(42)";
        await command.ExecuteNonQueryAsync();
        return new Holder(holder);
    }

    /// <summary>Waits until the source runs this command for the gateway.</summary>
    public async Task UntilRunningAsync(string command)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (await Cluster.QueryValueAsync($"SELECT count(*) FROM pg_stat_activity WHERE datname = '{Database}' AND state = 'active' AND query LIKE '{command}%'", cancellationToken: limit.Token) is not 1L)
            await Task.Delay(20, limit.Token);
    }

    /// <summary>What the source itself has.</summary>
    public async Task<List<int>> RemoteRowsAsync()
    {
        await using var command = Cluster.DataSource(Database).CreateCommand("SELECT n FROM remote_rows ORDER BY n");
        await using var reader = await command.ExecuteReaderAsync();
        List<int> rows = [];
        while (await reader.ReadAsync()) rows.Add(reader.GetInt32(0));
        return rows;
    }

    public async Task<List<int>> LocalRowsAsync()
    {
        await using var client = await OpenAsync();
        return [.. (await client.RowsAsync("SELECT n FROM local_rows ORDER BY n")).Select(int.Parse)];
    }

    public async Task<List<string>> OutcomesAsync()
    {
        await using var client = await OpenAsync();
        return await client.RowsAsync("SELECT outcome FROM m_transaction_outcomes ORDER BY commit_time");
    }

    /// <summary>Waits until nothing is open any more, here and at the source; then the outcomes that remain.</summary>
    public async Task<List<string>> UntilSettledAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        while (true)
        {
            var outcomes = await OutcomesAsync();
            var prepared = await Cluster.QueryValueAsync($"SELECT count(*) FROM pg_prepared_xacts WHERE database = '{Database}'", cancellationToken: limit.Token);
            var busy = await Cluster.QueryValueAsync($"SELECT count(*) FROM pg_stat_activity WHERE datname = '{Database}' AND state <> 'idle' AND pid <> pg_backend_pid()", cancellationToken: limit.Token);
            if (prepared is 0L && busy is 0L && !outcomes.Exists(outcome => outcome is "COMMITTING" or "IN DOUBT")) return outcomes;
            await Task.Delay(100, limit.Token);
        }
    }

    private sealed class Holder(NpgsqlConnection connection) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await using var command = connection.CreateCommand();
            command.CommandText = "SELECT pg_advisory_unlock(42)";
            await command.ExecuteNonQueryAsync();
            await connection.DisposeAsync();
        }
    }
}
