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

    /// <summary>Copies bits between any two bit positions; nothing around the target's bits changes. The areas do not overlap.</summary>
    public static void Copy(byte* source, long sourceOffset, byte* target, long targetOffset, long length)
    {
        for (; length > 0 && (targetOffset & 7) != 0; sourceOffset++, targetOffset++, length--) Put(target, targetOffset, GetBit(source, sourceOffset));
        source += sourceOffset >> 3;
        target += targetOffset >> 3;
        var shift = (int)(sourceOffset & 7);
        if (shift == 0)
        {
            Buffer.MemoryCopy(source, target, length >> 3, length >> 3);
            source += length >> 3;
            target += length >> 3;
            length &= 7;
        }

        for (; length >= 64; length -= 64, source += 8, target += 8) *(ulong*)target = (*(ulong*)source >> shift) | ((ulong)source[8] << (64 - shift));
        for (long i = 0; i < length; i++) Put(target, i, GetBit(source, shift + i));
    }

    /// <summary>Sets or clears a run of bits.</summary>
    public static void Fill(byte* bits, long offset, long length, bool value)
    {
        for (; length > 0 && (offset & 7) != 0; offset++, length--) Put(bits, offset, value);
        new Span<byte>(bits + (offset >> 3), checked((int)(length >> 3))).Fill(value ? (byte)0xff : (byte)0);
        for (var i = offset + (length & ~7L); i < offset + length; i++) Put(bits, i, value);
    }

    private static void Put(byte* bits, long index, bool value)
    {
        if (value) SetBit(bits, index);
        else ClearBit(bits, index);
    }
}
