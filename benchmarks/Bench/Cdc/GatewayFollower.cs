using FederationGateway.Support.Postgres;
using FederationGateway.Support.Servers;
using Npgsql;

namespace FederationGateway.Bench.Cdc;

/// <summary>The gateway with a replication task for each table.</summary>
internal sealed class GatewayFollower(PostgresCluster source, GatewayServer gateway) : IFollower
{
    private const int WarmUps = 3;
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
            """);

        // The code is compiled while it is first used.
        for (var i = 0; i < WarmUps; i++)
        {
            await ExecuteAsync("CREATE REPLICATION TASK warm_task FROM src.warm TO warm MODE REPLICATION", "START TASK warm_task");
            await ExecuteAsync("DROP REPLICATION TASK warm_task", "DROP TABLE warm");
        }

        foreach (var table in Tables) await ExecuteAsync($"CREATE REPLICATION TASK {table}_task FROM src.{table} TO {table} MODE REPLICATION");
    }

    public Task LoadAsync() => ExecuteAsync([.. Tables.Select(table => $"START TASK {table}_task")]);

    public Task SuspendAsync() => ExecuteAsync("ALTER REMOTE SOURCE src SUSPEND DISTRIBUTION");

    public Task ResumeAsync() => ExecuteAsync("ALTER REMOTE SOURCE src RESUME DISTRIBUTION");

    public async Task EndAsync()
    {
        foreach (var table in Tables) await ExecuteAsync($"DROP REPLICATION TASK {table}_task");
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
