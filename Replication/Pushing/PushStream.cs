using System.Collections.Concurrent;
using System.Globalization;
using System.Threading.Channels;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Common;
using FederationGateway.Replication.Polling;

namespace FederationGateway.Replication.Pushing;

/// <summary>What is handed in, in the order it comes, each transaction by itself. Who handed it in hears when it is acknowledged, that is durable.</summary>
internal sealed class PushStream(PushedSource source, PushedKeys keys, long after, TimeProvider time) : IChangeStream
{
    private const int MostTogether = 64;
    private const int MostWaiting = 1000;
    private const long MostWaitingBytes = 64L << 20;
    private static readonly TimeSpan s_cleaning = TimeSpan.FromHours(1);

    private readonly Channel<Push> _waiting = Channel.CreateUnbounded<Push>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Queue<Push> _ready = new();
    private readonly ConcurrentQueue<Push> _sent = new();
    private readonly ConcurrentDictionary<string, Push> _underWay = new(StringComparer.Ordinal);
    private DateTime _cleaned = time.GetUtcNow().UtcDateTime;
    private long _position = after;
    private int _count;
    private long _bytes;

    /// <summary>Hands something in; false when the stream has ended or too much waits already.</summary>
    public bool TryAdd(Push push)
    {
        var bytes = push.Changes?.Rows.ByteSize ?? 0;
        if (push.Marker is null && (Volatile.Read(ref _count) >= MostWaiting || Interlocked.Read(ref _bytes) + bytes > MostWaitingBytes)) return false;
        if (!_waiting.Writer.TryWrite(push)) return false;
        Interlocked.Increment(ref _count);
        Interlocked.Add(ref _bytes, bytes);
        return true;
    }

    public async ValueTask<ChangeChunk> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_ready.TryDequeue(out var push))
            {
                _sent.Enqueue(push);
                var transaction = new ChangeTransaction(push.Key ?? push.Position.ToString(CultureInfo.InvariantCulture), PollingStore.PositionOf(push.Position), time.GetUtcNow().UtcDateTime);
                return new ChangeChunk([transaction], push.Changes is null ? [] : [push.Changes]) { Marker = push.Marker };
            }

            await _waiting.Reader.WaitToReadAsync(cancellationToken);
            await TakeAsync();
        }
    }

    public void Acknowledge(ChangePosition position)
    {
        var through = PollingStore.NumberOf(position);
        while (_sent.TryPeek(out var push) && push.Position <= through && _sent.TryDequeue(out push))
        {
            if (push.Key is { } key) _underWay.TryRemove(KeyValuePair.Create(key, push));
            if (push.Marker is { } marker) source.MarkerTold(marker);
            push.Complete(isNew: true);
        }
    }

    public ValueTask DisposeAsync()
    {
        source.Closed(this);
        _waiting.Writer.TryComplete();
        while (_waiting.Reader.TryRead(out var push))
        {
            if (push.TryClaim()) push.Changes?.Dispose();
            push.Fail(PushedSource.NotNow());
        }

        while (_ready.TryDequeue(out var push))
        {
            push.Changes?.Dispose();
            push.Fail(PushedSource.NotNow());
        }

        // What of these is in the backlog the next stream knows: their keys stay.
        while (_sent.TryDequeue(out var push)) push.Fail(PushedSource.NotNow());
        return ValueTask.CompletedTask;
    }

    /// <summary>Takes what waits and has not been taken back, notes its keys, and leaves out what was taken before.</summary>
    private async ValueTask TakeAsync()
    {
        List<Push> taken = [];
        while (taken.Count < MostTogether && _waiting.Reader.TryRead(out var push))
        {
            Interlocked.Decrement(ref _count);
            Interlocked.Add(ref _bytes, -(push.Changes?.Rows.ByteSize ?? 0));
            if (!push.TryClaim()) push.Changes?.Dispose();
            else if (push.Key is { } key && !_underWay.TryAdd(key, push)) Follow(push, _underWay.GetValueOrDefault(key));
            else if (push.Key is { } before && keys.IsKnown(before)) Leave(push);
            else taken.Add(push);
        }

        foreach (var push in taken) push.Position = ++_position;
        try
        {
            var named = taken.Where(push => push.Key is not null).Select(push => (push.Key!, push.Position)).ToList();
            if (named.Count > 0) await keys.AddAsync(named);
            taken.ForEach(_ready.Enqueue);
        }
        catch
        {
            foreach (var push in taken)
            {
                push.Changes?.Dispose();
                push.Fail(PushedSource.NotNow());
            }

            throw;
        }

        Failpoints.Hit("pushing.taken");
        var now = time.GetUtcNow().UtcDateTime;
        if (now - _cleaned < s_cleaning) return;
        _cleaned = now;
        await keys.OpenAsync(_position);
    }

    private void Leave(Push push)
    {
        _underWay.TryRemove(KeyValuePair.Create(push.Key!, push));
        push.Changes!.Dispose();
        push.Complete(isNew: false);
    }

    // The same again, while the first is under way: both hear when that is durable.
    private static void Follow(Push push, Push? first)
    {
        push.Changes?.Dispose();
        if (first is null) push.Fail(PushedSource.NotNow());
        else _ = first.Taken.ContinueWith(done =>
        {
            if (done.IsCompletedSuccessfully) push.Complete(isNew: false);
            else push.Fail(PushedSource.NotNow());
        }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }
}
