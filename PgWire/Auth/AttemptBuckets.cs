using System.Buffers.Binary;
using System.Security.Cryptography;

namespace FederationGateway.PgWire.Auth;

/// <summary>
/// Counts of attempts under keys that anybody may make up, in memory of a fixed size: keys share buckets, by a hash nobody outside can compute. A bucket lets one attempt
/// through at a time, the further apart the more there were. Not safe from several threads.
/// </summary>
internal sealed class AttemptBuckets(int free, TimeSpan first, TimeSpan longest)
{
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(10);
    private readonly byte[] _secret = RandomNumberGenerator.GetBytes(32);
    private readonly Bucket[] _buckets = new Bucket[4096];

    /// <summary>How long an attempt made now would have to wait.</summary>
    public TimeSpan WaitOf(ReadOnlySpan<byte> key, TimeSpan now) => Of(key).Next is var next && next > now ? next - now : TimeSpan.Zero;

    /// <summary>Takes the next turn. The attempt counts as failed until <see cref="Forgive"/>: many made at once must not pass before the first has failed.</summary>
    public void Take(ReadOnlySpan<byte> key, TimeSpan now)
    {
        ref var bucket = ref Of(key);
        if (now - bucket.Last > Memory) bucket.Failures = 0;
        bucket.Failures++;
        bucket.Next = (bucket.Next > now ? bucket.Next : now) + DelayAfter(bucket.Failures);
        bucket.Last = now;
    }

    /// <summary>An attempt has succeeded.</summary>
    public void Forgive(ReadOnlySpan<byte> key)
    {
        ref var bucket = ref Of(key);
        if (bucket.Failures > 0) bucket.Failures--;
    }

    /// <summary>Nothing that was before counts any more.</summary>
    public void Clear(ReadOnlySpan<byte> key) => Of(key) = default;

    private TimeSpan DelayAfter(int failures)
    {
        if (failures <= free) return TimeSpan.Zero;
        var delay = first * Math.Pow(2, Math.Min(failures - free - 1, 30));
        return delay < longest ? delay : longest;
    }

    private ref Bucket Of(ReadOnlySpan<byte> key)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_secret, key, hash);
        return ref _buckets[BinaryPrimitives.ReadUInt32LittleEndian(hash) % (uint)_buckets.Length];
    }

    private struct Bucket
    {
        public TimeSpan Next;
        public TimeSpan Last;
        public int Failures;
    }
}
