using FederationGateway.Support.Postgres;

namespace FederationGateway.EndToEnd.Transactions;

/// <summary>A server that keeps no prepared transactions, which is how PostgreSQL comes.</summary>
public sealed class UnpreparingCluster : IAsyncLifetime
{
    private PostgresCluster? _cluster;

    public PostgresCluster Cluster => _cluster ?? throw new InvalidOperationException("the cluster has not been started");

    public async ValueTask InitializeAsync() =>
        _cluster = await PostgresCluster.StartAsync(new PostgresClusterOptions { Settings = new Dictionary<string, string> { ["max_prepared_transactions"] = "0" } });

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null) await _cluster.DisposeAsync();
    }
}
