using FederationGateway.Support.Postgres;
using FederationGateway.Support.Servers;

namespace FederationGateway.EndToEnd.Support;

/// <summary>A gateway of the test's own that may be killed, and a remote source <c>s</c> on a database of the test's own, which it reaches through a proxy.</summary>
internal abstract class GatewayPlant(PostgresCluster cluster, string database) : IAsyncDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("fedgw-data-").FullName;
    private GatewayServer? _gateway;

    public PostgresCluster Cluster { get; } = cluster;

    public string Database { get; } = database;

    public CuttingProxy Proxy { get; } = new(cluster.Port);

    public GatewayServer Gateway => _gateway ?? throw new InvalidOperationException("the gateway does not run");

    /// <summary>Starts the gateway over the same data as before.</summary>
    /// <param name="failpoints">Where it is to kill itself.</param>
    public async Task RestartAsync(string? failpoints = null) =>
        _gateway = await GatewayServer.StartAsync(_data, environment: new Dictionary<string, string?> { ["FEDGW_FAILPOINTS"] = failpoints });

    /// <summary>Ends the gateway by SIGKILL.</summary>
    public async Task KillAsync()
    {
        await Gateway.KillAsync();
        await Gateway.DisposeAsync();
        _gateway = null;
    }

    public Task<GatewayClient> OpenAsync() => GatewayClient.OpenAsync(Gateway);

    public virtual async ValueTask DisposeAsync()
    {
        if (_gateway is not null) await _gateway.DisposeAsync();
        await Proxy.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    /// <summary>A database with these tables, and a plant on it: the gateway runs, has the source, and has executed <paramref name="script"/>.</summary>
    /// <param name="failpoints">Where the gateway is to kill itself, at a place that the script does not pass.</param>
    protected static async Task<TPlant> StartAsync<TPlant>(
        PostgresCluster cluster, string tables, Func<PostgresCluster, string, TPlant> create, Func<TPlant, string> script,
        string user = PostgresCluster.Superuser, string password = PostgresCluster.Password, string? failpoints = null)
        where TPlant : GatewayPlant
    {
        var database = await cluster.CreateDatabaseAsync($"e2e_{Guid.NewGuid():N}"[..16]);
        await cluster.ExecuteAsync(tables, database);
        var plant = create(cluster, database);
        try
        {
            await plant.RestartAsync(failpoints);
            await using var client = await plant.OpenAsync();
            await client.ExecuteAsync(
                $"""
                 CREATE REMOTE SOURCE s ADAPTER "postgresql" CONFIGURATION 'host=127.0.0.1;port={plant.Proxy.Port};database={database};sslmode=disable'
                 WITH CREDENTIAL TYPE 'PASSWORD' USING 'user={user};password={password}'
                 """);
            await client.ExecuteAsync(script(plant));
            return plant;
        }
        catch
        {
            await plant.DisposeAsync();
            throw;
        }
    }
}
