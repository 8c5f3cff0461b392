namespace FederationGateway.Replication.Backlog;

/// <summary>Cursors between two reads: who goes on reading where the last one stopped finds the bytes that were read ahead. Thread-safe.</summary>
internal sealed class CursorCache : IDisposable
{
    // As many readers of a source as go through its backlog at different places; more of them only read a little more.
    private const int Most = 8;

    private readonly Lock _gate = new();
    private readonly List<SegmentCursor> _cursors = [];
    private bool _isDisposed;

    /// <summary>The cursor that stands before a chunk, now the caller's; null when there is none.</summary>
    public SegmentCursor? Take(Segment segment, long number)
    {
        lock (_gate)
        {
            var index = _cursors.FindIndex(cursor => cursor.Segment == segment && cursor.Next == number);
            if (index < 0) return null;
            var cursor = _cursors[index];
            _cursors.RemoveAt(index);
            return cursor;
        }
    }

    public void Keep(SegmentCursor cursor)
    {
        lock (_gate)
        {
            if (_isDisposed)
            {
                cursor.Dispose();
                return;
            }

            _cursors.Add(cursor);
            if (_cursors.Count <= Most) return;
            _cursors[0].Dispose();
            _cursors.RemoveAt(0);
        }
    }

    /// <summary>A segment is gone: nobody reads it any more.</summary>
    public void Forget(Segment segment)
    {
        lock (_gate)
        {
            foreach (var cursor in _cursors.FindAll(cursor => cursor.Segment == segment)) cursor.Dispose();
            _cursors.RemoveAll(cursor => cursor.Segment == segment);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            foreach (var cursor in _cursors) cursor.Dispose();
            _cursors.Clear();
        }
    }
}
