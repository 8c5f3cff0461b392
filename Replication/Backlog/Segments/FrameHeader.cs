using System.Buffers.Binary;

namespace FederationGateway.Replication.Backlog;

/// <summary>
/// What stands before the bytes of a chunk in a segment: magic · payload length · number · received · durable · flags · CRC of the payload · CRC of all before. Frames begin at multiples
/// of 8; the payload is followed by as many zeros as that takes.
/// </summary>
/// <param name="Received">Ticks, UTC.</param>
/// <param name="Durable">
/// The last chunk that was durable when this one was written. After a crash it tells a tail that was never acknowledged, which is cut off, from damage to something that was.
/// </param>
internal readonly record struct FrameHeader(int PayloadLength, long Number, long Received, long Durable, FrameFlags Flags, uint PayloadCrc)
{
    public const int Size = 48;
    private const uint Magic = 0x43574746;  // "FGWC"
    private const int CrcPlace = 40;

    /// <summary>Bytes of the whole frame.</summary>
    public long FrameSize => SizeOf(PayloadLength);

    public bool IsOpen => Flags.HasFlag(FrameFlags.EndsInTransaction);

    public static long SizeOf(int payloadLength) => (Size + (long)payloadLength + 7) & ~7L;

    public void Write(Span<byte> place)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(place, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(place[4..], PayloadLength);
        BinaryPrimitives.WriteInt64LittleEndian(place[8..], Number);
        BinaryPrimitives.WriteInt64LittleEndian(place[16..], Received);
        BinaryPrimitives.WriteInt64LittleEndian(place[24..], Durable);
        BinaryPrimitives.WriteUInt32LittleEndian(place[32..], (uint)Flags);
        BinaryPrimitives.WriteUInt32LittleEndian(place[36..], PayloadCrc);
        BinaryPrimitives.WriteUInt32LittleEndian(place[CrcPlace..], Crc.Of(place[..CrcPlace]));
        place[(CrcPlace + 4)..Size].Clear();
    }

    /// <summary>False when these bytes are no header, or not as it was written.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out FrameHeader header)
    {
        header = default;
        if (bytes.Length < Size || BinaryPrimitives.ReadUInt32LittleEndian(bytes) != Magic) return false;
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes[CrcPlace..]) != Crc.Of(bytes[..CrcPlace])) return false;
        header = new FrameHeader(
            BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[24..]),
            (FrameFlags)BinaryPrimitives.ReadUInt32LittleEndian(bytes[32..]),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[36..]));
        return header.PayloadLength >= 0;
    }
}

[Flags]
internal enum FrameFlags : uint
{
    None = 0,

    /// <summary>The transaction goes on in the next chunk.</summary>
    EndsInTransaction = 1,

    Marker = 2,

    /// <summary>The payload defines schemas that later chunks of the segment refer to.</summary>
    DefinesSchemas = 4,
}
