using FederationGateway.Adapters.Abstractions;
using FederationGateway.Arrow;
using Microsoft.Win32.SafeHandles;

namespace FederationGateway.Replication.Backlog;

/// <summary>A chunk that will be durable.</summary>
/// <param name="Number">Its number, or that of its last part.</param>
/// <param name="Durable">Ends when it is, or with the error why it is not.</param>
public readonly record struct BacklogAppend(long Number, Task Durable);

/// <summary>
/// Chunks go three steps. (1) The writer's turn: wait for room, choose number, file and place, encode. (2) One flush at a time: write all that waits for one file, one after the other, then
/// fsync. (3) Show it: a chunk is seen when it is durable, and so is the end of its transaction. An error in step 2 stops everything until <see cref="BeginAsync"/>.
/// </summary>
public sealed partial class BacklogStore
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Lock _deleting = new();
    private readonly Queue<PendingFrame> _pending = [];
    private TaskCompletionSource _room = NewSignal();
    private WritePlan _plan;
    private Task _flushing = Task.CompletedTask;
    private SafeFileHandle? _file;
    private Segment? _fileSegment;
    private Exception? _failure;
    private long _bytes;
    private long _pendingBytes;
    private long _durable;

    /// <summary>Bytes on disk that are still needed, and those on their way there.</summary>
    public long Bytes
    {
        get { lock (_gate) return _bytes; }
    }

    public bool IsNearlyFull => Bytes >= _options.MostBytes * _options.NearlyFull;

    /// <summary>True while nothing more is taken but the rest of a transaction.</summary>
    public bool IsFull => Bytes >= _options.MostBytes;

    public long MostBytes => _options.MostBytes;

    /// <summary>
    /// Gets ready for a stream to be opened: what came of a transaction whose end did not is cut off, and an earlier error of writing is over. Returns where to open it behind:
    /// null when nothing has come yet.
    /// </summary>
    public async ValueTask<ChangePosition?> BeginAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await _flushing.WaitAsync(cancellationToken);
            lock (_gate)
            {
                ObjectDisposedException.ThrowIf(_isDisposed, this);
                if (_failure is not null || _durable != _last) CutOff();
                _failure = null;
                _plan = PlanFromHere();
                _bytes = BytesOnDisk();
                return _position;
            }
        }
        catch (IOException failure)
        {
            throw BacklogErrors.Of(failure, _directory);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Adds a chunk, which it takes over, and waits until it is durable.</summary>
    public async ValueTask<long> AppendAsync(ChangeChunk chunk, CancellationToken cancellationToken)
    {
        var append = await EnqueueAsync(chunk, cancellationToken);
        await append.Durable;
        return append.Number;
    }

    /// <summary>
    /// Adds a chunk, which it takes over, as soon as there is room for it; the next one may be added at once. When one could not be written those behind it are not, either, and adding more is
    /// the same error until <see cref="BeginAsync"/>.
    /// </summary>
    public async ValueTask<BacklogAppend> EnqueueAsync(ChangeChunk chunk, CancellationToken cancellationToken)
    {
        var parts = OpenTransaction.CutOff(chunk);
        try
        {
            await _turn.WaitAsync(cancellationToken);
            try
            {
                BacklogAppend last = default;
                foreach (var part in parts)
                {
                    await WaitForRoomAsync(cancellationToken);
                    last = Add(part);
                }

                return last;
            }
            finally
            {
                _turn.Release();
            }
        }
        finally
        {
            foreach (var part in parts) part.Dispose();
        }
    }

    private async ValueTask WaitForRoomAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task room;
            lock (_gate)
            {
                ThrowIfUnusable();
                if ((_plan.IsInTransaction || _bytes < _options.MostBytes) && _pendingBytes < _options.MostPendingBytes) return;
                room = _room.Task;
            }

            await room.WaitAsync(cancellationToken);
        }
    }

    private BacklogAppend Add(ChangeChunk chunk)
    {
        if (_plan.End >= _options.SegmentBytes && _plan.Next > _plan.Segment.First) _plan = WritePlan.NewSegment(_directory, _plan);
        var frame = _plan.Add(chunk);
        lock (_gate)
        {
            if (_isDisposed || _failure is not null) frame.Dispose();
            ThrowIfUnusable();
            _pending.Enqueue(frame);
            _pendingBytes += frame.Size;
            _bytes += frame.Size;
            // On a thread of the pool: writing blocks it, for as long as the disk takes.
            if (_flushing.IsCompleted) _flushing = Task.Run(Flush);
        }

        return new BacklogAppend(frame.Number, frame.Durable);
    }

    private void Flush()
    {
        while (NextGroup() is { Count: > 0 } group)
        {
            try
            {
                var segment = group[0].Segment;
                Failpoints.Hit("backlog.before-write");
                var durable = OpenFor(segment);
                var received = _time.GetUtcNow().UtcDateTime;
                RandomAccess.Write(_file!, [.. group.Select(frame => frame.ToBytes(received, durable))], segment.End);
                Failpoints.Hit("backlog.written");
                RandomAccess.FlushToDisk(_file!);
                Failpoints.Hit("backlog.flushed");
                Show(group, received);
            }
            // Whatever it is, it is told to those who wait.
            catch (Exception failure)
            {
                Fail(group, BacklogErrors.Of(failure, group[0].Segment.Path));
            }
            finally
            {
                foreach (var frame in group) frame.Dispose();
            }
        }
    }

    /// <summary>The frames that go to disk with the next write; none when nothing waits.</summary>
    private List<PendingFrame> NextGroup()
    {
        List<PendingFrame> group = [];
        lock (_gate)
        {
            while (_pending.TryPeek(out var frame) && (group.Count == 0 || frame.Segment == group[0].Segment)) group.Add(_pending.Dequeue());
            if (group.Count > 0) return group;
            // The next chunk starts another flush, even if this one has not returned yet.
            _flushing = Task.CompletedTask;
            if (_isDisposed) _file?.Dispose();
        }

        return group;
    }

    /// <summary>Has a segment's file open; a new one is made when all before it is durable. Returns the last durable number.</summary>
    private long OpenFor(Segment segment)
    {
        if (_fileSegment != segment)
        {
            _file?.Dispose();
            (_file, _fileSegment) = (null, null);
            bool isNew;
            lock (_gate) isNew = !_segments.Contains(segment);
            _file = isNew ? SegmentFiles.Create(segment, segment.Header.ToBytes()) : SegmentFiles.Open(segment);
            _fileSegment = segment;
            lock (_gate)
                if (isNew) _segments.Add(segment);
        }

        return _durable;
    }

    private void Show(List<PendingFrame> group, DateTime received)
    {
        var rolled = false;
        lock (_gate)
        {
            foreach (var frame in group)
            {
                frame.Segment.Add(frame.Header, frame.Schemas);
                _durable = frame.Number;
                _pendingBytes -= frame.Size;
                if (frame.Marker is not null) _markers[frame.Marker] = frame.Number;
                if (frame.IsOpen) continue;
                for (var i = _segments.Count - 1; i >= 0 && _segments[i].VisibleEnd < _segments[i].End; i--)
                    _segments[i].Show(i + 1 < _segments.Count ? _segments[i + 1].First - 1 : frame.Number);
                (_last, _position, _received) = (frame.Number, frame.LastPosition, received);
            }

            rolled = _segments.Count > 1 && _segments[1].First - 1 <= _trimmed;
            Signal(ref _changed);
            Signal(ref _room);
        }

        foreach (var frame in group) frame.Succeed();
        if (rolled) Trim(_trimmed);
    }

    private void Fail(List<PendingFrame> group, Exception failure)
    {
        List<PendingFrame> waiting;
        lock (_gate)
        {
            _failure = failure;
            waiting = [.. _pending];
            _pending.Clear();
            _pendingBytes = 0;
            _file?.Dispose();
            (_file, _fileSegment) = (null, null);
            Signal(ref _room);
        }

        foreach (var frame in waiting) frame.Dispose();
        foreach (var frame in group.Concat(waiting)) frame.Fail(failure);
    }

    /// <summary>Removes from disk what is behind the last chunk that may be seen. Nothing is being written.</summary>
    private void CutOff()
    {
        _file?.Dispose();
        (_file, _fileSegment) = (null, null);
        _segments.RemoveAll(segment => segment.First > _last + 1);
        // Also a file that could not be made to its end. The newest goes first: what is left is a beginning, whenever the process dies.
        foreach (var path in Directory.GetFiles(_directory, $"*{Segment.Extension}*").OrderDescending(StringComparer.Ordinal))
            if (!_segments.Exists(segment => segment.Path == path)) SegmentFiles.Delete(path);

        if (_segments.Count > 0)
        {
            SegmentFiles.Shorten(_segments[^1].Path, _segments[^1].VisibleEnd);
            _segments[^1].CutOff();
        }

        foreach (var (marker, number) in _markers)
            if (number > _last) _markers.Remove(marker);
        _durable = _last;
    }

    private WritePlan PlanFromHere()
    {
        _durable = _last;
        var segment = _segments.LastOrDefault();
        return segment is null
            ? WritePlan.First(_directory, _last, _position)
            : new WritePlan(segment, _last, _position, _markers.Where(marker => marker.Value >= segment.First));
    }

    private long BytesOnDisk() => _pendingBytes + _segments.Where(segment => segment.VisibleEnd < segment.End || segment.VisibleLast > _trimmed).Sum(segment => segment.End);

    private void ThrowIfUnusable()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_failure is not null) throw _failure;
    }
}
