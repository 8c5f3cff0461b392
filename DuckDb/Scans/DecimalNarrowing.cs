using FederationGateway.Common;

namespace FederationGateway.DuckDb;

/// <summary>128-bit decimals into the integer their precision asks for. A value with more digits than its column declares is refused, not cut.</summary>
internal static unsafe class DecimalNarrowing
{
    /// <summary><paramref name="source"/> holds pairs of words, the low one first.</summary>
    public static void Fill(long* source, int count, EngineTypeId storage, byte* target)
    {
        // Zero as long as every high word merely repeats the sign of the narrow value.
        var lost = 0L;
        switch (storage)
        {
            case EngineTypeId.SmallInt:
                for (var row = 0; row < count; row++)
                {
                    var value = source[2 * row];
                    lost |= (source[(2 * row) + 1] ^ (value >> 63)) | (value ^ (short)value);
                    ((short*)target)[row] = (short)value;
                }

                break;
            case EngineTypeId.Integer:
                for (var row = 0; row < count; row++)
                {
                    var value = source[2 * row];
                    lost |= (source[(2 * row) + 1] ^ (value >> 63)) | (value ^ (int)value);
                    ((int*)target)[row] = (int)value;
                }

                break;
            case EngineTypeId.BigInt:
                for (var row = 0; row < count; row++)
                {
                    var value = source[2 * row];
                    lost |= source[(2 * row) + 1] ^ (value >> 63);
                    ((long*)target)[row] = value;
                }

                break;
            default:
                Buffer.MemoryCopy(source, target, (long)count * sizeof(Int128), (long)count * sizeof(Int128));
                break;
        }

        if (lost != 0) throw new GatewayException(SqlState.NumericValueOutOfRange, "numeric field overflow");
    }
}
