using FederationGateway.Support.Postgres;
using FederationGateway.Support.Servers;
using Npgsql;

namespace FederationGateway.EndToEnd.Support;

/// <summary>
/// What all tests share: one PostgreSQL server that asks for passwords, and one gateway process with a remote source <c>crm</c> on it, its tables as
/// virtual tables in the schema <c>crm</c>. Tests leave these alone and make what they change under names of their own.
/// </summary>
public sealed class Landscape : IAsyncLifetime
{
    /// <summary>The account the gateway logs in with at the source, and a password no other text contains.</summary>
    public const string SourceUser = "fed_reader";

    public const string SourcePassword = "Zebra-7f3a-Quartz";

    /// <summary>The shared database at the source.</summary>
    public const string Database = "crm";

    private static readonly PostgresClusterOptions ClusterOptions = new() { Authentication = PostgresAuthentication.ScramSha256 };

    private PostgresCluster? _cluster;
    private GatewayServer? _gateway;

    public PostgresCluster Cluster => _cluster ?? throw new InvalidOperationException("the landscape has not been initialized");

    public GatewayServer Gateway => _gateway ?? throw new InvalidOperationException("the landscape has not been initialized");

    public async ValueTask InitializeAsync()
    {
        var starting = GatewayServer.StartAsync();
        _cluster = await PostgresCluster.StartAsync(ClusterOptions);
        await Cluster.ExecuteAsync($"CREATE ROLE {SourceUser} LOGIN SUPERUSER PASSWORD '{SourcePassword}'");
        await Cluster.CreateDatabaseAsync(Database);
        await Cluster.ExecuteAsync(SampleTables.Sql, Database);
        _gateway = await starting;
        await using var client = await GatewayClient.OpenAsync(_gateway);
        await client.ExecuteAsync(CreateSource("crm", Database));
        await client.ExecuteAsync("CREATE SCHEMA crm; IMPORT FOREIGN SCHEMA public FROM SERVER crm INTO crm");
    }

    public async ValueTask DisposeAsync()
    {
        if (_gateway is not null) await _gateway.DisposeAsync();
        if (_cluster is not null) await _cluster.DisposeAsync();
    }

    /// <summary>The statement that makes a remote source on a database of the shared server.</summary>
    public string CreateSource(string name, string database, string configuration = "") =>
        $"""
         CREATE REMOTE SOURCE "{name}" ADAPTER "postgresql" CONFIGURATION 'host=127.0.0.1;port={Cluster.Port};database={database};{configuration}'
         WITH CREDENTIAL TYPE 'PASSWORD' USING 'user={SourceUser};password={SourcePassword}'
         """;

    /// <summary>A database of the test's own with these tables, and a remote source on it whose name is the database's.</summary>
    public async Task<string> CreateSourceAsync(string tables)
    {
        var database = await Cluster.CreateDatabaseAsync($"e2e_{Guid.NewGuid():N}"[..16]);
        await Cluster.ExecuteAsync(tables, database);
        await using var client = await GatewayClient.OpenAsync(Gateway);
        await client.ExecuteAsync(CreateSource(database, database));
        return database;
    }

    /// <summary>A schema of the test's own in the shared gateway.</summary>
    public async Task<string> CreateSchemaAsync()
    {
        var schema = $"s_{Guid.NewGuid():N}"[..14];
        await using var client = await GatewayClient.OpenAsync(Gateway);
        await client.ExecuteAsync($"CREATE SCHEMA {schema}");
        return schema;
    }

    /// <summary>A session of the shared gateway whose unqualified names live in a schema of its own.</summary>
    public async Task<GatewayClient> OpenOwnSchemaAsync()
    {
        var schema = await CreateSchemaAsync();
        return await GatewayClient.OpenAsync(Gateway, builder => builder.SearchPath = schema);
    }

    public Task<GatewayClient> OpenAsync(Action<NpgsqlConnectionStringBuilder>? configure = null) => GatewayClient.OpenAsync(Gateway, configure);
}
