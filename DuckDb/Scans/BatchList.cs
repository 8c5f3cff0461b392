using System.Diagnostics.CodeAnalysis;
using FederationGateway.Arrow;

namespace FederationGateway.DuckDb;

/// <summary>Rows held in memory, which can be scanned any number of times, at the same time too. Owns the batches until disposed.</summary>
public sealed class BatchList(Schema schema, IReadOnlyList<RecordBatch> batches) : IBatchSource, IDisposable
{
    public Schema Schema { get; } = schema;

    public long? EstimatedRows { get; } = batches.Sum(batch => (long)batch.Length);

    public bool KeepsOrder { get; init; }

    public IBatchCursor Open() => new Cursor(batches);

    public void Dispose()
    {
        foreach (var batch in batches) batch.Dispose();
    }

    private sealed class Cursor(IReadOnlyList<RecordBatch> batches) : IBatchCursor
    {
        private int _next;

        public bool TryNext([NotNullWhen(true)] out RecordBatch? batch, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            batch = _next < batches.Count ? batches[_next++].Retain() : null;
            return batch is not null;
        }

        public void Dispose()
        {
        }
    }
}
