using FederationGateway.Differential.Generation;
using FederationGateway.Support;
using FederationGateway.Support.Answers;
using FederationGateway.Support.Postgres;
using FederationGateway.Support.Servers;

namespace FederationGateway.Differential.Running;

/// <summary>One PostgreSQL server and one gateway that holds the same tables in every placement.</summary>
public sealed class Landscape : IAsyncDisposable
{
    private const string Left = "left";
    private const string Right = "right";
    private const int TimeoutMilliseconds = 10_000;

    // On a busy machine the gateway may need its time; what never ends is a difference all the same.
    private const int GatewayTimeoutMilliseconds = 50_000;

    private readonly string _files = Directory.CreateTempSubdirectory("fedgw-differ-").FullName;
    private readonly PostgresCluster _cluster;
    private GatewayServer? _gateway;

    private Landscape(PostgresCluster cluster) => _cluster = cluster;

    /// <summary>Who changes a table holds this.</summary>
    public SemaphoreSlim Changes { get; } = new(1);

    public static async Task<Landscape> StartAsync()
    {
        // Statements that run once, over a few rows: compiling them costs more than it can gain.
        var landscape = new Landscape(await PostgresCluster.StartAsync(new PostgresClusterOptions { Settings = new Dictionary<string, string> { ["jit"] = "off" } }));
        try
        {
            await landscape.LoadAsync(Placement.Together, Left, Right);
            await landscape.LoadAsync(Left, Left);
            await landscape.LoadAsync(Right, Right);
            await landscape._cluster.ExecuteAsync(HanaSpellings.Definitions, Placement.Together);
            await TableFiles.WriteAsync(landscape._cluster, Placement.Together, landscape._files);
            landscape._gateway = await GatewayServer.StartAsync();
            await landscape.DescribeAsync();
            return landscape;
        }
        catch
        {
            await landscape.DisposeAsync();
            throw;
        }
    }

    /// <summary>Whether PostgreSQL has functions of the names.</summary>
    public async Task<IReadOnlySet<string>> FunctionNamesAsync()
    {
        await using var session = await OpenPostgresAsync("UTC");
        var answer = await session.AskAsync("SELECT DISTINCT proname::text FROM pg_proc");
        return answer.Rows.Select(row => row[0]!).ToHashSet();
    }

    public async Task<TextSession> OpenPostgresAsync(string zone)
    {
        var session = await TextSession.OpenAsync(_cluster.ConnectionStringFor(Placement.Together));
        await session.RunAsync($"SET TimeZone = '{zone}'");
        await session.RunAsync($"SET statement_timeout = {TimeoutMilliseconds}");
        return session;
    }

    public async Task<TextSession> OpenGatewayAsync(GatewayRun run, string zone)
    {
        var session = await TextSession.OpenAsync(_gateway!.ConnectionString);
        await session.RunAsync($"SET search_path = {Placement.SchemaOf(run.Placement)}");
        if (run.Placement == Placement.Relocated)
            await session.RunAsync($"SET remainder_engine = '{Right}'");
        await session.RunAsync($"SET pushdown = {(run.Pushdown ? "on" : "off")}");
        await session.RunAsync($"SET TimeZone = '{zone}'");
        await session.RunAsync($"SET statement_timeout = {GatewayTimeoutMilliseconds}");
        return session;
    }

    public async ValueTask DisposeAsync()
    {
        if (_gateway is not null)
            await _gateway.DisposeAsync();
        await _cluster.DisposeAsync();
        Changes.Dispose();
        Directory.Delete(_files, recursive: true);
    }

    private async Task LoadAsync(string database, params string[] halves)
    {
        await _cluster.CreateDatabaseAsync(database);
        foreach (var half in halves)
            await _cluster.ExecuteAsync(await File.ReadAllTextAsync(Repository.PathOf("tests", "Goldens", "differential", "tables", half + ".sql")), database);
        await _cluster.ExecuteAsync("ANALYZE", database);
    }

    private async Task DescribeAsync()
    {
        await using var session = await TextSession.OpenAsync(_gateway!.ConnectionString);
        foreach (var source in new[] { Placement.Together, Left, Right })
            await session.RunAsync(
                $"""
                CREATE REMOTE SOURCE "{source}" ADAPTER "postgresql" CONFIGURATION 'host=127.0.0.1;port={_cluster.Port};database={source}'
                WITH CREDENTIAL TYPE 'PASSWORD' USING 'user={PostgresCluster.Superuser};password={PostgresCluster.Password}'
                """);
        await session.RunAsync($"CREATE REMOTE SOURCE lake ADAPTER \"file\" CONFIGURATION 'directory={_files}'");
        foreach (var placement in Placement.All.Select(Placement.SchemaOf).Distinct())
        {
            await session.RunAsync($"CREATE SCHEMA {placement}");
            foreach (var table in Generation.Tables.All)
                await session.RunAsync(Definition(placement, table));
        }
    }

    private static string Definition(string placement, Generation.Table table) => (placement, table.Name) switch
    {
        (Placement.Local, _) or (Placement.Mixed, "kb" or "tim") => $"CREATE TABLE {placement}.{table.Name} AS SELECT * FROM {Placement.Together}.{table.Name}",
        (Placement.Files, _) or (Placement.Mixed, "ka" or "none") when TableFiles.Of(table.Name) is var (declared, file) =>
            $"CREATE VIRTUAL TABLE {placement}.{table.Name} {declared} AT \"lake\".\"<NULL>\".\"<NULL>\".\"{file}\"",
        (Placement.Together or Placement.Files, _) => Remote(placement, table, Placement.Together),
        _ => Remote(placement, table, table.IsLeft ? Left : Right),
    };

    private static string Remote(string placement, Generation.Table table, string source) =>
        $"CREATE VIRTUAL TABLE {placement}.{table.Name} AT \"{source}\".\"<NULL>\".\"public\".\"{table.Name}\"";
}
