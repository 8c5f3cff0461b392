using FederationGateway.DuckDb;
using FederationGateway.Support.Postgres;

namespace FederationGateway.Sql.Tests.Landscape;

/// <summary>The tables that also exist as files, made from PostgreSQL's own text of them.</summary>
internal static class FixtureFiles
{
    /// <summary>Table, file, and the columns as the file's engine types them.</summary>
    private static readonly (string Table, string File, string Columns)[] All =
    [
        ("emp", "emp.parquet", "id INTEGER, name VARCHAR, dept_id INTEGER, boss_id INTEGER, salary DECIMAL(10,2), hired DATE"),
        ("orders", "orders.parquet", "id INTEGER, emp_id INTEGER, amount DECIMAL(12,2), placed TIMESTAMP, status VARCHAR"),
        ("a", "a.parquet", "k INTEGER, x VARCHAR"),
        ("nothing", "nothing.parquet", "id INTEGER, t VARCHAR, n DECIMAL(10,2)"),
    ];

    /// <summary>The file of a table; null when it has none.</summary>
    public static string? Of(string table) => All.FirstOrDefault(entry => entry.Table == table).File;

    public static async Task WriteAsync(PostgresCluster cluster, string database, string folder)
    {
        using var engine = DuckDbEngine.Open(new EngineOptions { AllowExternalAccess = true });
        using var connection = engine.Connect();
        foreach (var (table, file, columns) in All)
        {
            connection.Execute($"CREATE TABLE {table}({columns})", CancellationToken.None);
            if (await RowsAsync(cluster, database, table, columns) is { } rows)
                connection.Execute($"INSERT INTO {table} VALUES {rows}", CancellationToken.None);
            connection.Execute($"COPY {table} TO '{Path.Combine(folder, file)}' (FORMAT parquet)", CancellationToken.None);
        }
    }

    /// <summary>The rows as literals both engines read; null when there are none.</summary>
    private static async Task<string?> RowsAsync(PostgresCluster cluster, string database, string table, string columns)
    {
        var literals = columns.Split(", ").Select(column => $"quote_nullable({column.Split(' ')[0]}::text)");
        var row = string.Join(" || ',' || ", literals);
        return await cluster.QueryValueAsync($"SELECT string_agg('(' || {row} || ')', ',') FROM {table}", database) as string;
    }
}
