using System.Buffers.Binary;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Common;
using FederationGateway.Replication.Tests.Backlog;

namespace FederationGateway.Replication.Tests.Receiving;

/// <summary>
/// A source whose log has transactions 1, 2, 3 … of one row each, as far as it has been told; every third is large and comes in several chunks, behind the one before it. It keeps what was not
/// acknowledged, and has no more than that.
/// </summary>
internal sealed class ScriptedSource : ICaptureSource
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Stream? _open;
    private long _last;

    /// <summary>Thrown instead of the n-th chunk of all streams, by n from 1.</summary>
    public Dictionary<int, Exception> FailAtChunk { get; } = [];

    /// <summary>Thrown by the next attempts to open.</summary>
    public Queue<Exception> FailToOpen { get; } = [];

    public List<(ChangePosition After, IReadOnlyList<CapturedTable> Tables)> Opened { get; } = [];

    public List<ChangePosition> Acknowledged { get; } = [];

    public int Chunks { get; private set; }

    public TableDefinitionChange? ChangeBefore5 { get; set; }

    public void Commit(long transactions)
    {
        lock (_gate)
        {
            _last += transactions;
            _more.TrySetResult();
            _more = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    public ValueTask<IChangeStream> OpenChangesAsync(string capture, IReadOnlyList<CapturedTable> tables, ChangePosition after, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (FailToOpen.TryDequeue(out var failure)) throw failure;
            if (_open is { IsClosed: false }) throw new GatewayException(SqlState.InternalError, "two streams of a capture are open");
            if (Acknowledged.LastOrDefault() is { } acknowledged && after < acknowledged) throw new GatewayException(SqlState.ObjectNotInPrerequisiteState, "what follows is gone");
            Opened.Add((after, tables));
            return ValueTask.FromResult<IChangeStream>(_open = new Stream(this, BinaryPrimitives.ReadInt64BigEndian(after.Bytes.Span)));
        }
    }

    public Task<IReadOnlyList<CaptureObstacle>> CheckCaptureAsync(string capture, IReadOnlyList<CapturedTable> tables, CancellationToken cancellationToken) => throw new InvalidOperationException();

    public Task<ChangePosition?> StartCaptureAsync(string capture, IReadOnlyList<CapturedTable> tables, CancellationToken cancellationToken) => throw new InvalidOperationException();

    public Task DropCaptureAsync(string capture, CancellationToken cancellationToken) => throw new InvalidOperationException();

    public Task WriteMarkerAsync(string capture, string marker, CancellationToken cancellationToken) => throw new InvalidOperationException();

    public Task<CaptureStatus> CaptureStatusAsync(string capture, CancellationToken cancellationToken) => throw new InvalidOperationException();

    private sealed class Stream(ScriptedSource source, long after) : IChangeStream
    {
        private readonly Queue<ChangeChunk> _ready = [];
        private long _sent = after;

        public bool IsClosed { get; private set; }

        public async ValueTask<ChangeChunk> ReadAsync(CancellationToken cancellationToken)
        {
            while (true)
            {
                Task more;
                lock (source._gate)
                {
                    if (_ready.Count == 0 && _sent < source._last) Prepare();
                    if (_ready.TryDequeue(out var chunk))
                    {
                        if (!source.FailAtChunk.Remove(++source.Chunks, out var failure)) return chunk;
                        chunk.Dispose();
                        throw failure;
                    }

                    more = source._more.Task;
                }

                await more.WaitAsync(cancellationToken);
            }
        }

        public void Acknowledge(ChangePosition position)
        {
            lock (source._gate) source.Acknowledged.Add(position);
        }

        public ValueTask DisposeAsync()
        {
            lock (source._gate) IsClosed = true;
            foreach (var chunk in _ready) chunk.Dispose();
            return default;
        }

        private void Prepare()
        {
            var next = _sent + 1;
            if (next == 5 && source.ChangeBefore5 is { } change)
                _ready.Enqueue(new ChangeChunk([TestChunks.Transaction(5)], [], EndsInTransaction: true) { DefinitionChange = change });
            if (next % 3 == 2 && next < source._last)
            {
                // The one before a large transaction comes with its beginning.
                _ready.Enqueue(TestChunks.Open(next, count: 2));
                _ready.Enqueue(TestChunks.Open(next + 1));
                _ready.Enqueue(TestChunks.Whole(next + 1));
                _sent = next + 1;
                return;
            }

            _ready.Enqueue(TestChunks.Whole(next));
            _sent = next;
        }
    }
}
