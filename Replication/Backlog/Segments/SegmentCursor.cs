using System.Buffers;
using FederationGateway.Adapters.Abstractions;
using Microsoft.Win32.SafeHandles;

namespace FederationGateway.Replication.Backlog;

/// <summary>
/// Reads a segment's chunks one after the other, many of them with one read. It never reads behind what may be seen: what is there may still be cut off and written anew.
/// </summary>
internal sealed class SegmentCursor(Segment segment) : IDisposable
{
    private const int BufferSize = 256 << 10;

    private readonly SafeFileHandle _file = File.OpenHandle(segment.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.Asynchronous);
    private byte[] _buffer = [];
    private int _start;
    private int _end;
    private long _offset = segment.HeaderSize;     // of the next frame, which is at _start of the buffer

    public Segment Segment => segment;

    /// <summary>The number of the chunk that comes next.</summary>
    public long Next { get; private set; } = segment.First;

    /// <summary>Moves to a number of this segment.</summary>
    public async ValueTask SeekAsync(long number, long end, CancellationToken cancellationToken)
    {
        (Next, _offset) = segment.FloorOf(number);
        while (Next < number) Skip(await ReadHeaderAsync(end, cancellationToken));
    }

    /// <summary>The next chunk.</summary>
    /// <param name="end">Where what may be seen of the segment ends.</param>
    public async ValueTask<BacklogChunk> ReadAsync(long end, CancellationToken cancellationToken)
    {
        var header = await ReadHeaderAsync(end, cancellationToken);
        if (!await FillAsync(checked((int)header.FrameSize), end, cancellationToken)) throw BacklogErrors.Damaged(segment.Path, _offset, $"chunk {Next} is cut off");
        var payload = _buffer.AsMemory(_start + FrameHeader.Size, header.PayloadLength);
        if (Crc.Of(payload.Span) != header.PayloadCrc) throw BacklogErrors.Damaged(segment.Path, _offset, $"chunk {Next} does not match its checksum");
        var chunk = new BacklogChunk(Next, Decode(payload.Span, header), new DateTime(header.Received, DateTimeKind.Utc));
        Skip(header);
        return chunk;
    }

    public void Dispose()
    {
        _file.Dispose();
        Release();
    }

    private ChangeChunk Decode(ReadOnlySpan<byte> payload, FrameHeader header)
    {
        if (!segment.IsLoaded) segment.Load();
        try
        {
            return ChunkCodec.Read(payload, header.IsOpen, segment.Schemas);
        }
        catch (InvalidDataException failure)
        {
            throw BacklogErrors.Damaged(segment.Path, _offset, failure.Message);
        }
    }

    private async ValueTask<FrameHeader> ReadHeaderAsync(long end, CancellationToken cancellationToken)
    {
        if (!await FillAsync(FrameHeader.Size, end, cancellationToken)) throw BacklogErrors.Damaged(segment.Path, _offset, $"the file ends before chunk {Next}");
        if (!FrameHeader.TryRead(_buffer.AsSpan(_start, FrameHeader.Size), out var header) || header.Number != Next)
            throw BacklogErrors.Damaged(segment.Path, _offset, $"chunk {Next} does not begin here");
        return header;
    }

    private void Skip(FrameHeader header)
    {
        _offset += header.FrameSize;
        _start = (int)Math.Min(_end, _start + header.FrameSize);
        Next++;
        if (_start == _end) Release();
    }

    /// <summary>Brings so many bytes from <see cref="_offset"/> on into the buffer, and what else it has room for.</summary>
    private async ValueTask<bool> FillAsync(int count, long end, CancellationToken cancellationToken)
    {
        if (_end - _start >= count) return true;
        if (_buffer.Length - _start < count)
        {
            var larger = _buffer.Length >= count ? _buffer : ArrayPool<byte>.Shared.Rent(Math.Max(count, BufferSize));
            _buffer.AsSpan(_start, _end - _start).CopyTo(larger);
            if (larger != _buffer && _buffer.Length > 0) ArrayPool<byte>.Shared.Return(_buffer);
            (_buffer, _start, _end) = (larger, 0, _end - _start);
        }

        while (_end - _start < count)
        {
            var from = _offset + (_end - _start);
            var room = (int)Math.Min(_buffer.Length - _end, end - from);
            var read = room <= 0 ? 0 : await RandomAccess.ReadAsync(_file, _buffer.AsMemory(_end, room), from, cancellationToken);
            if (read == 0) return false;
            _end += read;
        }

        return true;
    }

    private void Release()
    {
        if (_buffer.Length > 0) ArrayPool<byte>.Shared.Return(_buffer);
        (_buffer, _start, _end) = ([], 0, 0);
    }
}
