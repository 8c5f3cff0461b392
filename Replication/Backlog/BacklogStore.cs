using FederationGateway.Adapters.Abstractions;
using FederationGateway.Common;
using Microsoft.Win32.SafeHandles;

namespace FederationGateway.Replication.Backlog;

/// <summary>
/// The backlog of a source in a directory of its own: segment files of chunks, each with a checksum. There is one writer, the source's receiver, which calls <see cref="BeginAsync"/> before
/// it opens a stream and adds what the stream brings; what comes while a write is under way goes to disk with the next one.
/// </summary>
public sealed partial class BacklogStore : IBacklog, IDisposable, IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly string _directory;
    private readonly BacklogOptions _options;
    private readonly TimeProvider _time;
    private readonly List<Segment> _segments;
    private readonly Dictionary<string, long> _markers;
    private readonly CursorCache _cursors = new();
    private TaskCompletionSource _changed = NewSignal();
    private long _last;
    private long _trimmed;
    private ChangePosition? _position;
    private DateTime? _received;
    private bool _isDisposed;

    private BacklogStore(string directory, BacklogOptions options, TimeProvider time)
    {
        (_directory, _options, _time) = (directory, options, time);
        var recovered = Recovery.Run(directory);
        (_segments, _markers, _last, _position) = (recovered.Segments, recovered.Markers, recovered.Last, recovered.Position);
        _plan = PlanFromHere();
        _bytes = BytesOnDisk();
    }

    /// <summary>Opens the backlog of a directory, which is made if it is not there. Files that were damaged are an XX001 error; what was not written to its end is cut off.</summary>
    public static BacklogStore Open(string directory, BacklogOptions options, TimeProvider time) => new(Path.GetFullPath(directory), options, time);

    /// <summary>Removes a backlog that is not open. No error when there is none.</summary>
    public static void Delete(string directory)
    {
        if (Directory.Exists(directory)) Directory.Delete(directory, recursive: true);
    }

    public long Last
    {
        get { lock (_gate) return _last; }
    }

    public long First
    {
        get { lock (_gate) return FirstNow; }
    }

    /// <summary>Where the source's stream goes on behind what is here, and was here before it was trimmed; null before the first transaction.</summary>
    public ChangePosition? Position
    {
        get { lock (_gate) return _position; }
    }

    /// <summary>When the last chunk became durable, UTC; null when none has since the backlog was opened.</summary>
    public DateTime? Received
    {
        get { lock (_gate) return _received; }
    }

    private long FirstNow => _segments.Count == 0 ? _last + 1 : _segments[0].First;

    public long? FindMarker(string marker)
    {
        lock (_gate) return _markers.TryGetValue(marker, out var number) && number <= _last ? number : null;
    }

    /// <inheritdoc/>
    /// <remarks>Right to some 16 KB, and to the byte where files begin and end.</remarks>
    public long BytesAfter(long number)
    {
        lock (_gate) return _segments.Sum(segment => segment.BytesAfter(number));
    }

    public async ValueTask<BacklogChunk> ReadAsync(long number, CancellationToken cancellationToken)
    {
        var (segment, end) = await WaitForAsync(number, cancellationToken);
        var cursor = _cursors.Take(segment, number) ?? new SegmentCursor(segment);
        try
        {
            if (cursor.Next != number) await cursor.SeekAsync(number, end, cancellationToken);
            var chunk = await cursor.ReadAsync(end, cancellationToken);
            _cursors.Keep(cursor);
            return chunk;
        }
        catch
        {
            cursor.Dispose();
            throw;
        }
    }

    /// <summary>Lets go of the chunks up to a number, which nobody reads any more. Their files are deleted as soon as all of a file's chunks are among them.</summary>
    public void Trim(long throughNumber)
    {
        lock (_deleting)
        {
            while (NextToDelete(throughNumber) is { } segment)
            {
                Delete(segment);
            }
        }

        lock (_gate)
        {
            _bytes = BytesOnDisk();
            Signal(ref _room);
        }
    }

    /// <summary>Ends reading and writing. What is being written just now becomes durable or not.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_isDisposed) return;
            _isDisposed = true;
            if (_flushing.IsCompleted) _file?.Dispose();    // else whoever flushes does it
            Signal(ref _changed);
            Signal(ref _room);
        }

        _cursors.Dispose();
    }

    /// <summary>As <see cref="Dispose"/>, and waits until nothing is being written any more: the directory can be opened anew.</summary>
    public async ValueTask DisposeAsync()
    {
        Dispose();
        await _flushing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async ValueTask<(Segment Segment, long End)> WaitForAsync(long number, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                ObjectDisposedException.ThrowIf(_isDisposed, this);
                if (number < FirstNow || number < 1) throw new GatewayException(SqlState.InternalError, $"chunk {number} is not in the backlog any more: it begins with {FirstNow}");
                if (number <= _last && _segments.FindLast(segment => segment.First <= number) is { } found) return (found, found.VisibleEnd);
                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    private Segment? NextToDelete(long throughNumber)
    {
        lock (_gate)
        {
            _trimmed = Math.Max(_trimmed, Math.Min(throughNumber, _last));
            return _segments.Count > 1 && _segments[1].First - 1 <= _trimmed ? _segments[0] : null;
        }
    }

    private void Delete(Segment segment)
    {
        try
        {
            Failpoints.Hit("backlog.before-delete");
            SegmentFiles.Delete(segment.Path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw BacklogErrors.Of(failure, segment.Path);
        }

        lock (_gate)
        {
            _segments.Remove(segment);
            foreach (var (marker, number) in _markers)
                if (number < FirstNow) _markers.Remove(marker);
        }

        _cursors.Forget(segment);
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Wakes who waits for something to change.</summary>
    private static void Signal(ref TaskCompletionSource signal)
    {
        signal.TrySetResult();
        signal = NewSignal();
    }
}
