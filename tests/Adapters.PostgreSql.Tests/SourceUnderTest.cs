using System.Globalization;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Arrow;
using FederationGateway.Common;
using FederationGateway.Plan;
using FederationGateway.Support.Postgres;

namespace FederationGateway.Adapters.PostgreSql.Tests;

/// <summary>A source over one database of a throw-away server, and short ways to read from it.</summary>
internal sealed class SourceUnderTest : IAsyncDisposable
{
    private SourceUnderTest(PostgresCluster cluster, string database, IRemoteSource source) => (Cluster, Database, Source) = (cluster, database, source);

    public PostgresCluster Cluster { get; }

    public string Database { get; }

    public IRemoteSource Source { get; }

    /// <summary>A source over a new database in which <paramref name="sql"/> was run.</summary>
    public static Task<SourceUnderTest> CreateAsync(PostgresCluster cluster, string sql = "", params (string Key, string Value)[] options) => CreateAsync(cluster, sql, TimeProvider.System, options);

    public static async Task<SourceUnderTest> CreateAsync(PostgresCluster cluster, string sql, TimeProvider time, params (string Key, string Value)[] options)
    {
        var database = await cluster.CreateDatabaseAsync();
        if (sql.Length > 0) await cluster.ExecuteAsync(sql, database);
        return new SourceUnderTest(cluster, database, new PostgreSqlAdapter(time).CreateSource(Definition(cluster, database, options)));
    }

    public static SourceDefinition Definition(PostgresCluster cluster, string database, params (string Key, string Value)[] options)
    {
        Dictionary<string, string> configuration = new()
        {
            ["host"] = "127.0.0.1",
            ["port"] = cluster.Port.ToString(CultureInfo.InvariantCulture),
            ["database"] = database,
        };
        Dictionary<string, string> credential = new() { ["user"] = PostgresCluster.Superuser, ["password"] = PostgresCluster.Password };
        foreach (var (key, value) in options) (key is "user" or "password" ? credential : configuration)[key] = value;
        return new SourceDefinition("crm", configuration, credential);
    }

    /// <summary>The table as imported from schema public.</summary>
    public Task<RemoteTable> ImportAsync(string table) => Source.ImportAsync(new RemoteObjectName(null, "public", table), TestContext.Current.CancellationToken);

    /// <summary>A bare scan of all columns, as the gateway would send it.</summary>
    public static RemoteStatement Scan(RemoteTable table)
    {
        var dialect = new PostgreSqlAdapter().Dialect;
        var handle = new TableHandle("crm", table.Path, table.Name.ToString(), table.Columns, table.Keys, table.Statistics, table.Properties);
        ColumnIds ids = new();
        var scan = new ScanNode(handle, table.Columns.Select((column, i) => new ScanColumn(new OutputColumn(ids.Next(), column.Name, column.Type), i)).ToEquatableArray());
        var columns = string.Join(", ", table.Columns.Select(column => dialect.ColumnValue(dialect.QuoteIdentifier(column.RemoteName), column)));
        var sql = $"SELECT {columns} FROM {dialect.TableName(handle)}";
        var schema = new Schema(table.Columns.Select(column => new Field(column.Name, column.Type, column.IsNullable)).ToEquatableArray());
        return new RemoteStatement(sql, scan, schema) { WithCondition = condition => $"{sql} WHERE {condition}" };
    }

    /// <summary>A statement with the given result columns; its plan says nothing.</summary>
    public static RemoteStatement Statement(string sql, params (string Name, SqlType Type)[] columns) =>
        new(sql, ValuesNode.OneRow, new Schema(columns.Select(column => new Field(column.Name, column.Type)).ToEquatableArray()));

    public Task<List<string>> ReadAsync(RemoteStatement statement, bool singleFragment = true) => ReadAsync(Source, statement, singleFragment);

    /// <summary>Runs a statement in a session of its own; each row as its values' text, joined by a bar.</summary>
    public static async Task<List<string>> ReadAsync(IRemoteSource source, RemoteStatement statement, bool singleFragment = true)
    {
        await using var session = await source.OpenSessionAsync(new RemoteSessionOptions(SingleFragment: singleFragment), TestContext.Current.CancellationToken);
        return await ReadAsync(session, statement);
    }

    public static async Task<List<string>> ReadAsync(IRemoteSession session, RemoteStatement statement)
    {
        List<string> rows = [];
        await foreach (var batch in session.ExecuteAsync(statement, TestContext.Current.CancellationToken))
            using (batch) rows.AddRange(BatchText.Rows(batch));
        return rows;
    }

    public async Task<List<string>> ReadTableAsync(string table) => await ReadAsync(Scan(await ImportAsync(table)));

    public async ValueTask DisposeAsync() => await Source.DisposeAsync();
}
