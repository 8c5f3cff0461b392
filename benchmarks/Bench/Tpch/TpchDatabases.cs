using FederationGateway.Bench.Client;
using FederationGateway.Bench.Servers;
using FederationGateway.Support.Postgres;
using FederationGateway.Tpch;

namespace FederationGateway.Bench.Tpch;

/// <summary>TPC-H's tables: orders and what was ordered by whom on the first server, parts and who supplies them on the second; all of them once more in one database.</summary>
internal sealed class TpchDatabases(Landscape landscape, TpchData data, int copies)
{
    private const string Whole = "tpch_whole";
    private const string Over = "tpch";

    private SourceTables Sales => new(landscape.First, "tpch_sales", ["orders", "lineitem", "customer"]);

    private SourceTables Supply => new(landscape.Second, "tpch_supply", ["part", "partsupp", "supplier", "nation", "region"]);

    /// <summary>All tables in one database, to know what is right and how fast one server alone is.</summary>
    public Contender OneServer => Landscape.Direct(landscape.First, Whole);

    public Contender Gateway => landscape.Gateway(Over);

    public Contender ForeignWrapper => landscape.Wrapper(Over);

    public async Task LoadAsync()
    {
        await landscape.First.CreateDatabaseAsync(Whole);
        await data.LoadAsync(landscape.First, Whole, copies: copies);
        await CopyAsync(landscape.First, Sales, Supply);
        await landscape.Second.CreateDatabaseAsync(Supply.Database);
        await data.LoadAsync(landscape.Second, Supply.Database, Supply.Tables, copies);
        await landscape.LinkAsync(Over, Sales, Supply);
    }

    /// <summary>chDB over the same two databases; null where it could not be installed.</summary>
    public ChdbClient? Chdb() => ChdbClient.Connect([Sales, Supply]);

    // Files are copied sooner than rows are loaded.
    private static async Task CopyAsync(PostgresCluster cluster, SourceTables wanted, SourceTables others)
    {
        cluster.DataSource(Whole).Clear();
        await cluster.ExecuteAsync($"CREATE DATABASE {wanted.Database} TEMPLATE {Whole} STRATEGY file_copy");
        await cluster.ExecuteAsync($"DROP TABLE {string.Join(", ", others.Tables)}", wanted.Database);
    }
}
