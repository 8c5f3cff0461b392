using FederationGateway.Support.Postgres;
using FederationGateway.Support.Servers;
using Npgsql;

namespace FederationGateway.Bench.Cdc;

/// <summary>The gateway with two subscriptions, loaded by INSERT … SELECT between their marks.</summary>
internal sealed class GatewayFollower(PostgresCluster source, GatewayServer gateway) : IFollower
{
    private static readonly string[] Tables = ["accounts", "beat"];

    public string Name => "gateway";

    public string ConnectionString => gateway.ConnectionString;

    public long? PeakMemory => ProcessMemory.PeakResidentBytes(gateway.ProcessId);

    public Task<IReadOnlyList<int>> ProcessesAsync() => Task.FromResult<IReadOnlyList<int>>([gateway.ProcessId]);

    public async Task<string> SlotAsync() => (string)(await source.QueryValueAsync("SELECT slot_name::text FROM pg_replication_slots WHERE slot_name <> 'bench'"))!;

    public async Task PrepareAsync()
    {
        await ExecuteAsync(
            $"""
            CREATE REMOTE SOURCE src ADAPTER "postgresql" CONFIGURATION 'host=127.0.0.1;port={source.Port};database=postgres'
                WITH CREDENTIAL TYPE 'PASSWORD' USING 'user={PostgresCluster.Superuser};password={PostgresCluster.Password}';
            CREATE SCHEMA src;
            IMPORT FOREIGN SCHEMA public FROM SERVER src INTO src;
            {FollowedTables.Definition};
            """,
            // The code is compiled while it is first used.
            "CREATE TABLE warm AS SELECT * FROM src.accounts LIMIT 10000");
    }

    public async Task LoadAsync()
    {
        foreach (var table in Tables)
            await ExecuteAsync($"CREATE REMOTE SUBSCRIPTION {table}_here ON src.{table} TARGET TABLE {table}", $"ALTER REMOTE SUBSCRIPTION {table}_here QUEUE");
        await UntilAsync("MAT_START_END_MARKER");
        foreach (var table in Tables)
            await ExecuteAsync($"INSERT INTO {table} SELECT * FROM src.{table}", $"ALTER REMOTE SUBSCRIPTION {table}_here DISTRIBUTE");
        await UntilAsync("APPLY_CHANGE_DATA");
    }

    public Task SuspendAsync() => ExecuteAsync("ALTER REMOTE SOURCE src SUSPEND DISTRIBUTION");

    public Task ResumeAsync() => ExecuteAsync("ALTER REMOTE SOURCE src RESUME DISTRIBUTION");

    public async Task EndAsync()
    {
        foreach (var table in Tables) await ExecuteAsync($"DROP REMOTE SUBSCRIPTION {table}_here");
    }

    private async Task UntilAsync(string state)
    {
        while (true)
        {
            await using var connection = new NpgsqlConnection(ConnectionString);
            await connection.OpenAsync();
            await using var states = new NpgsqlCommand($"SELECT count(*) FROM sys.m_remote_subscriptions WHERE state = '{state}'", connection);
            if ((long)(await states.ExecuteScalarAsync())! == Tables.Length) return;
            await using var exceptions = new NpgsqlCommand("SELECT max(error_message) FROM sys.remote_subscription_exceptions", connection);
            if (await exceptions.ExecuteScalarAsync() is string message) throw new InvalidOperationException(message);
            await Task.Delay(20);
        }
    }

    private async Task ExecuteAsync(params string[] statements)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        foreach (var statement in statements)
        {
            await using var command = new NpgsqlCommand(statement, connection) { CommandTimeout = 0 };
            await command.ExecuteNonQueryAsync();
        }
    }
}
