using FederationGateway.Adapters.PostgreSql.Wire;

namespace FederationGateway.Adapters.PostgreSql.Capture;

/// <summary>
/// Tells the server at least every second how far we are, whatever the reader of the stream is doing, and at once when it asks or when something was acknowledged. The only
/// one to write to the connection while the stream is open. When nothing else made it speak it asks the server to say where it is: that is how a capture whose tables are
/// idle learns that the log has moved on. A server that answers none of that for a minute is gone, or the way to it is, which nothing else would tell for a long time: the
/// connection is closed.
/// </summary>
internal sealed class StandbyStatus : IAsyncDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    /// <summary>Acknowledgements that come closer together share a message.</summary>
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(20);

    /// <summary>As long as PostgreSQL's own subscribers wait for a server that is silent.</summary>
    private static readonly TimeSpan MostSilence = TimeSpan.FromSeconds(60);

    private static readonly DateTime Epoch = new(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private readonly WireConnection _connection;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _end = new();
    private readonly SemaphoreSlim _wake = new(0, 1);
    private readonly Task _sending;
    private ulong _received;

    /// <summary>0, which the server takes for "nothing", until something is: opening a stream behind a position acknowledges nothing.</summary>
    private ulong _acknowledged;

    /// <summary>When the reader began to wait for the server; 0 while it does not.</summary>
    private long _waitingSince;

    public StandbyStatus(WireConnection connection, TimeProvider time)
    {
        (_connection, _time) = (connection, time);
        _sending = SendAsync();
    }

    /// <summary>What the reader has taken from the connection.</summary>
    public ulong Received
    {
        set => Raise(ref _received, value);
    }

    /// <summary>True when the connection was closed because the server was silent.</summary>
    public bool WasSilent { get; private set; }

    /// <summary>Waits for what the server sends next.</summary>
    public async Task FillAsync()
    {
        Volatile.Write(ref _waitingSince, Math.Max(1, _time.GetTimestamp()));
        try
        {
            await _connection.FillAsync();
        }
        finally
        {
            Volatile.Write(ref _waitingSince, 0);
        }
    }

    public void Acknowledge(ulong position)
    {
        if (Raise(ref _acknowledged, position)) Wake();
    }

    public void Wake()
    {
        try
        {
            _wake.Release();
        }
        catch (Exception error) when (error is SemaphoreFullException or ObjectDisposedException)
        {
            // It has been woken and is about to send, or the stream has ended.
        }
    }

    /// <summary>Returns when nothing is being written any more.</summary>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _sending;
        _end.Dispose();
        _wake.Dispose();
    }

    private static bool Raise(ref ulong field, ulong value)
    {
        for (var before = Volatile.Read(ref field); before < value;)
        {
            var found = Interlocked.CompareExchange(ref field, value, before);
            if (found == before) return true;
            before = found;
        }

        return false;
    }

    private async Task SendAsync()
    {
        try
        {
            while (true)
            {
                var isWoken = await _wake.WaitAsync(Every, _end.Token);
                Write(asks: !isWoken);
                await _connection.FlushAsync();
                if (Volatile.Read(ref _waitingSince) is > 0 and var since && _time.GetElapsedTime(since) > MostSilence)
                {
                    WasSilent = true;
                    _connection.Kill();
                    return;
                }

                await Task.Delay(Least, _time, _end.Token);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or ConnectionLost)
        {
            // Whoever reads learns that the connection is gone.
        }
    }

    /// <summary>CopyData: Byte1 'r' · Int64 received · Int64 durable · Int64 applied · Int64 time · Byte1 1 for "answer".</summary>
    private void Write(bool asks)
    {
        var acknowledged = (long)Volatile.Read(ref _acknowledged);
        var received = Math.Max((long)Volatile.Read(ref _received), acknowledged);
        _connection.Writer.Begin('d').WriteByte((byte)'r').WriteInt64(received).WriteInt64(acknowledged).WriteInt64(acknowledged)
            .WriteInt64((_time.GetUtcNow().UtcDateTime - Epoch).Ticks / 10).WriteByte(asks ? (byte)1 : (byte)0);
    }
}
