using System.Buffers;
using System.Buffers.Binary;
using FederationGateway.Common;
using FederationGateway.Sockets;

namespace FederationGateway.PgWire.Wire;

/// <summary>
/// The receiving side of a connection: cuts the byte stream into messages. Memory grows with what has arrived, never with what a length field claims.
/// While a statement runs, <see cref="WatchForClose"/> keeps one read outstanding, so that a client that vanished is noticed.
/// </summary>
public sealed class WireInput(Stream stream, SocketStream? socket = null) : IDisposable
{
    private const int SmallCapacity = 8 * 1024;
    private const int HeaderLength = 5;

    // A read may stay outstanding for as long as a client is idle: not into an array that one long message has made larger than this.
    private const int LargestWatched = 256 * 1024;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(SmallCapacity);
    private int _start;
    private int _end;
    private Task<int>? _pendingRead;
    private bool _isRequestDue;

    /// <summary>The client has its answer: what comes next is a request, at once as often as not.</summary>
    public void ExpectRequest() => _isRequestDue = true;

    /// <summary>Bytes that have arrived and were not read yet.</summary>
    public int Buffered => _end - _start;

    /// <summary>Bytes of memory held.</summary>
    public int Capacity => _bytes.Length;

    /// <summary>Whether the next message can be read without waiting.</summary>
    public bool HasFrame => Buffered >= HeaderLength && Buffered > BinaryPrimitives.ReadInt32BigEndian(_bytes.AsSpan(_start + 1));

    /// <summary>The type of the next message, when its beginning has arrived.</summary>
    public byte? NextCode => Buffered > 0 ? _bytes[_start] : null;

    /// <summary>
    /// The next message, or <c>null</c> at the end of the stream. Its body is valid until the next call. A body longer than <paramref name="limits"/>
    /// allows is skipped and reported as <see cref="WireFrame.IsTooLong"/> where the stream stays usable.
    /// </summary>
    public async ValueTask<WireFrame?> ReadFrameAsync(FrameLimits limits, CancellationToken cancellationToken)
    {
        if (Buffered == 0) Shrink();
        while (Buffered < HeaderLength)
            if (!await FillAsync(HeaderLength, cancellationToken)) return null;

        var code = _bytes[_start];
        var claimed = BinaryPrimitives.ReadInt32BigEndian(_bytes.AsSpan(_start + 1));
        var length = claimed - sizeof(int);         // the field counts itself
        var limit = limits.Of(code);
        if (claimed < sizeof(int) || (length > limit && !limits.IsSkippable(code)))
            throw new FrameException(new GatewayException(SqlState.ProtocolViolation, "invalid message length"));
        _start += HeaderLength;
        if (length > limit) return await SkipAsync(length, cancellationToken) ? new WireFrame(code, default, IsTooLong: true) : null;
        return await ReadExactAsync(length, cancellationToken) is { } body ? new WireFrame(code, body) : null;
    }

    /// <summary>The first packet of a connection has no type: an Int32 length and as many bytes. <c>null</c> at the end of the stream.</summary>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadStartupPacketAsync(int limit, CancellationToken cancellationToken)
    {
        while (Buffered < 4)
            if (!await FillAsync(4, cancellationToken)) return null;
        var length = BinaryPrimitives.ReadInt32BigEndian(_bytes.AsSpan(_start)) - 4;
        if (length < 4 || length > limit) throw new FrameException(new GatewayException(SqlState.ProtocolViolation, "invalid length of startup packet"));
        _start += 4;
        return await ReadExactAsync(length, cancellationToken);
    }

    /// <summary>
    /// Reads ahead while the session is busy and calls <paramref name="closed"/> when that read finds the connection closed or broken.
    /// Must not be called while a frame's body is still in use.
    /// </summary>
    public void WatchForClose(Action closed)
    {
        if (_pendingRead is not null) return;
        if (Buffered == 0 && _bytes.Length > LargestWatched) Shrink();
        MakeRoom(1);
        if (_bytes.Length - _end == 0) return;      // a full buffer of pipelined messages: the client was there a moment ago
        _pendingRead = stream.ReadAsync(_bytes.AsMemory(_end), CancellationToken.None).AsTask();
        _ = NotifyAsync(_pendingRead, closed);

        static async Task NotifyAsync(Task<int> read, Action closed)
        {
            try
            {
                if (await read == 0) closed();
            }
            catch (Exception failure) when (failure is IOException or ObjectDisposedException)
            {
                closed();
            }
        }
    }

    public void Dispose()
    {
        // An outstanding read still writes into the array: then the collector gets it, not the pool.
        if (_pendingRead is null or { IsCompleted: true }) ArrayPool<byte>.Shared.Return(_bytes);
        _pendingRead?.ContinueWith(read => read.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        _bytes = [];
    }

    private async ValueTask<ReadOnlyMemory<byte>?> ReadExactAsync(int length, CancellationToken cancellationToken)
    {
        while (Buffered < length)
            if (!await FillAsync(length, cancellationToken)) return null;
        var body = _bytes.AsMemory(_start, length);
        _start += length;
        return body;
    }

    private async ValueTask<bool> SkipAsync(int length, CancellationToken cancellationToken)
    {
        while (true)
        {
            var skipped = Math.Min(length, Buffered);
            _start += skipped;
            length -= skipped;
            if (length == 0) return true;
            if (!await FillAsync(1, cancellationToken)) return false;
        }
    }

    // One read of whatever is there; false at the end of the stream.
    private async ValueTask<bool> FillAsync(int wanted, CancellationToken cancellationToken)
    {
        try
        {
            if (_pendingRead is null)
            {
                MakeRoom(wanted);
                if (_isRequestDue) socket?.WaitBriefly();
                _pendingRead = stream.ReadAsync(_bytes.AsMemory(_end), CancellationToken.None).AsTask();
            }

            _isRequestDue = false;

            // Giving up waiting leaves the read outstanding for the next time: a cancelled read would break a TLS stream.
            var count = await _pendingRead.WaitAsync(cancellationToken);
            _pendingRead = null;
            _end += count;
            return count > 0;
        }
        catch (Exception failure) when (failure is IOException or ObjectDisposedException)
        {
            throw new ClientGoneException(failure);
        }
    }

    // Doubles at most: a claimed length of 1 GiB costs nothing until the bytes arrive.
    private void MakeRoom(int wanted)
    {
        if (_start == _end) (_start, _end) = (0, 0);
        if (_start + wanted <= _bytes.Length && _end < _bytes.Length) return;
        var capacity = Buffered < _bytes.Length ? _bytes.Length : _bytes.Length * 2;
        var target = capacity == _bytes.Length ? _bytes : ArrayPool<byte>.Shared.Rent(capacity);
        _bytes.AsSpan(_start, Buffered).CopyTo(target);
        if (target != _bytes) ArrayPool<byte>.Shared.Return(_bytes);
        (_bytes, _start, _end) = (target, 0, Buffered);
    }

    private void Shrink()
    {
        if (_pendingRead is not null) return;
        (_start, _end) = (0, 0);
        if (_bytes.Length <= SmallCapacity) return;
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = ArrayPool<byte>.Shared.Rent(SmallCapacity);
    }
}
