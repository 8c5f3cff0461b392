using FederationGateway.Support.Postgres;

namespace FederationGateway.Tpch.Tests;

/// <summary>Which source has which tables. The gateway knows all of a placement's tables in one schema of the placement's name.</summary>
public sealed record Placement(string Schema, IReadOnlyDictionary<string, string[]> TablesOfSource)
{
    /// <summary>Everything in one database: each query can go there whole.</summary>
    public static Placement One { get; } = new("one", new Dictionary<string, string[]> { ["whole"] = [.. TpchData.Tables] });

    /// <summary>Orders and their lines in one database, what they refer to in another.</summary>
    public static Placement Split { get; } = new("split", new Dictionary<string, string[]>
    {
        ["sales"] = ["orders", "lineitem", "customer"],
        ["supply"] = ["part", "partsupp", "supplier", "nation", "region"],
    });

    /// <summary>The large tables in a database, the others as Parquet files.</summary>
    public static Placement Lake { get; } = new("lake", new Dictionary<string, string[]>
    {
        ["sales"] = ["orders", "lineitem", "customer"],
        ["files"] = ["part", "partsupp", "supplier", "nation", "region"],
    });

    /// <summary>Hardly two tables that are joined with each other are in one database.</summary>
    public static Placement Scattered { get; } = new("scattered", new Dictionary<string, string[]>
    {
        ["even"] = ["orders", "partsupp", "nation", "part"],
        ["odd"] = ["lineitem", "customer", "supplier", "region"],
    });

    public static IReadOnlyList<Placement> All { get; } = [One, Split, Scattered, Lake];

    /// <summary>The statements that make the sources and the schemas of all placements.</summary>
    /// <param name="port">Of the server whose databases have the sources' names.</param>
    public static string Ddl(int port, string parquetFolder)
    {
        string[] databases = ["whole", "sales", "supply", "even", "odd"];
        var sources = databases.Select(database => SourceDdl(database, port))
            .Append($"CREATE REMOTE SOURCE files ADAPTER \"file\" CONFIGURATION 'directory={parquetFolder}';");
        return string.Join('\n', sources.Concat(All.Select(placement => placement.SchemaDdl())));
    }

    /// <summary>The statements that make this placement's schema and its sources, which are databases of their names.</summary>
    public string Ddl(int port) => string.Join('\n', TablesOfSource.Keys.Select(source => SourceDdl(source, port)).Append(SchemaDdl()));

    public override string ToString() => Schema;

    private static string SourceDdl(string database, int port) =>
        $"""
        CREATE REMOTE SOURCE {database} ADAPTER "postgresql" CONFIGURATION 'host=127.0.0.1;port={port};database={database};parallel_min_rows=50000'
            WITH CREDENTIAL TYPE 'PASSWORD' USING 'user={PostgresCluster.Superuser};password={PostgresCluster.Password}';
        """;

    private string SchemaDdl() => string.Join('\n', TablesOfSource
        .Select(entry => $"IMPORT FOREIGN SCHEMA public LIMIT TO ({string.Join(", ", entry.Value)}) FROM SERVER {entry.Key} INTO {Schema};")
        .Prepend($"CREATE SCHEMA {Schema};"));
}
