using System.Buffers.Binary;

namespace FederationGateway.Adapters.PostgreSql.Wire;

/// <summary>One message of the server: its code and where its body lies in the receive buffer.</summary>
internal readonly record struct Message(byte Code, int Start, int Length);

/// <summary>
/// What came from the server and is not read yet. Messages are handed out in place: a body is valid until the next <see cref="FillAsync"/>. The memory is pinned,
/// so that decoders may use its address.
/// </summary>
internal sealed class ReceiveBuffer(ServerLink link)
{
    private const int InitialBytes = 256 * 1024;
    private const int HeaderBytes = 5;

    /// <summary>A server's own limit for one message; anything past it is not the protocol.</summary>
    private const int MostMessageBytes = 0x4000_0000;
    private byte[] _bytes = GC.AllocateUninitializedArray<byte>(InitialBytes, pinned: true);
    private int _start;
    private int _end;

    private bool _isAnswerNew;

    /// <summary>A request has been sent: what comes next is the beginning of its answer.</summary>
    public void ExpectAnswer() => _isAnswerNew = true;

    /// <summary>Bytes received since the connection was opened.</summary>
    public long TotalBytes { get; private set; }

    public ReadOnlySpan<byte> Body(Message message) => _bytes.AsSpan(message.Start, message.Length);

    /// <summary>The next message that has arrived whole, or null.</summary>
    public Message? TryNext()
    {
        var available = _end - _start;
        if (available < HeaderBytes) return null;
        var length = BinaryPrimitives.ReadInt32BigEndian(_bytes.AsSpan(_start + 1)) - 4;
        if ((uint)length > MostMessageBytes) throw new ConnectionLost("the server sent a message of an impossible length");
        if (available - HeaderBytes < length) return null;
        var message = new Message(_bytes[_start], _start + HeaderBytes, length);
        _start += HeaderBytes + length;
        return message;
    }

    /// <summary>
    /// The bytes from the next message on, and after <see cref="Advance"/> those behind what was consumed: for reading many rows without a call for each.
    /// </summary>
    public ReadOnlySpan<byte> Pending => _bytes.AsSpan(_start, _end - _start);

    public void Advance(int count) => _start += count;

    /// <summary>Waits until more has arrived. Not cancellable: whoever cancels makes the server end its answer, or ends the link.</summary>
    public async ValueTask FillAsync()
    {
        MakeRoom();
        int count;
        try
        {
            if (_isAnswerNew) link.WaitBriefly();
            _isAnswerNew = false;
            count = await link.Stream.ReadAsync(_bytes.AsMemory(_end), CancellationToken.None);
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            throw new ConnectionLost("the connection to the server broke", error);
        }

        if (count == 0) throw new ConnectionLost("the server closed the connection");
        _end += count;
        TotalBytes += count;
    }

    private void MakeRoom()
    {
        var pending = _end - _start;
        if (pending == 0)
        {
            (_start, _end) = (0, 0);
            if (_bytes.Length > 16 * InitialBytes) _bytes = GC.AllocateUninitializedArray<byte>(InitialBytes, pinned: true);
            return;
        }

        var needed = pending >= HeaderBytes ? BinaryPrimitives.ReadInt32BigEndian(_bytes.AsSpan(_start + 1)) + 1L : HeaderBytes;
        if (needed <= _bytes.Length - _start && _end < _bytes.Length) return;
        var target = _bytes;
        if (needed > _bytes.Length) target = GC.AllocateUninitializedArray<byte>(checked((int)Math.Max(needed, Math.Min(_bytes.Length * 2L, Array.MaxLength))), pinned: true);
        _bytes.AsSpan(_start, pending).CopyTo(target);
        (_bytes, _start, _end) = (target, 0, pending);
    }
}
