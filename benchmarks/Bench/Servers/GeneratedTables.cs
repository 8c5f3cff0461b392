using System.Globalization;
using FederationGateway.Bench.Client;
using FederationGateway.Support.Postgres;

namespace FederationGateway.Bench.Servers;

/// <summary>
/// The tables of everything but TPC-H: <c>orders</c> and 100 <c>keys</c> in the database <c>sales</c> of the first server, a large <c>lineitem</c> and the same keys in
/// <c>logistics</c> of the second. Those who federate see orders and keys of the one and lineitem of the other.
/// </summary>
internal sealed class GeneratedTables(Landscape landscape, int rows)
{
    private const string Over = "shop";

    /// <summary>Rows of the large table; orders are a quarter of that.</summary>
    public int Rows => rows;

    public Contender Sales => Landscape.Direct(landscape.First, "sales");

    public Contender Logistics => Landscape.Direct(landscape.Second, "logistics");

    public Contender Gateway => landscape.Gateway(Over);

    public Contender ForeignWrapper => landscape.Wrapper(Over);

    private SourceTables[] Sources =>
        [new(landscape.First, "sales", ["orders", "keys"]), new(landscape.Second, "logistics", ["lineitem"])];

    public async Task LoadAsync()
    {
        foreach (var (database, tables) in new[] { ("sales", Orders), ("logistics", Lineitem) })
        {
            var cluster = database == "sales" ? landscape.First : landscape.Second;
            await cluster.CreateDatabaseAsync(database);
            await cluster.ExecuteAsync(tables.Replace("{rows}", rows.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal), database);
            await cluster.ExecuteAsync(Keys.Replace("{rows}", rows.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal), database);
        }

        await landscape.LinkAsync(Over, Sources);
    }

    /// <summary>chDB over the same tables; null where it could not be installed.</summary>
    public ChdbClient? Chdb() => ChdbClient.Connect(Sources);

    private const string Orders =
        """
        CREATE UNLOGGED TABLE orders AS
        SELECT n AS orderkey, (1 + n::bigint * 7919 % 15000)::int AS custkey, substr('FOP', 1 + n % 3, 1) AS orderstatus,
               (1000 + n::bigint * 104729 % 40000000 / 100.0)::numeric(15, 2) AS totalprice, date '1992-01-01' + (n::bigint * 31 % 2400)::int AS orderdate,
               (ARRAY['1-URGENT', '2-HIGH', '3-MEDIUM', '4-NOT SPECIFIED', '5-LOW'])[1 + n * 13 % 5] AS orderpriority,
               'Clerk#' || lpad((n % 1000)::text, 9, '0') AS clerk, 0 AS shippriority, 'order comment number ' || n AS comment
        FROM generate_series(1, {rows} / 4) AS n;
        ALTER TABLE orders ADD PRIMARY KEY (orderkey);
        ANALYZE orders
        """;

    private const string Lineitem =
        """
        CREATE UNLOGGED TABLE lineitem AS
        SELECT 1 + n / 4 AS orderkey, (1 + n::bigint * 7919 % 20000)::int AS partkey, 1 + n % 1000 AS suppkey, 1 + n % 4 AS linenumber,
               (1 + n % 50)::numeric(15, 2) AS quantity, (900 + n::bigint * 104729 % 10000000 / 100.0)::numeric(15, 2) AS extendedprice,
               (n % 11 / 100.0)::numeric(15, 2) AS discount, (n % 9 / 100.0)::numeric(15, 2) AS tax,
               substr('ANR', 1 + n % 3, 1)::char(1) AS returnflag, substr('FO', 1 + n % 2, 1)::char(1) AS linestatus,
               date '1992-01-02' + n % 2500 AS shipdate, date '1992-02-01' + n % 2500 AS commitdate, date '1992-01-12' + n % 2500 AS receiptdate,
               (ARRAY['DELIVER IN PERSON', 'COLLECT COD', 'NONE', 'TAKE BACK RETURN'])[1 + n % 4]::varchar(25) AS shipinstruct,
               (ARRAY['REG AIR', 'AIR', 'RAIL', 'SHIP', 'TRUCK', 'MAIL', 'FOB'])[1 + n % 7]::varchar(10) AS shipmode,
               'line comment number ' || n AS comment
        FROM generate_series(0, {rows} - 1) AS n;
        ALTER TABLE lineitem ADD PRIMARY KEY (orderkey, linenumber);
        ANALYZE lineitem
        """;

    private const string Keys =
        """
        CREATE UNLOGGED TABLE keys AS
        SELECT 1 + n * ({rows} / 400) AS orderkey, 1 + n * 199 AS partkey, 'key ' || n AS label FROM generate_series(0, 99) AS n;
        ALTER TABLE keys ADD PRIMARY KEY (orderkey);
        ANALYZE keys
        """;
}
