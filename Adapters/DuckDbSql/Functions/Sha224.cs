using System.Buffers.Binary;
using System.Numerics;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>SHA-224 (FIPS 180-4), which the runtime leaves out: SHA-256 from other initial values, cut to seven words.</summary>
internal static class Sha224
{
    private const int BlockLength = 64;

    // The first 32 bits of the fractions of the cube roots of the first 64 primes.
    private static readonly uint[] Constants = [.. Primes().Take(64).Select(CubeRootFraction)];

    // The second 32 bits of the fractions of the square roots of the 9th to the 16th prime.
    private static readonly uint[] Initial = [0xc1059ed8, 0x367cd507, 0x3070dd17, 0xf70e5939, 0xffc00b31, 0x68581511, 0x64f98fa7, 0xbefa4fa4];

    public static byte[] HashData(byte[] data)
    {
        var state = (uint[])Initial.Clone();
        foreach (var block in Padded(data).Chunk(BlockLength)) Compress(state, block);
        var hash = new byte[28];
        for (var i = 0; i < 7; i++) BinaryPrimitives.WriteUInt32BigEndian(hash.AsSpan(i * 4), state[i]);
        return hash;
    }

    // One bit, zeros, and the length in bits as the last eight bytes.
    private static byte[] Padded(byte[] data)
    {
        var padded = new byte[(data.Length + 9 + BlockLength - 1) / BlockLength * BlockLength];
        data.CopyTo(padded, 0);
        padded[data.Length] = 0x80;
        BinaryPrimitives.WriteInt64BigEndian(padded.AsSpan(padded.Length - 8), data.Length * 8L);
        return padded;
    }

    private static void Compress(uint[] state, byte[] block)
    {
        Span<uint> words = stackalloc uint[64];
        for (var i = 0; i < 16; i++) words[i] = BinaryPrimitives.ReadUInt32BigEndian(block.AsSpan(i * 4));
        for (var i = 16; i < 64; i++)
        {
            var (early, late) = (words[i - 15], words[i - 2]);
            words[i] = words[i - 16] + (BitOperations.RotateRight(early, 7) ^ BitOperations.RotateRight(early, 18) ^ (early >> 3))
                + words[i - 7] + (BitOperations.RotateRight(late, 17) ^ BitOperations.RotateRight(late, 19) ^ (late >> 10));
        }

        var (a, b, c, d, e, f, g, h) = (state[0], state[1], state[2], state[3], state[4], state[5], state[6], state[7]);
        for (var i = 0; i < 64; i++)
        {
            var first = h + (BitOperations.RotateRight(e, 6) ^ BitOperations.RotateRight(e, 11) ^ BitOperations.RotateRight(e, 25)) + ((e & f) ^ (~e & g)) + Constants[i] + words[i];
            var second = (BitOperations.RotateRight(a, 2) ^ BitOperations.RotateRight(a, 13) ^ BitOperations.RotateRight(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
            (h, g, f, e, d, c, b, a) = (g, f, e, d + first, c, b, a, first + second);
        }

        foreach (var (i, value) in (ReadOnlySpan<(int, uint)>)[(0, a), (1, b), (2, c), (3, d), (4, e), (5, f), (6, g), (7, h)]) state[i] += value;
    }

    private static IEnumerable<int> Primes() => Enumerable.Range(2, 400).Where(n => !Enumerable.Range(2, n - 2).Any(divisor => n % divisor == 0));

    private static uint CubeRootFraction(int prime)
    {
        // The largest integer whose cube is not above prime * 2^96: its low 32 bits are the fraction's.
        var target = (BigInteger)prime << 96;
        BigInteger low = 0, high = (BigInteger)8 << 32;
        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            if (middle * middle * middle <= target) low = middle;
            else high = middle;
        }

        return (uint)(low & uint.MaxValue);
    }
}
