using System.Buffers.Binary;
using FederationGateway.Adapters.Abstractions;

namespace FederationGateway.Replication.Backlog;

/// <summary>
/// What a segment file begins with: all that must be known of the segments before it, so that these need not be read when the backlog is opened, and may be gone.
/// </summary>
/// <param name="First">The number of its first chunk.</param>
/// <param name="Whole">The last chunk before it that did not end in a transaction.</param>
/// <param name="Position">Where the source's stream goes on behind that; null before the first.</param>
/// <param name="Markers">The markers of the segment before, with the numbers of their chunks.</param>
internal sealed record SegmentHeader(long First, long Whole, ChangePosition? Position, IReadOnlyList<KeyValuePair<string, long>> Markers)
{
    private const int Prefix = 16;

    private static ReadOnlySpan<byte> Magic => "FGWBLOG1"u8;

    public byte[] ToBytes()
    {
        using var content = new PayloadWriter(256);
        content.WriteInt64(First);
        content.WriteInt64(Whole);
        content.WriteByte(Position is null ? (byte)0 : (byte)1);
        if (Position is not null)
        {
            content.WriteCount(Position.Bytes.Length);
            content.Write(Position.Bytes.Span);
        }

        content.WriteCount(Markers.Count);
        foreach (var (marker, number) in Markers)
        {
            content.WriteText(marker);
            content.WriteInt64(number);
        }

        var bytes = new byte[(Prefix + content.Length + 7) & ~7];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), content.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(12), Crc.Of(content.Written.Span));
        content.Written.Span.CopyTo(bytes.AsSpan(Prefix));
        return bytes;
    }

    /// <summary>The header of a file and its size.</summary>
    public static (SegmentHeader Header, int Size) Read(string path)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var prefix = new byte[Prefix];
        if (RandomAccess.Read(file, prefix, 0) < Prefix || !prefix.AsSpan(0, Magic.Length).SequenceEqual(Magic)) throw BacklogErrors.Damaged(path, 0, "this is no segment of a backlog");
        var length = BinaryPrimitives.ReadInt32LittleEndian(prefix.AsSpan(8));
        if (length < 0 || length > RandomAccess.GetLength(file) - Prefix) throw BacklogErrors.Damaged(path, 8, "the header is cut off");
        var content = new byte[length];
        if (RandomAccess.Read(file, content, Prefix) < length || Crc.Of(content) != BinaryPrimitives.ReadUInt32LittleEndian(prefix.AsSpan(12)))
            throw BacklogErrors.Damaged(path, Prefix, "the header does not match its checksum");
        var reader = new PayloadReader(content);
        var (first, whole) = (reader.ReadInt64(), reader.ReadInt64());
        var position = reader.ReadByte() == 0 ? null : new ChangePosition(reader.Read(reader.ReadCount()).ToArray());
        var markers = new KeyValuePair<string, long>[reader.ReadCount()];
        for (var i = 0; i < markers.Length; i++) markers[i] = KeyValuePair.Create(reader.ReadText(), reader.ReadInt64());
        return (new SegmentHeader(first, whole, position, markers), (Prefix + length + 7) & ~7);
    }
}
