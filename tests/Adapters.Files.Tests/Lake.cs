using FederationGateway.Adapters.Abstractions;
using FederationGateway.Adapters.Conformance;
using FederationGateway.Arrow;
using FederationGateway.Common;
using FederationGateway.DuckDb;
using FederationGateway.Plan;

namespace FederationGateway.Adapters.Files.Tests;

/// <summary>A folder of files and a source over it, both gone at the end. Beside the folder lies a secret that no statement may read.</summary>
internal sealed class Lake : IAsyncDisposable
{
    private readonly string _top = Directory.CreateTempSubdirectory("fedgw-lake-").FullName;
    private IRemoteSource? _source;

    public Lake()
    {
        Directory.CreateDirectory(Root);
        File.WriteAllText(Secret, "word\nhush\n");
    }

    public static FilesAdapter Adapter { get; } = new([]);

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>What lies outside, beside <see cref="Root"/>.</summary>
    public string Outside => _top;

    public string Root => Path.Combine(_top, "lake");

    public string Secret => Path.Combine(_top, "secret.csv");

    /// <summary>Opened with no options but the directory, unless <see cref="Open"/> was called before.</summary>
    public IRemoteSource Source => _source ??= Open();

    public static SourceDefinition Definition(string directory, params (string Key, string Value)[] options)
    {
        Dictionary<string, string> configuration = new() { ["directory"] = directory };
        foreach (var (key, value) in options) configuration[key] = value;
        return new SourceDefinition("lake", configuration, new Dictionary<string, string>());
    }

    public IRemoteSource Open(params (string Key, string Value)[] options) => _source = Adapter.CreateSource(Definition(Root, options));

    public IRemoteSource OpenAt(string directory) => _source = Adapter.CreateSource(Definition(directory));

    public string PathOf(string name) => Path.Combine(Root, name);

    public void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        File.WriteAllText(PathOf(name), text);
    }

    /// <summary>Runs statements of an engine that may write anywhere: <c>COPY … TO 'name'</c>, with {root} for the folder.</summary>
    public void Make(string sql)
    {
        using var engine = DuckDbEngine.Open(new EngineOptions { AllowExternalAccess = true });
        using var connection = engine.Connect();
        try
        {
            connection.Execute(sql.Replace("{root}", Root, StringComparison.Ordinal), Cancellation);
        }
        catch (GatewayException e)
        {
            throw new InvalidOperationException($"{e.Message}: {e.Detail}", e);
        }
    }

    public Task<RemoteTable> ImportAsync(string name, string? schema = null) => Source.ImportAsync(new RemoteObjectName(null, schema, name), Cancellation);

    /// <summary>The columns found in a file: name and type.</summary>
    public async Task<string[]> ColumnsAsync(string name) => [.. (await ImportAsync(name)).Columns.Select(column => $"{column.Name} {column.Type}")];

    /// <summary>The rows of a file, each as its values' text with a bar between them.</summary>
    public async Task<string[]> RowsAsync(string name) => await RowsAsync(await ImportAsync(name));

    public Task<string[]> RowsAsync(RemoteTable table) => RowsAsync(Scan(table));

    public async Task<string[]> RowsAsync(PlanNode plan)
    {
        var rows = await ReadAsync(plan);
        return [.. rows.Select(row => string.Join('|', row.Select((value, i) => value is null ? "∅" : ConstantText.Format(new ConstantExpression(value, plan.Output[i].Type)))))];
    }

    /// <summary>Runs a plan over this source.</summary>
    public async Task<List<object?[]>> ReadAsync(PlanNode plan)
    {
        var written = QueryWriter.Write(plan, Adapter.Dialect, new QueryWriterOptions());
        written.Refusal.ShouldBeNull();
        var schema = new Schema(plan.Output.Select(column => new Field(column.Name, column.Type)).ToEquatableArray());
        await using var session = await Source.OpenSessionAsync(new RemoteSessionOptions(SingleFragment: true), Cancellation);
        List<object?[]> rows = [];
        await foreach (var batch in session.ExecuteAsync(new RemoteStatement(written.Sql, plan, schema), Cancellation))
            using (batch) rows.AddRange(BatchValues.Rows(batch));
        return rows;
    }

    /// <summary>The texts of a table's only column, as they come.</summary>
    public async IAsyncEnumerable<string> StreamAsync(RemoteTable table)
    {
        var plan = Scan(table);
        var written = QueryWriter.Write(plan, Adapter.Dialect, new QueryWriterOptions());
        var schema = new Schema(plan.Output.Select(column => new Field(column.Name, column.Type)).ToEquatableArray());
        await using var session = await Source.OpenSessionAsync(new RemoteSessionOptions(SingleFragment: true), Cancellation);
        await foreach (var batch in session.ExecuteAsync(new RemoteStatement(written.Sql, plan, schema), Cancellation))
        {
            using (batch)
                for (var i = 0; i < batch.Length; i++) yield return batch.Column(0).GetString(i);
        }
    }

    public static ScanNode Scan(RemoteTable table)
    {
        ColumnIds ids = new();
        var handle = new TableHandle("lake", table.Path, table.SuggestedName, table.Columns, table.Keys, table.Statistics, table.Properties);
        return new ScanNode(handle, table.Columns.Select((column, i) => new ScanColumn(new OutputColumn(ids.Next(), column.Name, column.Type), i)).ToEquatableArray());
    }

    /// <summary>The table with columns of the user's choice.</summary>
    public static RemoteTable WithColumns(RemoteTable table, params (string Name, SqlType Type)[] columns) =>
        table with { Columns = columns.Select(column => new TableColumn(column.Name, column.Name, column.Type, IsNullable: true, "")).ToEquatableArray() };

    /// <summary>The error of an import or of reading.</summary>
    public static async Task<GatewayException> ErrorOf(Func<Task> action) => await Should.ThrowAsync<GatewayException>(action);

    public async ValueTask DisposeAsync()
    {
        if (_source is not null) await _source.DisposeAsync();
        Directory.Delete(_top, recursive: true);
    }
}
