using System.Buffers.Binary;
using FederationGateway.Arrow;

namespace FederationGateway.DuckDb;

/// <summary>UUIDs: the engine keeps a 128-bit integer whose top bit is flipped so that it sorts; Arrow the 16 bytes in network order.</summary>
internal sealed unsafe class UuidGatherer(ArrowType type) : ValuesGatherer(type, 16)
{
    public const ulong FlippedBit = 1UL << 63;

    protected override void Convert(byte* source, byte* validity, int start, byte* target, int count)
    {
        var from = (ulong*)source + (2L * start);
        var to = (ulong*)target;
        for (var row = 0; row < count; row++, from += 2, to += 2)
        {
            to[0] = BinaryPrimitives.ReverseEndianness(from[1] ^ FlippedBit);
            to[1] = BinaryPrimitives.ReverseEndianness(from[0]);
        }
    }
}
