using FederationGateway.Support.Postgres;
using FederationGateway.Support.Servers;

namespace FederationGateway.Bench.Servers;

/// <summary>The servers of one run: two PostgreSQL servers, of which the second also has postgres_fdw over both, and a gateway over both.</summary>
internal sealed class Landscape : IAsyncDisposable
{
    private readonly GatewayServer _gateway;

    private Landscape(PostgresCluster first, PostgresCluster second, GatewayServer gateway)
    {
        First = first;
        Second = second;
        _gateway = gateway;
    }

    public PostgresCluster First { get; }

    public PostgresCluster Second { get; }

    public int GatewayProcess => _gateway.ProcessId;

    public static async Task<Landscape> StartAsync()
    {
        var first = await StartServerAsync();
        PostgresCluster? second = null;
        try
        {
            second = await StartServerAsync();
            return new Landscape(first, second, await GatewayServer.StartAsync());
        }
        catch
        {
            if (second is not null)
                await second.DisposeAsync();
            await first.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await First.DisposeAsync();
        await Second.DisposeAsync();
    }

    /// <summary>Lets the gateway and a new database <paramref name="over"/> of the second server see the given tables in a schema of that name.</summary>
    public async Task LinkAsync(string over, params SourceTables[] sources)
    {
        await ForeignWrapper.LinkAsync(Second, over, sources);
        (await _gateway.PsqlAsync(
            $"CREATE SCHEMA {over};\n" + string.Join('\n', sources.Select(source =>
                $"""
                CREATE REMOTE SOURCE {source.Database} ADAPTER "postgresql" CONFIGURATION 'host=127.0.0.1;port={source.Server.Port};database={source.Database}'
                    WITH CREDENTIAL TYPE 'PASSWORD' USING 'user={PostgresCluster.Superuser};password={PostgresCluster.Password}';
                IMPORT FOREIGN SCHEMA public LIMIT TO ({string.Join(", ", source.Tables)}) FROM SERVER {source.Database} INTO {over};
                """)))).EnsureSuccess();
    }

    public static Contender Direct(PostgresCluster server, string database) =>
        new(Peers.PostgreSql, server.Port, PostgresCluster.Superuser, PostgresCluster.Password, database);

    public Contender Wrapper(string over) => Direct(Second, over) with { Name = Peers.ForeignWrapper };

    public Contender Gateway(string over) =>
        new(Peers.Gateway, _gateway.Port, GatewayServer.Administrator, GatewayServer.Password, GatewayServer.Database, over);

    private static Task<PostgresCluster> StartServerAsync() =>
        PostgresCluster.StartAsync(new PostgresClusterOptions
        {
            Settings = new Dictionary<string, string>
            {
                ["shared_buffers"] = "1GB",
                ["work_mem"] = "64MB",
                ["max_wal_size"] = "4GB",
                ["jit"] = "off",
            },
        });
}
