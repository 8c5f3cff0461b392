using System.Numerics;

namespace FederationGateway.Arrow;

/// <summary>Bits in Arrow's order: least significant bit of each byte first.</summary>
public static unsafe class BitUtility
{
    public static bool GetBit(byte* bits, long index) => (bits[index >> 3] & (1 << (int)(index & 7))) != 0;

    public static void SetBit(byte* bits, long index) => bits[index >> 3] |= (byte)(1 << (int)(index & 7));

    public static void ClearBit(byte* bits, long index) => bits[index >> 3] &= (byte)~(1 << (int)(index & 7));

    public static long ByteCount(long bits) => (bits + 7) >> 3;

    public static long CountSet(byte* bits, long offset, long length)
    {
        long count = 0;
        for (; length > 0 && (offset & 7) != 0; offset++, length--) count += GetBit(bits, offset) ? 1 : 0;
        var pointer = bits + (offset >> 3);
        for (; length >= 64; length -= 64, pointer += 8) count += BitOperations.PopCount(*(ulong*)pointer);
        for (long i = 0; i < length; i++) count += GetBit(pointer, i) ? 1 : 0;
        return count;
    }
}
