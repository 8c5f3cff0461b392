using FederationGateway.DuckDb;
using FederationGateway.Support;
using FederationGateway.Support.Postgres;

namespace FederationGateway.Tpch;

/// <summary>The eight tables of TPC-H as Parquet files, the 22 queries and their reference answers, from a folder outside the repository.</summary>
public sealed class TpchData
{
    /// <summary>Why a test that needs the data was skipped.</summary>
    public const string Missing = "no TPC-H data: name its folder in FEDGW_TPCH";

    private const string Scale = "sf0.1";
    private readonly string _folder;

    private TpchData(string folder) => _folder = folder;

    public static IReadOnlyList<string> Tables { get; } =
        ["region", "nation", "supplier", "customer", "part", "partsupp", "orders", "lineitem"];

    /// <summary>The folder of the Parquet files, one a table.</summary>
    public string ParquetFolder => Path.Combine(_folder, Scale);

    /// <summary>The 22 queries in order.</summary>
    public IReadOnlyList<TpchQuery> Queries => [.. Enumerable.Range(1, 22).Select(Query)];

    /// <summary>The data of <c>FEDGW_TPCH</c>, or of <c>../shared/data/tpch</c> beside the checkout; null when there are none.</summary>
    public static TpchData? Find()
    {
        var folder = Environment.GetEnvironmentVariable("FEDGW_TPCH") ?? Path.Combine(Repository.Root, "..", "shared", "data", "tpch");
        return Directory.Exists(Path.Combine(folder, Scale)) ? new TpchData(Path.GetFullPath(folder)) : null;
    }

    public string ParquetFile(string table) => Path.Combine(ParquetFolder, $"{table}.parquet");

    public TpchQuery Query(int number)
    {
        var name = $"q{number:D2}";
        return new TpchQuery(
            number,
            File.ReadAllText(Path.Combine(_folder, "queries", $"{name}.sql")).TrimEnd().TrimEnd(';'),
            File.ReadAllText(Path.Combine(_folder, "answers", $"{name}.csv")));
    }

    /// <summary>Creates and fills the named tables (all eight when none is named) with keys and statistics in an empty database.</summary>
    /// <param name="copies">How many times the files' rows, see <see cref="TpchCopies"/>; the reference answers are those of one copy.</param>
    public async Task LoadAsync(PostgresCluster cluster, string database, IReadOnlyCollection<string>? tables = null, int copies = 1)
    {
        tables ??= Tables;
        await cluster.ExecuteAsync(StatementsFor("tpch-tables.sql", tables), database);
        var folder = Directory.CreateTempSubdirectory("fedgw-tpch-").FullName;
        try
        {
            WriteCsv(tables, folder);
            foreach (var table in tables)
                (await cluster.PsqlAsync($"\\copy {table} FROM '{Path.Combine(folder, table)}' (FORMAT csv)", database)).EnsureSuccess();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        if (copies > 1)
            await cluster.ExecuteAsync(TpchCopies.Statements(tables, copies), database);
        await cluster.ExecuteAsync(StatementsFor("tpch-keys.sql", tables), database);
    }

    /// <summary>Creates the named tables with keys but without rows, and tells the server what it would know of full ones.</summary>
    public static async Task CreateEmptyAsync(PostgresCluster cluster, string database, IReadOnlyCollection<string> tables)
    {
        await cluster.ExecuteAsync(StatementsFor("tpch-tables.sql", tables), database);
        await cluster.ExecuteAsync(StatementsFor("tpch-keys.sql", tables), database);
        await cluster.ExecuteAsync(Script("tpch-statistics.sql"), database);
    }

    private void WriteCsv(IEnumerable<string> tables, string folder)
    {
        using var engine = DuckDbEngine.Open(new EngineOptions { AllowExternalAccess = true });
        using var connection = engine.Connect();
        foreach (var table in tables)
            connection.Execute($"COPY (FROM '{ParquetFile(table)}') TO '{Path.Combine(folder, table)}' (FORMAT csv, HEADER false)", CancellationToken.None);
    }

    /// <summary>The statements of a script about one of the tables (or about none in particular).</summary>
    private static string StatementsFor(string script, IEnumerable<string> tables)
    {
        var others = Tables.Except(tables).ToArray();
        return string.Join(
            ';', Script(script).Split(';').Where(statement => !others.Any(table => IsAbout(statement, table))));
    }

    private static string Script(string name)
    {
        using var reader = new StreamReader(typeof(TpchData).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }

    private static bool IsAbout(string statement, string table) => statement.Split(' ', '\n').Contains(table);
}
