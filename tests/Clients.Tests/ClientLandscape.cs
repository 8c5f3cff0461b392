using System.Globalization;
using FederationGateway.Support.Postgres;
using FederationGateway.Support.Servers;
using Npgsql;

namespace FederationGateway.Clients.Tests;

/// <summary>What the clients find: a gateway whose schema <c>crm</c> holds virtual tables of a PostgreSQL server. Each client makes what it changes in a schema of its own.</summary>
public sealed class ClientLandscape : IAsyncLifetime
{
    private const string Tables =
        """
        CREATE TABLE customers (id integer PRIMARY KEY, name text NOT NULL, city varchar(20));
        INSERT INTO customers SELECT i, 'Customer ' || i, CASE WHEN i % 2 = 1 THEN 'Paris' END FROM generate_series(1, 200) i;
        CREATE TABLE orders (id bigint PRIMARY KEY, customer_id integer NOT NULL, amount numeric(10,2), placed timestamptz);
        INSERT INTO orders SELECT i, 1 + i % 200, i / 4.0, '2024-01-01 00:00:00Z'::timestamptz + i * interval '1 hour' FROM generate_series(1, 1000) i;
        COMMENT ON TABLE customers IS 'who buys'
        """;

    private PostgresCluster? _cluster;
    private GatewayServer? _gateway;

    public GatewayServer Gateway => _gateway ?? throw new InvalidOperationException("the landscape has not been initialized");

    /// <summary>libpq's variables for the gateway's administrator.</summary>
    public Dictionary<string, string?> Environment => new()
    {
        ["PGHOST"] = "127.0.0.1",
        ["PGPORT"] = Gateway.Port.ToString(CultureInfo.InvariantCulture),
        ["PGUSER"] = GatewayServer.Administrator,
        ["PGPASSWORD"] = GatewayServer.Password,
        ["PGDATABASE"] = GatewayServer.Database,
    };

    public async ValueTask InitializeAsync()
    {
        var starting = GatewayServer.StartAsync();
        _cluster = await PostgresCluster.StartAsync(new PostgresClusterOptions { Authentication = PostgresAuthentication.ScramSha256 });
        await _cluster.ExecuteAsync("CREATE ROLE reader LOGIN SUPERUSER PASSWORD 'reads'");
        await _cluster.CreateDatabaseAsync("crm");
        await _cluster.ExecuteAsync(Tables, "crm");
        _gateway = await starting;
        await using var connection = await OpenAsync();
        await using var command = new NpgsqlCommand(
            $"""
             CREATE REMOTE SOURCE crm ADAPTER "postgresql" CONFIGURATION 'host=127.0.0.1;port={_cluster.Port};database=crm' WITH CREDENTIAL TYPE 'PASSWORD' USING 'user=reader;password=reads';
             CREATE SCHEMA crm; IMPORT FOREIGN SCHEMA public FROM SERVER crm INTO crm;
             CREATE VIEW crm.parisians AS SELECT id, name FROM crm.customers WHERE city = 'Paris'
             """,
            connection);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<NpgsqlConnection> OpenAsync()
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Gateway.ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    public async ValueTask DisposeAsync()
    {
        if (_gateway is not null) await _gateway.DisposeAsync();
        if (_cluster is not null) await _cluster.DisposeAsync();
    }
}
