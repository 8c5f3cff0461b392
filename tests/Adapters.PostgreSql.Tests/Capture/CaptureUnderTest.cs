using System.Globalization;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Arrow;
using FederationGateway.Support.Postgres;

namespace FederationGateway.Adapters.PostgreSql.Tests.Capture;

/// <summary>A capture of some tables of a database of its own, and short ways to read its stream.</summary>
internal sealed class CaptureUnderTest : IAsyncDisposable
{
    private readonly SourceUnderTest _test;
    private int _markers;

    private CaptureUnderTest(SourceUnderTest test, IReadOnlyList<CapturedTable> tables) => (_test, Tables) = (test, tables);

    public string Name { get; } = $"fedgw_{Guid.NewGuid():N}"[..20];

    public SourceUnderTest Test => _test;

    public ICaptureSource Source => (ICaptureSource)_test.Source;

    public IReadOnlyList<CapturedTable> Tables { get; set; }

    public ChangePosition Start { get; private set; } = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Runs the SQL in a new database and captures the tables named behind it, by their place from 1.</summary>
    public static Task<CaptureUnderTest> StartAsync(PostgresCluster cluster, string sql, params string[] tables) => StartAsync(cluster, sql, [], tables);

    public static async Task<CaptureUnderTest> StartAsync(PostgresCluster cluster, string sql, (string Key, string Value)[] options, params string[] tables)
    {
        var capture = await CreateAsync(cluster, sql, options, TimeProvider.System, tables);
        capture.Start = (await capture.Source.StartCaptureAsync(capture.Name, capture.Tables, Cancellation))!;
        return capture;
    }

    public static Task<CaptureUnderTest> CreateAsync(PostgresCluster cluster, string sql, params string[] tables) => CreateAsync(cluster, sql, [], TimeProvider.System, tables);

    /// <summary>As <see cref="StartAsync(PostgresCluster, string, string[])"/>, by a clock of the test's.</summary>
    public static async Task<CaptureUnderTest> StartAsync(PostgresCluster cluster, string sql, TimeProvider time, params string[] tables)
    {
        var capture = await CreateAsync(cluster, sql, [], time, tables);
        capture.Start = (await capture.Source.StartCaptureAsync(capture.Name, capture.Tables, Cancellation))!;
        return capture;
    }

    private static async Task<CaptureUnderTest> CreateAsync(PostgresCluster cluster, string sql, (string Key, string Value)[] options, TimeProvider time, string[] tables)
    {
        var test = await SourceUnderTest.CreateAsync(cluster, sql, time, options);
        List<CapturedTable> captured = [];
        foreach (var table in tables) captured.Add(new CapturedTable(captured.Count + 1, await test.ImportAsync(table)));
        return new CaptureUnderTest(test, captured);
    }

    public Task RunAsync(string sql) => _test.Cluster.ExecuteAsync(sql, _test.Database, Cancellation);

    public async Task<IChangeStream> OpenAsync(ChangePosition? after = null) => await Source.OpenChangesAsync(Name, Tables, after ?? Start, Cancellation);

    /// <summary>What comes before a marker that is written now; the chunks are the caller's.</summary>
    public async Task<List<ChangeChunk>> ReadChunksAsync(IChangeStream stream, CancellationToken cancellationToken = default)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation, cancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(120));
        var marker = $"B{++_markers}";
        await Source.WriteMarkerAsync(Name, marker, limit.Token);
        List<ChangeChunk> chunks = [];
        while (true)
        {
            var chunk = await stream.ReadAsync(limit.Token);
            if (chunk.Marker == marker) return chunks;
            chunks.Add(chunk);
        }
    }

    /// <summary>As <see cref="ReadChunksAsync"/>, the rows as text in the order of transactions and within them.</summary>
    public async Task<List<string>> ReadRowsAsync(IChangeStream stream)
    {
        var chunks = await ReadChunksAsync(stream);
        var rows = chunks.SelectMany(Text).ToList();
        foreach (var chunk in chunks) chunk.Dispose();
        return rows;
    }

    /// <summary>Opens the stream at the capture's beginning and reads to now.</summary>
    public async Task<List<string>> ReadRowsAsync()
    {
        await using var stream = await OpenAsync();
        return await ReadRowsAsync(stream);
    }

    /// <summary>
    /// A line a row: the kind, the table when there are several, the values, <c>?</c> for an untold one. A definition's change is a line, too.
    /// </summary>
    public IEnumerable<string> Text(ChangeChunk chunk)
    {
        if (chunk.DefinitionChange is { } change)
            yield return change.Definition is { } definition
                ? $"{change.Table} = {string.Join('.', definition.Path)}({string.Join(", ", definition.Columns.Select(column => $"{column.Name} {column.Type}"))})"
                : $"{change.Table} is gone";
        foreach (var (text, _) in TextWithTransaction(chunk)) yield return text;
    }

    /// <summary>The rows' lines, each with its transaction's place in the chunk.</summary>
    public IEnumerable<(string Text, int Transaction)> TextWithTransaction(ChangeChunk chunk)
    {
        List<(int Transaction, long Sequence, string Text)> rows = [];
        foreach (var table in chunk.Tables)
        {
            for (var row = 0; row < table.Rows.Length; row++)
            {
                var transaction = table.Rows.Column(ChangeColumns.Transaction).GetValue<int>(row);
                rows.Add((transaction, table.Rows.Column(ChangeColumns.Sequence).GetValue<long>(row), Line(table, row)));
            }
        }

        return rows.OrderBy(row => row.Transaction).ThenBy(row => row.Sequence).Select(row => (row.Text, row.Transaction));
    }

    private string Line(TableChanges table, int row)
    {
        var kind = table.Rows.Column(ChangeColumns.Kind).GetString(row);
        var prefix = Tables.Count > 1 ? $"{kind}{table.Table.ToString(CultureInfo.InvariantCulture)}" : kind;
        if (kind == "T") return prefix;
        var untold = table.Rows.Column(ChangeColumns.Untold);
        var bits = untold.IsNull(row) ? [] : untold.GetBytes(row).ToArray();
        List<string> values = [prefix];
        for (var i = ChangeColumns.Count; i < table.Rows.Columns.Count; i++)
        {
            var column = i - ChangeColumns.Count;
            var isUntold = bits.Length > 0 && (bits[column / 8] & (1 << (column % 8))) != 0;
            if (isUntold) table.Rows.Column(i).IsNull(row).ShouldBeTrue();
            values.Add(isUntold ? "?" : BatchText.Value(table.Rows.Column(i), row, table.Rows.Schema.FieldsList[i].SqlType));
        }

        return string.Join('|', values);
    }

    public async ValueTask DisposeAsync()
    {
        // A slot that stayed would keep the log of all the server's databases.
        if (_test.Cluster.IsRunning) await Source.DropCaptureAsync(Name, CancellationToken.None);
        await _test.DisposeAsync();
    }
}
