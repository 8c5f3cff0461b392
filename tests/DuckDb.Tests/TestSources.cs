using System.Diagnostics.CodeAnalysis;
using FederationGateway.Arrow;
using FederationGateway.Common;

namespace FederationGateway.DuckDb.Tests;

/// <summary>Makes its batches while it is read, and counts them.</summary>
internal sealed class CountingSource(Schema schema, int batches, int rowsPerBatch, Func<int, int, object?[]> row) : IBatchSource, IBatchCursor
{
    private int _made;

    public Schema Schema => schema;

    public long? EstimatedRows => (long)batches * rowsPerBatch;

    public bool KeepsOrder { get; init; }

    public int Made => _made;

    public bool WasClosed { get; private set; }

    /// <summary>Called before each batch; may throw or wait.</summary>
    public Action<int, CancellationToken>? BeforeBatch { get; init; }

    public IBatchCursor Open() => this;

    public bool TryNext([NotNullWhen(true)] out RecordBatch? batch, CancellationToken cancellationToken)
    {
        batch = null;
        cancellationToken.ThrowIfCancellationRequested();
        BeforeBatch?.Invoke(_made, cancellationToken);
        if (_made == batches) return false;
        var number = _made++;
        batch = TestBatches.Build(schema, [.. Enumerable.Range(0, rowsPerBatch).Select(i => row(number, i))]);
        return true;
    }

    public void Dispose() => WasClosed = true;

    public static CountingSource Numbers(int batches, int rowsPerBatch, Action<int, CancellationToken>? beforeBatch = null) =>
        new(TestBatches.SchemaOf(SqlType.Int8, SqlType.Text), batches, rowsPerBatch, (batch, i) => [((long)batch * rowsPerBatch) + i, $"text of row number {i}"]) { BeforeBatch = beforeBatch };
}
