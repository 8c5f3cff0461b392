using FederationGateway.DuckDb;
using FederationGateway.Support.Postgres;

namespace FederationGateway.Differential.Running;

/// <summary>The tables that also exist as files, made from PostgreSQL's own text of them.</summary>
internal static class TableFiles
{
    private const string Plain = "id INTEGER, k INTEGER, s VARCHAR, q BIGINT, p DECIMAL(10,2), x DOUBLE, day DATE";

    /// <summary>Table, file, how to write it, the columns as the file's engine types them, and as the virtual table must declare them.</summary>
    private static readonly (string Table, string File, string Format, string Columns, string Declared)[] All =
    [
        ("ka", "ka.parquet", "FORMAT parquet", Plain, ""),
        ("none", "none.parquet", "FORMAT parquet", Plain, ""),
        ("kb", "kb.parquet", "FORMAT parquet", "id INTEGER, k INTEGER, s VARCHAR, q INTEGER, p DECIMAL(12,4), due TIMESTAMP, ok BOOLEAN",
            "(id integer, k integer, s varchar(10), q integer, p numeric(12,4), due timestamp, ok boolean)"),
        ("num", "num.parquet", "FORMAT parquet",
            "id INTEGER, k INTEGER, b BOOLEAN, i2 SMALLINT, i4 INTEGER, i8 BIGINT, f4 FLOAT, f8 DOUBLE, m DECIMAL(10,2), n DECIMAL(38,10), u VARCHAR",
            "(id integer, k integer, b boolean, i2 smallint, i4 integer, i8 bigint, f4 real, f8 double precision, m numeric(10,2), n numeric(38,10), u numeric)"),
        ("txt", "txt.parquet", "FORMAT parquet", "id INTEGER, k INTEGER, t VARCHAR, v VARCHAR, c VARCHAR, y BLOB, uu UUID",
            "(id integer, k integer, t text, v varchar(12), c char(5), y bytea, uu uuid)"),
    ];

    /// <summary>What <c>CREATE VIRTUAL TABLE</c> needs to know about a table's file; null when there is none.</summary>
    public static (string Declared, string File)? Of(string table) =>
        All.FirstOrDefault(entry => entry.Table == table) is { File: { } file } entry ? (entry.Declared, file) : null;

    public static async Task WriteAsync(PostgresCluster cluster, string database, string folder)
    {
        using var engine = DuckDbEngine.Open(new EngineOptions { AllowExternalAccess = true });
        using var connection = engine.Connect();
        foreach (var (table, file, format, columns, _) in All)
        {
            connection.Execute($"CREATE TABLE {table}({columns})", CancellationToken.None);
            if (await RowsAsync(cluster, database, table, columns) is { } rows)
                connection.Execute($"INSERT INTO {table} VALUES {rows}", CancellationToken.None);
            connection.Execute($"COPY (FROM {table} ORDER BY id) TO '{Path.Combine(folder, file)}' ({format})", CancellationToken.None);
        }
    }

    /// <summary>The rows as literals both engines read; null when there are none.</summary>
    private static async Task<string?> RowsAsync(PostgresCluster cluster, string database, string table, string columns)
    {
        var literals = columns.Split(", ").Select(column => column.Split(' ')).Select(column => column switch
        {
            [var name, "BLOB"] => $"coalesce('unhex(''' || encode({name}, 'hex') || ''')', 'NULL')",
            // quote_nullable writes E'…' for backslashes, which means the same to both.
            [var name, ..] => $"quote_nullable({name}::text)",
            _ => throw new FormatException(columns),
        });
        return await cluster.QueryValueAsync($"SELECT string_agg('(' || {string.Join(" || ',' || ", literals)} || ')', ',') FROM {table}", database) as string;
    }
}
