using System.Globalization;
using FederationGateway.Support.Postgres;
using FederationGateway.Support.Servers;
using Npgsql;

[assembly: AssemblyFixture(typeof(FederationGateway.Plans.Tests.PlanLandscape))]

namespace FederationGateway.Plans.Tests;

/// <summary>
/// Two PostgreSQL databases (<c>crm</c>: customers, orders, lines; <c>erp</c>: products, stock), a folder of files (<c>lake</c>) and a local table. Small enough
/// that the statistics, and so the plans, are the same at each run.
/// </summary>
public sealed class PlanLandscape : IAsyncLifetime
{
    private const string Crm = """
        CREATE TABLE customers (id integer PRIMARY KEY, code text NOT NULL UNIQUE, name text, country char(2), segment text, credit numeric(12, 2), score float8, born date, active boolean NOT NULL, tags text[]);
        INSERT INTO customers SELECT n, 'C' || n, 'name ' || n, (ARRAY['DE', 'FR', 'US', 'JP'])[1 + n % 4], 'segment ' || n % 5, n * 1.5, n / 3.0, date '1970-01-01' + n, n % 2 = 0, ARRAY['a']
        FROM generate_series(1, 1000) AS n;
        CREATE TABLE orders (id integer PRIMARY KEY, customer_id integer NOT NULL REFERENCES customers, ordered_at timestamptz NOT NULL, status text NOT NULL, total numeric(12, 2), note text);
        INSERT INTO orders SELECT n, 1 + n % 1000, timestamptz '2024-01-01 00:00:00+00' + n * interval '1 hour', (ARRAY['open', 'paid', 'sent'])[1 + n % 3], n * 0.5, 'note ' || n
        FROM generate_series(1, 20000) AS n;
        CREATE TABLE lines (order_id integer NOT NULL, line_no integer NOT NULL, product_id integer NOT NULL, quantity integer NOT NULL, price numeric(12, 2) NOT NULL, PRIMARY KEY (order_id, line_no));
        INSERT INTO lines SELECT n / 2, n % 2, 1 + n % 200, 1 + n % 5, n * 0.25 FROM generate_series(1, 25000) AS n;
        ANALYZE;
        """;

    private const string Erp = """
        CREATE TABLE products (id integer PRIMARY KEY, name text NOT NULL, category text NOT NULL, list_price numeric(12, 2));
        INSERT INTO products SELECT n, 'product ' || n, 'category ' || n % 10, n * 2 FROM generate_series(1, 200) AS n;
        CREATE TABLE stock (product_id integer NOT NULL REFERENCES products, place text NOT NULL, amount integer NOT NULL, PRIMARY KEY (product_id, place));
        INSERT INTO stock SELECT 1 + n % 200, 'place ' || n / 200, n FROM generate_series(0, 1999) AS n;
        ANALYZE;
        """;

    private readonly string _files = Directory.CreateTempSubdirectory("fedgw-plans-").FullName;
    private PostgresCluster? _cluster;
    private GatewayServer? _server;

    public async ValueTask InitializeAsync()
    {
        _cluster = await PostgresCluster.StartAsync();
        await LoadAsync("crm", Crm);
        await LoadAsync("erp", Erp);
        await File.WriteAllTextAsync(Path.Combine(_files, "regions.csv"), "country,region\nDE,Europe\nFR,Europe\nUS,America\nJP,Asia\n");
        await File.WriteAllLinesAsync(Path.Combine(_files, "visits.csv"), ["customer_id,page,seconds", .. Enumerable.Range(1, 5000).Select(n => string.Create(CultureInfo.InvariantCulture, $"{1 + (n % 1000)},page {n % 7},{n % 60}"))]);
        await File.WriteAllTextAsync(Path.Combine(_files, "events.json"), """{"customer_id": 1, "kind": "login", "data": {"device": "phone"}}""" + "\n");
        _server = await GatewayServer.StartAsync();
        (await _server.PsqlAsync(Ddl(_cluster.Port))).EnsureSuccess();
    }

    /// <summary>The lines of EXPLAIN (COSTS OFF), in a session of its own whose changes are undone.</summary>
    public async Task<string> ExplainAsync(IEnumerable<string> preparations, string statement)
    {
        await using var connection = new NpgsqlConnection(_server!.ConnectionString + ";Pooling=false;Server Compatibility Mode=NoTypeLoading");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        foreach (var preparation in preparations)
        {
            await using var command = new NpgsqlCommand(preparation, connection);
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        await using var explain = new NpgsqlCommand($"EXPLAIN (COSTS OFF) {statement}", connection);
        await using var reader = await explain.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var lines = new System.Text.StringBuilder();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken)) lines.Append(reader.GetString(0)).Append('\n');
        return lines.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
        if (_cluster is not null) await _cluster.DisposeAsync();
        Directory.Delete(_files, recursive: true);
    }

    private async Task LoadAsync(string database, string sql)
    {
        await _cluster!.CreateDatabaseAsync(database);
        await _cluster.ExecuteAsync(sql, database);
    }

    private string Ddl(int port) => string.Create(CultureInfo.InvariantCulture, $"""
        CREATE REMOTE SOURCE crm ADAPTER "postgresql" CONFIGURATION 'host=127.0.0.1;port={port};database=crm' WITH CREDENTIAL TYPE 'PASSWORD' USING 'user={PostgresCluster.Superuser};password={PostgresCluster.Password}';
        CREATE REMOTE SOURCE erp ADAPTER "postgresql" CONFIGURATION 'host=127.0.0.1;port={port};database=erp' WITH CREDENTIAL TYPE 'PASSWORD' USING 'user={PostgresCluster.Superuser};password={PostgresCluster.Password}';
        CREATE REMOTE SOURCE lake ADAPTER "file" CONFIGURATION 'directory={_files}';
        CREATE SCHEMA crm; CREATE SCHEMA erp; CREATE SCHEMA lake;
        IMPORT FOREIGN SCHEMA public FROM SERVER crm INTO crm;
        IMPORT FOREIGN SCHEMA public FROM SERVER erp INTO erp;
        IMPORT FOREIGN SCHEMA files FROM SERVER lake INTO lake;
        CREATE TABLE favourites (customer_id integer PRIMARY KEY, since date);
        INSERT INTO favourites VALUES (1, '2024-01-01'), (7, '2024-02-01');
        CREATE SCHEMA copied;
        CREATE VIRTUAL TABLE copied.orders AT crm."public"."orders";
        ALTER VIRTUAL TABLE copied.orders ADD SHARED SNAPSHOT REPLICA;
        """);
}
