using Xunit;

namespace FederationGateway.Support.Postgres;

/// <summary>
/// One server for all tests of an assembly: <c>[assembly: AssemblyFixture(typeof(PostgresFixture))]</c> once, then take it as a
/// constructor parameter. Tests share the server, so each makes what it needs in a database of its own.
/// </summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    private PostgresCluster? _cluster;

    public PostgresCluster Cluster => _cluster ?? throw new InvalidOperationException("the fixture has not been initialized");

    public async ValueTask InitializeAsync() => _cluster = await PostgresCluster.StartAsync();

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null)
            await _cluster.DisposeAsync();
    }
}
