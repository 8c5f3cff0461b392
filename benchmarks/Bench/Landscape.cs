using System.Globalization;
using FederationGateway.Support.Postgres;
using FederationGateway.Support.Servers;

namespace FederationGateway.Bench;

/// <summary>The servers of one run: data in two databases, a third over both by postgres_fdw, a gateway over both.</summary>
internal sealed class Landscape : IAsyncDisposable
{
    private readonly PostgresCluster _cluster;
    private readonly GatewayServer _gateway;

    private Landscape(PostgresCluster cluster, GatewayServer gateway, int rows)
    {
        _cluster = cluster;
        _gateway = gateway;
        Rows = rows;
    }

    /// <summary>Rows of the large table; orders are a quarter of that.</summary>
    public int Rows { get; }

    public Contender Logistics => Direct("logistics", "lineitem", null);

    public Contender Sales => Direct("sales", "", "orders");

    public Contender ForeignWrapper =>
        new("postgres_fdw", _cluster.Port, PostgresCluster.Superuser, PostgresCluster.Password, "fdw", "lineitem", "orders");

    public Contender Gateway =>
        new("gateway", _gateway.Port, GatewayServer.Administrator, GatewayServer.Password, GatewayServer.Database,
            "logistics.lineitem", "sales.orders");

    public static async Task<Landscape> StartAsync(int rows)
    {
        var cluster = await PostgresCluster.StartAsync(new PostgresClusterOptions
        {
            Settings = new Dictionary<string, string>
            {
                ["shared_buffers"] = "1GB",
                ["work_mem"] = "64MB",
                ["max_wal_size"] = "4GB",
                ["jit"] = "off",
            },
        });
        try
        {
            await LoadAsync(cluster, rows);
            await LinkAsync(cluster);
            var gateway = await GatewayServer.StartAsync();
            var landscape = new Landscape(cluster, gateway, rows);
            (await gateway.PsqlAsync(Ddl(cluster.Port))).EnsureSuccess();
            return landscape;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _cluster.DisposeAsync();
    }

    private Contender Direct(string database, string lineitem, string? orders) =>
        new("PostgreSQL", _cluster.Port, PostgresCluster.Superuser, PostgresCluster.Password, database, lineitem, orders);

    private static async Task LoadAsync(PostgresCluster cluster, int rows)
    {
        var count = rows.ToString(CultureInfo.InvariantCulture);
        await cluster.CreateDatabaseAsync("sales");
        await cluster.CreateDatabaseAsync("logistics");
        await cluster.ExecuteAsync(
            $"""
            CREATE UNLOGGED TABLE orders AS
            SELECT n AS orderkey, (1 + n::bigint * 7919 % 15000)::int AS custkey, substr('FOP', 1 + n % 3, 1) AS orderstatus,
                   (1000 + n::bigint * 104729 % 40000000 / 100.0)::numeric(15, 2) AS totalprice, date '1992-01-01' + n * 31 % 2400 AS orderdate,
                   (ARRAY['1-URGENT', '2-HIGH', '3-MEDIUM', '4-NOT SPECIFIED', '5-LOW'])[1 + n * 13 % 5] AS orderpriority,
                   'Clerk#' || lpad((n % 1000)::text, 9, '0') AS clerk, 0 AS shippriority, 'order comment number ' || n AS comment
            FROM generate_series(1, {count} / 4) AS n;
            ALTER TABLE orders ADD PRIMARY KEY (orderkey);
            ANALYZE orders
            """,
            "sales");
        await cluster.ExecuteAsync(
            $"""
            CREATE UNLOGGED TABLE lineitem AS
            SELECT 1 + n / 4 AS orderkey, (1 + n::bigint * 7919 % 20000)::int AS partkey, 1 + n % 1000 AS suppkey, 1 + n % 4 AS linenumber,
                   (1 + n % 50)::numeric(15, 2) AS quantity, (900 + n::bigint * 104729 % 10000000 / 100.0)::numeric(15, 2) AS extendedprice,
                   (n % 11 / 100.0)::numeric(15, 2) AS discount, (n % 9 / 100.0)::numeric(15, 2) AS tax,
                   substr('ANR', 1 + n % 3, 1)::char(1) AS returnflag, substr('FO', 1 + n % 2, 1)::char(1) AS linestatus,
                   date '1992-01-02' + n % 2500 AS shipdate, date '1992-02-01' + n % 2500 AS commitdate, date '1992-01-12' + n % 2500 AS receiptdate,
                   (ARRAY['DELIVER IN PERSON', 'COLLECT COD', 'NONE', 'TAKE BACK RETURN'])[1 + n % 4]::varchar(25) AS shipinstruct,
                   (ARRAY['REG AIR', 'AIR', 'RAIL', 'SHIP', 'TRUCK', 'MAIL', 'FOB'])[1 + n % 7]::varchar(10) AS shipmode,
                   'line comment number ' || n AS comment
            FROM generate_series(0, {count} - 1) AS n;
            ALTER TABLE lineitem ADD PRIMARY KEY (orderkey, linenumber);
            ANALYZE lineitem
            """,
            "logistics");
    }

    private static async Task LinkAsync(PostgresCluster cluster)
    {
        await cluster.CreateDatabaseAsync("fdw");
        await cluster.ExecuteAsync("CREATE EXTENSION postgres_fdw", "fdw");
        foreach (var database in new[] { "sales", "logistics" })
            await cluster.ExecuteAsync(
                $"""
                CREATE SERVER {database} FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '127.0.0.1', port '{cluster.Port}', dbname '{database}',
                    fetch_size '10000', async_capable 'true', use_remote_estimate 'true');
                CREATE USER MAPPING FOR CURRENT_USER SERVER {database}
                    OPTIONS (user '{PostgresCluster.Superuser}', password '{PostgresCluster.Password}');
                IMPORT FOREIGN SCHEMA public FROM SERVER {database} INTO public
                """,
                "fdw");
        await cluster.ExecuteAsync("ANALYZE", "fdw");
    }

    private static string Ddl(int port) =>
        string.Join('\n', new[] { "sales", "logistics" }.Select(database =>
            $"""
            CREATE REMOTE SOURCE {database} ADAPTER "postgresql" CONFIGURATION 'host=127.0.0.1;port={port};database={database}'
                WITH CREDENTIAL TYPE 'PASSWORD' USING 'user={PostgresCluster.Superuser};password={PostgresCluster.Password}';
            CREATE SCHEMA {database};
            IMPORT FOREIGN SCHEMA public FROM SERVER {database} INTO {database};
            """));
}
