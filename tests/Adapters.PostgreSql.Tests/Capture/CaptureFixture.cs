using FederationGateway.Support.Postgres;

namespace FederationGateway.Adapters.PostgreSql.Tests.Capture;

/// <summary>
/// A server of its own for captures: making a slot waits for all transactions of a server, and other tests keep some open. With room for a slot for each test.
/// </summary>
public sealed class CaptureFixture : IAsyncLifetime
{
    private PostgresCluster? _cluster;

    public PostgresCluster Cluster => _cluster ?? throw new InvalidOperationException("the fixture has not been initialized");

    public async ValueTask InitializeAsync() => _cluster = await PostgresCluster.StartAsync(Options);

    public static PostgresClusterOptions Options { get; } = new()
    {
        Settings = new Dictionary<string, string> { ["max_replication_slots"] = "100", ["max_wal_senders"] = "100", ["max_wal_size"] = "1GB" },
    };

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null) await _cluster.DisposeAsync();
    }
}
