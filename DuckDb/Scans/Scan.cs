using FederationGateway.Arrow;

namespace FederationGateway.DuckDb;

/// <summary>One execution of a <c>gw_scan</c>, shared by the engine threads that work on it.</summary>
internal sealed class Scan(IBatchCursor cursor, int[] columns, int maxThreads, DuckDbConnection connection) : IDisposable
{
    public const int VirtualColumn = -1;
    private readonly Lock _pull = new();
    private readonly CancellationToken _cancellationToken = connection.ExecutionToken;
    private bool _hasEnded;

    /// <summary>Which column of the batches each vector of a chunk shows.</summary>
    public int[] Columns { get; } = columns;

    public int MaxThreads { get; } = maxThreads;

    /// <summary>Whose statement this is part of.</summary>
    public DuckDbConnection Connection => connection;

    /// <summary>The next batch with rows, checked; null at the end. One thread pulls at a time, the others wait.</summary>
    public RecordBatch? Pull()
    {
        var batch = Next();
        if (batch is null) return null;
        try
        {
            foreach (var column in Columns)
                if (column != VirtualColumn) TextValidation.Check(batch.Column(column));
            return batch;
        }
        catch
        {
            batch.Dispose();
            throw;
        }
    }

    public void Dispose() => cursor.Dispose();

    private RecordBatch? Next()
    {
        lock (_pull)
        {
            while (!_hasEnded)
            {
                if (!cursor.TryNext(out var batch, _cancellationToken)) _hasEnded = true;
                else if (batch.Length > 0) return batch;
                else batch.Dispose();
            }

            return null;
        }
    }
}
