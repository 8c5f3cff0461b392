using System.Globalization;
using FederationGateway.Support.Postgres;

namespace FederationGateway.Bench.Cdc;

/// <summary>A second server with a subscription of PostgreSQL's own logical replication, as it is by default.</summary>
internal sealed class PostgresFollower(PostgresCluster source, PostgresCluster target) : IFollower
{
    public string Name => "PostgreSQL";

    public string ConnectionString => target.ConnectionString;

    public long? PeakMemory => null;

    public async Task<IReadOnlyList<int>> ProcessesAsync() =>
        ProcessMemory.WithChildren(int.Parse((string)(await target.QueryValueAsync("SELECT split_part(pg_read_file('postmaster.pid'), E'\\n', 1)"))!, CultureInfo.InvariantCulture));

    public Task<string> SlotAsync() => Task.FromResult("bench");

    public async Task PrepareAsync()
    {
        await source.ExecuteAsync("CREATE PUBLICATION bench FOR TABLE accounts, beat");
        await source.ExecuteAsync("CREATE PUBLICATION warm FOR TABLE warm");
        await target.ExecuteAsync(FollowedTables.Definition);
        await target.ExecuteAsync(FollowedTables.WarmUpDefinition);
        await SubscribeAsync("warm");
        await target.ExecuteAsync("DROP SUBSCRIPTION warm");
        await source.ExecuteAsync("DROP PUBLICATION warm");
    }

    public Task LoadAsync() => SubscribeAsync("bench");

    public Task SuspendAsync() => target.ExecuteAsync("ALTER SUBSCRIPTION bench DISABLE");

    public Task ResumeAsync() => target.ExecuteAsync("ALTER SUBSCRIPTION bench ENABLE");

    public async Task EndAsync()
    {
        await target.ExecuteAsync("DROP SUBSCRIPTION bench");
        await source.ExecuteAsync("DROP PUBLICATION bench");
    }

    private async Task SubscribeAsync(string publication)
    {
        await target.ExecuteAsync(
            $"CREATE SUBSCRIPTION {publication} CONNECTION 'host=127.0.0.1 port={source.Port} user={PostgresCluster.Superuser} password={PostgresCluster.Password} dbname=postgres' PUBLICATION {publication}");
        while ((long)(await target.QueryValueAsync("SELECT count(*) FROM pg_subscription_rel WHERE srsubstate <> 'r'"))! > 0) await Task.Delay(20);
    }
}
