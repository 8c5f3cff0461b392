using FederationGateway.Adapters.Abstractions;
using FederationGateway.Arrow;
using FederationGateway.Plan;

namespace FederationGateway.Adapters.PostgreSql.Uploads;

/// <summary>An upload's rows, begun to be read before they are sent.</summary>
internal sealed class StartedRows(RowUpload upload, CancellationToken cancellationToken) : IAsyncDisposable
{
    /// <summary>Bytes of rows that are sent at a time, where they are sent in pieces.</summary>
    private const long PieceBytes = 1 << 20;

    private readonly IAsyncEnumerator<RecordBatch> _rows = upload.Rows.GetAsyncEnumerator(cancellationToken);
    private RecordBatch? _first;
    private bool _hasStarted;
    private bool _hasEnded;

    /// <summary>All rows, to be sent at once; each that is sent counts.</summary>
    public RowUpload Whole => field ??= new RowUpload(upload.Table, RestAsync());

    /// <summary>Waits for the first rows.</summary>
    public async Task StartAsync() => _first = await NextAsync();

    /// <summary>The rows in pieces for a table; the next is asked for when one is sent.</summary>
    public async IAsyncEnumerable<RowUpload> PiecesAsync(TableHandle table)
    {
        List<RecordBatch> batches = [];
        try
        {
            while (await TakeAsync() is { } batch)
            {
                batches.Add(batch);
                if (batches.Sum(one => one.ByteSize) < PieceBytes) continue;
                yield return new RowUpload(table, Taken(batches));
            }

            if (batches.Count > 0) yield return new RowUpload(table, Taken(batches));
        }
        finally
        {
            foreach (var batch in batches) batch.Dispose();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _first?.Dispose();
        await _rows.DisposeAsync();
    }

    private async ValueTask<RecordBatch?> TakeAsync()
    {
        if (!_hasStarted) await StartAsync();
        if (_first is not { } first) return _hasEnded ? null : await NextAsync();
        _first = null;
        return first;
    }

    private async ValueTask<RecordBatch?> NextAsync()
    {
        _hasStarted = true;
        if (await _rows.MoveNextAsync()) return _rows.Current;
        _hasEnded = true;
        return null;
    }

    private async IAsyncEnumerable<RecordBatch> RestAsync()
    {
        while (await TakeAsync() is { } batch) yield return batch;
    }

    private static async IAsyncEnumerable<RecordBatch> Taken(List<RecordBatch> batches)
    {
        await ValueTask.CompletedTask;
        while (batches.Count > 0)
        {
            var batch = batches[0];
            batches.RemoveAt(0);
            yield return batch;
        }
    }
}
