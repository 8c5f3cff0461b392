using FederationGateway.Support.Postgres;
using FederationGateway.Support.Servers;

[assembly: AssemblyFixture(typeof(FederationGateway.Tpch.Tests.LoadedGateway))]

namespace FederationGateway.Tpch.Tests;

/// <summary>A gateway over every placement of the tables, when the data are there.</summary>
public sealed class LoadedGateway : IAsyncLifetime
{
    private PostgresCluster? _cluster;

    public TpchData? Data { get; } = TpchData.Find();

    public GatewayServer? Server { get; private set; }

    public async ValueTask InitializeAsync()
    {
        if (Data is null)
            return;

        _cluster = await PostgresCluster.StartAsync();
        await LoadAsync("whole", TpchData.Tables);
        foreach (var (source, tables) in Placement.Split.TablesOfSource.Concat(Placement.Scattered.TablesOfSource))
            await LoadAsync(source, tables);

        Server = await GatewayServer.StartAsync();
        (await Server.PsqlAsync(Placement.Ddl(_cluster.Port, Data.ParquetFolder))).EnsureSuccess();
    }

    public async ValueTask DisposeAsync()
    {
        if (Server is not null)
            await Server.DisposeAsync();
        if (_cluster is not null)
            await _cluster.DisposeAsync();
    }

    private async Task LoadAsync(string database, IReadOnlyCollection<string> tables)
    {
        await _cluster!.CreateDatabaseAsync(database);
        await Data!.LoadAsync(_cluster, database, tables);
    }
}
