using FederationGateway.Support.Answers;
using FederationGateway.Support;
using FederationGateway.Support.Postgres;
using FederationGateway.Support.Servers;

[assembly: AssemblyFixture(typeof(FederationGateway.Sql.Tests.Landscape.SqlLandscape))]

namespace FederationGateway.Sql.Tests.Landscape;

/// <summary>
/// One PostgreSQL server and one gateway for all tests. The server's database <c>together</c> holds all fixtures, <c>left</c> and <c>right</c> a half
/// each; the gateway has a schema for every placement.
/// </summary>
public sealed class SqlLandscape : IAsyncLifetime
{
    private readonly string _files = Directory.CreateTempSubdirectory("fedgw-sqltests-").FullName;
    private PostgresCluster? _cluster;
    private GatewayServer? _gateway;

    private PostgresCluster Cluster => _cluster ?? throw new InvalidOperationException("the landscape is not up");

    private GatewayServer Gateway => _gateway ?? throw new InvalidOperationException("the landscape is not up");

    /// <summary>The gateway's log, for messages of tests that fail.</summary>
    public string GatewayLog => Gateway.Log;

    public async ValueTask InitializeAsync()
    {
        _cluster = await PostgresCluster.StartAsync();
        await LoadAsync("together", "left", "right");
        await LoadAsync("left", "left");
        await LoadAsync("right", "right");
        await FixtureFiles.WriteAsync(_cluster, "together", _files);

        _gateway = await GatewayServer.StartAsync();
        await using var session = await TextSession.OpenAsync(_gateway.ConnectionString);
        foreach (var source in new[] { "together", "left", "right" })
            await session.RunAsync(
                $"""
                CREATE REMOTE SOURCE "{source}" ADAPTER "postgresql" CONFIGURATION 'host=127.0.0.1;port={_cluster.Port};database={source}'
                WITH CREDENTIAL TYPE 'PASSWORD' USING 'user={PostgresCluster.Superuser};password={PostgresCluster.Password}'
                """);
        await session.RunAsync($"CREATE REMOTE SOURCE lake ADAPTER \"file\" CONFIGURATION 'directory={_files}'");
        foreach (var placement in new[] { Placement.Together, Placement.Apart, Placement.Local, Placement.Files })
            await session.RunAsync($"CREATE SCHEMA {placement}");

        await session.RunAsync($"IMPORT FOREIGN SCHEMA public FROM SERVER \"together\" INTO {Placement.Together}");
        await session.RunAsync($"IMPORT FOREIGN SCHEMA public FROM SERVER \"left\" INTO {Placement.Apart}");
        await session.RunAsync($"IMPORT FOREIGN SCHEMA public FROM SERVER \"right\" INTO {Placement.Apart}");
        foreach (var table in await TablesAsync())
        {
            await session.RunAsync($"CREATE TABLE {Placement.Local}.{table} AS SELECT * FROM {Placement.Together}.{table}");
            var target = FixtureFiles.Of(table) is { } file
                ? $"{Placement.Files}.{table} AT \"lake\".\"<NULL>\".\"<NULL>\".\"{file}\""
                : $"{Placement.Files}.{table} AT \"together\".\"<NULL>\".\"public\".\"{table}\"";
            await session.RunAsync($"CREATE VIRTUAL TABLE {target}");
        }
    }

    /// <summary>A session of PostgreSQL itself.</summary>
    public Task<TextSession> OpenPostgresAsync() => TextSession.OpenAsync(Cluster.ConnectionStringFor("together"));

    /// <summary>A session of the gateway that finds a placement's tables under their bare names.</summary>
    public async Task<TextSession> OpenGatewayAsync(Placement placement)
    {
        var session = await TextSession.OpenAsync(Gateway.ConnectionString);
        await session.RunAsync($"SET search_path = {placement.Name}");
        await session.RunAsync($"SET pushdown = {(placement.Pushdown ? "on" : "off")}");
        await session.RunAsync($"SET remainder_engine = {(placement.Engine is { } engine ? $"'{engine}'" : "local")}");
        return session;
    }

    /// <summary>Makes tables in a schema of a source, and virtual tables of them in the gateway's schema of that name.</summary>
    public async Task MakeAtSourceAsync(TextSession gateway, string source, string schema, string sql)
    {
        await Cluster.ExecuteAsync($"CREATE SCHEMA {schema}; SET search_path = {schema}; {sql}", source);
        await gateway.RunAsync($"IMPORT FOREIGN SCHEMA {schema} FROM SERVER \"{source}\" INTO {schema}");
    }

    public async ValueTask DisposeAsync()
    {
        if (_gateway is not null)
            await _gateway.DisposeAsync();
        if (_cluster is not null)
            await _cluster.DisposeAsync();
        Directory.Delete(_files, recursive: true);
    }

    private async Task LoadAsync(string database, params string[] fixtures)
    {
        await Cluster.CreateDatabaseAsync(database);
        foreach (var fixture in fixtures)
            await Cluster.ExecuteAsync(
                await File.ReadAllTextAsync(Repository.PathOf("tests", "Goldens", "sql", "fixtures", fixture + ".sql")), database);
        await Cluster.ExecuteAsync("ANALYZE", database);
    }

    private async Task<IReadOnlyList<string>> TablesAsync()
    {
        await using var session = await OpenPostgresAsync();
        var answer = await session.AskAsync("SELECT tablename::text FROM pg_tables WHERE schemaname = 'public' ORDER BY 1");
        return [.. answer.Rows.Select(row => row[0]!)];
    }
}
