using FederationGateway.Support.Postgres;
using FederationGateway.Support.Servers;

[assembly: AssemblyFixture(typeof(FederationGateway.Tpch.Tests.EmptyTpch))]

namespace FederationGateway.Tpch.Tests;

/// <summary>A gateway over the tables in two databases, without rows but with fixed statistics: what it plans depends on nothing else.</summary>
public sealed class EmptyTpch : IAsyncLifetime
{
    private PostgresCluster? _cluster;

    public TpchData? Data { get; } = TpchData.Find();

    public GatewayServer? Server { get; private set; }

    public async ValueTask InitializeAsync()
    {
        if (Data is null)
            return;

        _cluster = await PostgresCluster.StartAsync();
        foreach (var (source, tables) in Placement.Split.TablesOfSource)
        {
            await _cluster.CreateDatabaseAsync(source);
            await TpchData.CreateEmptyAsync(_cluster, source, tables);
        }

        Server = await GatewayServer.StartAsync();
        (await Server.PsqlAsync(Placement.Split.Ddl(_cluster.Port))).EnsureSuccess();
    }

    public async ValueTask DisposeAsync()
    {
        if (Server is not null)
            await Server.DisposeAsync();
        if (_cluster is not null)
            await _cluster.DisposeAsync();
    }
}
