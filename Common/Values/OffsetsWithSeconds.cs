using System.Buffers.Binary;
using System.Collections.Concurrent;

namespace FederationGateway.Common.Values;

/// <summary>
/// The part of a zone's history whose offsets have seconds: local mean time, before there was standard time, and little else. .NET rounds offsets to minutes,
/// PostgreSQL does not. Read from the zone's file (TZif, RFC 8536), where the system keeps such files; elsewhere the minutes have to do.
/// </summary>
internal sealed class OffsetsWithSeconds
{
    private const int HeaderLength = 44;
    private const int SecondsPerDay = 86_400;
    private static readonly string[] Folders = [Environment.GetEnvironmentVariable("TZDIR") ?? "", "/usr/share/zoneinfo", "/usr/lib/zoneinfo", "/usr/share/lib/zoneinfo"];
    private static readonly ConcurrentDictionary<string, OffsetsWithSeconds?> Known = new(StringComparer.Ordinal);

    // Period i has the offset _offsets[i] and begins at _starts[i], seconds since 1970-01-01 00:00 UTC; the last is the first of those .NET knows right.
    private readonly long[] _starts;
    private readonly int[] _offsets;

    private OffsetsWithSeconds(long[] starts, int[] offsets) => (_starts, _offsets) = (starts, offsets);

    /// <summary>The periods of a zone, or null when all its offsets are whole minutes.</summary>
    public static OffsetsWithSeconds? Of(TimeZoneInfo zone) => zone.HasIanaId ? Known.GetOrAdd(zone.Id, Find) : null;

    /// <summary>Seconds east of UTC at a moment; null when .NET knows it.</summary>
    public int? At(long microseconds)
    {
        var second = FloorSeconds(microseconds);
        return second < _starts[^1] ? _offsets[PeriodOf(second)] : null;
    }

    /// <summary>
    /// Seconds east of UTC that a wall clock shows; null when .NET knows it. A reading that the clock skips counts by the offset before the change, one that
    /// it shows twice by the offset after it.
    /// </summary>
    public int? AtWallClock(long microseconds)
    {
        var wall = FloorSeconds(microseconds);
        if (wall - SecondsPerDay >= _starts[^1]) return null;
        var period = PeriodOf(wall - SecondsPerDay);
        if (period == _starts.Length - 1) return null;
        var (before, after, change) = (_offsets[period], _offsets[period + 1], _starts[period + 1]);
        var (isBefore, isAfter) = (wall - before < change, wall - after >= change);
        return isBefore == isAfter ? (before < after ? before : after) : isBefore ? before : after;
    }

    private static OffsetsWithSeconds? Find(string id)
    {
        if (id.StartsWith(Path.DirectorySeparatorChar) || id.Contains("..", StringComparison.Ordinal)) return null;
        foreach (var folder in Folders)
        {
            var path = Path.Combine(folder, id);
            if (folder.Length > 0 && File.Exists(path)) return Read(File.ReadAllBytes(path));
        }

        return null;
    }

    private static OffsetsWithSeconds? Read(ReadOnlySpan<byte> file)
    {
        // Behind the block with times of 32 bits stands one with 64, which alone reaches back to local mean time.
        if (file.Length < HeaderLength || !file.StartsWith("TZif"u8) || file[4] < (byte)'2') return null;
        var (times, types, rest) = Counts(file);
        file = file[(HeaderLength + (times * 5) + (types * 6) + rest)..];
        times = Counts(file).Times;
        var moments = file[HeaderLength..];
        var indexes = moments[(times * 8)..];
        var kinds = indexes[times..];
        var (starts, offsets) = (new long[times + 1], new int[times + 1]);
        (starts[0], offsets[0]) = (long.MinValue, BinaryPrimitives.ReadInt32BigEndian(kinds));
        for (var i = 0; i < times; i++)
        {
            starts[i + 1] = BinaryPrimitives.ReadInt64BigEndian(moments[(i * 8)..]);
            offsets[i + 1] = BinaryPrimitives.ReadInt32BigEndian(kinds[(indexes[i] * 6)..]);
        }

        var last = Array.FindLastIndex(offsets, offset => offset % 60 != 0);
        return last < 0 || last == times ? null : new OffsetsWithSeconds(starts[..(last + 2)], offsets[..(last + 2)]);
    }

    /// <summary>Of one block: transitions, types of local time, and the bytes of what comes behind these.</summary>
    private static (int Times, int Types, int Behind) Counts(ReadOnlySpan<byte> block)
    {
        int Count(ReadOnlySpan<byte> bytes, int index) => BinaryPrimitives.ReadInt32BigEndian(bytes[(20 + (index * 4))..]);
        return (Count(block, 3), Count(block, 4), Count(block, 5) + (Count(block, 2) * 8) + Count(block, 1) + Count(block, 0));
    }

    private int PeriodOf(long second)
    {
        var found = Array.BinarySearch(_starts, second);
        return found >= 0 ? found : ~found - 1;
    }

    private static long FloorSeconds(long microseconds) =>
        microseconds >= 0 ? microseconds / DateTimeLimits.MicrosecondsPerSecond : ((microseconds + 1) / DateTimeLimits.MicrosecondsPerSecond) - 1;
}
