using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace FederationGateway.Replication.Backlog;

/// <summary>Goes through the frames of a segment file one after the other, as far as their headers are right and they lie within its end.</summary>
internal sealed class FrameWalker(string path, long start, long end) : IDisposable
{
    private const int BufferSize = 256 << 10;

    private readonly SafeFileHandle _file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
    private long _bufferOffset;
    private int _buffered;

    public FrameHeader Header { get; private set; }

    /// <summary>Where the frame begins.</summary>
    public long Offset { get; private set; }

    /// <summary>Where the next one would begin.</summary>
    public long Next { get; private set; } = start;

    public ReadOnlySpan<byte> Payload => _buffer.AsSpan((int)(Offset - _bufferOffset) + FrameHeader.Size, Header.PayloadLength);

    public bool IsPayloadIntact => Crc.Of(Payload) == Header.PayloadCrc;

    /// <summary>Moves to the next frame; false at the end of the file, or where what follows is no whole frame.</summary>
    public bool TryNext()
    {
        if (Next + FrameHeader.Size > end || !TryBuffer(FrameHeader.Size) || !FrameHeader.TryRead(_buffer.AsSpan((int)(Next - _bufferOffset)), out var header)) return false;
        if (Next + header.FrameSize > end || !TryBuffer(checked((int)header.FrameSize))) return false;
        (Header, Offset, Next) = (header, Next, Next + header.FrameSize);
        return true;
    }

    /// <summary>Whether anything from here on was written when a chunk was durable already.</summary>
    public bool HasLaterThan(long number)
    {
        for (var offset = Next; TryBuffer(FrameHeader.Size, offset); offset += 8)
            if (FrameHeader.TryRead(_buffer.AsSpan((int)(offset - _bufferOffset), FrameHeader.Size), out var header) && header.Number > number && header.Durable >= number) return true;
        return false;
    }

    public void Dispose()
    {
        _file.Dispose();
        if (_buffer.Length > 0) ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private bool TryBuffer(int count) => TryBuffer(count, Next);

    private bool TryBuffer(int count, long offset)
    {
        if (offset >= _bufferOffset && offset + count <= _bufferOffset + _buffered) return true;
        if (_buffer.Length < count)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = ArrayPool<byte>.Shared.Rent(count);
        }

        (_bufferOffset, _buffered) = (offset, 0);
        while (_buffered < count)
        {
            var read = RandomAccess.Read(_file, _buffer.AsSpan(_buffered), offset + _buffered);
            if (read == 0) return false;
            _buffered += read;
        }

        return true;
    }
}
