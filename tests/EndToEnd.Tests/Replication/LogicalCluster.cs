using FederationGateway.Support.Postgres;

namespace FederationGateway.EndToEnd.Replication;

/// <summary>A server that tells of its changes, to many who ask.</summary>
public sealed class LogicalCluster : IAsyncLifetime
{
    private PostgresCluster? _cluster;

    public PostgresCluster Cluster => _cluster ?? throw new InvalidOperationException("the cluster has not been started");

    public async ValueTask InitializeAsync() => _cluster = await PostgresCluster.StartAsync(new PostgresClusterOptions
    {
        Settings = new Dictionary<string, string> { ["max_replication_slots"] = "50", ["max_wal_senders"] = "50" },
    });

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null) await _cluster.DisposeAsync();
    }
}
