using FederationGateway.Support.Postgres;

[assembly: AssemblyFixture(typeof(FederationGateway.Tpch.Tests.LoadedTpch))]

namespace FederationGateway.Tpch.Tests;

/// <summary>A server with all tables, when the data are there.</summary>
public sealed class LoadedTpch : IAsyncLifetime
{
    public const string Database = "tpch";

    public TpchData? Data { get; } = TpchData.Find();

    public PostgresCluster? Cluster { get; private set; }

    public async ValueTask InitializeAsync()
    {
        if (Data is null)
            return;

        Cluster = await PostgresCluster.StartAsync();
        await Cluster.CreateDatabaseAsync(Database);
        await Data.LoadAsync(Cluster, Database);
    }

    public ValueTask DisposeAsync() => Cluster?.DisposeAsync() ?? ValueTask.CompletedTask;
}
