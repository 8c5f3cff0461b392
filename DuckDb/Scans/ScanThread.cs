using FederationGateway.Arrow;
using FederationGateway.DuckDb.Native;

namespace FederationGateway.DuckDb;

/// <summary>
/// One engine thread's part of a scan. Text in the vectors points into the batch, and the operator above may look at a chunk until it asks for the
/// next one: a batch is therefore kept until its successor is used up or the scan ends.
/// </summary>
internal sealed class ScanThread : IDisposable
{
    private RecordBatch? _previous;
    private RecordBatch? _current;
    private int _position;

    /// <summary>Fills the chunk with the next rows; 0 at the end.</summary>
    public int Fill(Scan scan, nint chunk)
    {
        if (_current is null || _position == _current.Length)
        {
            if (scan.Pull() is not { } next) return 0;
            _previous?.Dispose();
            (_previous, _current, _position) = (_current, next, 0);
        }

        var rows = Math.Min(_current.Length - _position, DuckDbApi.ChunkRows);
        for (var i = 0; i < scan.Columns.Length; i++)
        {
            if (scan.Columns[i] == Scan.VirtualColumn) continue;
            var column = _current.Column(scan.Columns[i]);
            var vector = DuckDbApi.DataChunkGetVector(chunk, (ulong)i);
            if (column.DataType is ListType) VectorFiller.FillApart(column, _position, rows, vector);
            else VectorFiller.Fill(column, _position, rows, vector);
        }

        _position += rows;
        return rows;
    }

    public void Dispose()
    {
        _previous?.Dispose();
        _current?.Dispose();
    }
}
