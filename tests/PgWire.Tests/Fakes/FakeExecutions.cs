using FederationGateway.Arrow;
using FederationGateway.PgWire.Contract;
using FederationGateway.PgWire.Copy;

namespace FederationGateway.PgWire.Tests.Fakes;

public sealed class FakeCommand(CommandTag tag) : IExecution
{
    public CommandTag CommandTag => tag;

    public ValueTask DisposeAsync() => default;
}

public sealed class FakeRows(IAsyncEnumerable<RecordBatch> batches) : IRowExecution
{
    public CommandTag CommandTag => CommandTag.Select;

    public IAsyncEnumerable<RecordBatch> ReadBatchesAsync(CancellationToken cancellationToken) => batches;

    public ValueTask DisposeAsync() => default;
}

/// <summary>Two rows: 1 and a text full of characters that want escaping, 2 and null.</summary>
public sealed class FakeCopyOut(CopyOptions options, IReadOnlyList<ResultColumn> columns) : ICopyOutExecution
{
    public const string Awkward = "a\tb\\c\"d,e\nf";

    public CommandTag CommandTag => CommandTag.Copy;

    public CopyOptions Options => options;

    public IReadOnlyList<ResultColumn> Columns => columns;

    public IAsyncEnumerable<RecordBatch> ReadBatchesAsync(CancellationToken cancellationToken) =>
        FakeResults.Rows(columns, [1, Awkward], [2, null]);

    public ValueTask DisposeAsync() => default;
}

/// <summary>Keeps what was copied in the session's log, as <c>a|b</c>.</summary>
public sealed class FakeCopyIn(CopyOptions options, IReadOnlyList<ResultColumn> columns, FakeSession session, CancellationToken cancellationToken) : ICopyInExecution
{
    private readonly List<string> _rows = [];

    public CommandTag CommandTag => CommandTag.Copy;

    public CopyOptions Options => options;

    public IReadOnlyList<ResultColumn> Columns => columns;

    public string Target => "t";

    public ValueTask<T> AwaitClientAsync<T>(Func<CancellationToken, ValueTask<T>> read) => read(cancellationToken);

    public ValueTask WriteAsync(RecordBatch batch, CancellationToken cancellationToken)
    {
        using (batch)
            for (var row = 0; row < batch.Length; row++)
                _rows.Add($"{Show(batch.Columns[0], row)}|{Show(batch.Columns[1], row)}");
        return default;
    }

    public ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        session.Log.AddRange(_rows);
        return default;
    }

    public ValueTask DisposeAsync() => default;

    private static string Show(ArrayData column, int row) =>
        column.IsNull(row) ? "∅" : column.DataType is StringType ? column.GetString(row) : column.GetValue<int>(row).ToString(System.Globalization.CultureInfo.InvariantCulture);
}
