using System.Globalization;
using System.Text;
using FederationGateway.Common;
using FederationGateway.DuckDb;
using static FederationGateway.Adapters.DuckDbSql.Codecs;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>What is left to do once a list holds an aggregate's values in their order: percentiles, and joining with separators that vary.</summary>
internal static class OrderedAggregates
{
    // Behind every list: what is asked for there is null.
    private const int Nowhere = int.MaxValue;

    private static NullableValueCodec<double> FloatOrNull { get; } = new(Float8);

    private static ListCodec<double?> Floats { get; } = new(FloatOrNull);

    private static NullableCodec<int[]> IntegersOrNull { get; } = new(new ListCodec<int>(Int4));

    private static NullableCodec<double?[]> FloatsOrNull { get; } = new(Floats);

    private static NullableValueCodec<SqlInterval> IntervalOrNull { get; } = new(Interval);

    private static ListCodec<SqlInterval?> IntervalList { get; } = new(IntervalOrNull);

    private static NullableCodec<SqlInterval?[]> IntervalListOrNull { get; } = new(IntervalList);

    private static ListCodec<byte[]?> BlobList { get; } = new(new NullableCodec<byte[]>(Bytes));

    private static NullableCodec<byte[]> BlobOrNull { get; } = new(Bytes);

    public static IEnumerable<ScalarFunction> All =>
    [
        Scalar.Of("gw_percentile_index", FloatOrNull, Int8, Int4OrNull, IndexOf),
        Scalar.Of("gw_percentile_indexes", Floats, Int8, IntegersOrNull, (fractions, count) => count == 0 ? null : [.. fractions.Select(fraction => IndexOf(fraction, count) ?? Nowhere)]),
        Scalar.Of("gw_percentile", Floats, Int8, FloatOrNull, FloatOrNull, (values, count, fraction) => Between(values, count, fraction, Interpolate)),
        Scalar.Of("gw_percentile", IntervalList, Int8, FloatOrNull, IntervalOrNull, (values, count, fraction) => Between(values, count, fraction, Interpolate)),
        Scalar.Of("gw_percentiles", Floats, Int8, Floats, FloatsOrNull, (values, count, fractions) => count == 0 ? null : [.. fractions.Select(fraction => Between(values, count, fraction, Interpolate))]),
        Scalar.Of("gw_percentiles", IntervalList, Int8, Floats, IntervalListOrNull, (values, count, fractions) => count == 0 ? null : [.. fractions.Select(fraction => Between(values, count, fraction, Interpolate))]),
        Scalar.Of("gw_mode_index", Texts, Int8OrNull, ModeOf),
        Scalar.Of("gw_separated", TextOrNull, TextOrNull, TextOrNull, (value, separator) => value is null ? null : string.Create(CultureInfo.InvariantCulture, $"{separator?.Length ?? 0}:{separator}{value}")),
        Scalar.Of("gw_join_separated", Texts, TextOrNull, JoinSeparated),
        Scalar.Of("gw_join_bytes", BlobList, BlobList, BlobOrNull, JoinBytes),
    ];

    // The place, from 1, of the first of the most frequent ones in a list where equal ones stand together.
    private static long? ModeOf(string?[] keys)
    {
        var (best, bestCount) = (0, 0);
        for (var start = 0; start < keys.Length;)
        {
            var end = start + 1;
            while (end < keys.Length && keys[end] == keys[start]) end++;
            if (end - start > bestCount) (best, bestCount) = (start, end - start);
            start = end;
        }

        return keys.Length == 0 ? null : best + 1;
    }

    // From 1; nulls are behind the values, the count is that of the values.
    private static int? IndexOf(double? fraction, long count)
    {
        if (fraction is not { } part) return null;
        Check(part);
        return count == 0 ? null : Math.Max(1, (int)Math.Ceiling(part * count));
    }

    private static T? Between<T>(T?[] values, long count, double? fraction, Func<T, T, double, T> interpolate) where T : struct
    {
        if (fraction is not { } part) return null;
        Check(part);
        if (count == 0) return null;
        var place = part * (count - 1);
        var (lower, upper) = ((int)Math.Floor(place), (int)Math.Ceiling(place));
        return lower == upper ? values[lower] : interpolate(values[lower]!.Value, values[upper]!.Value, place - lower);
    }

    private static double Interpolate(double from, double to, double part) => from + ((to - from) * part);

    private static SqlInterval Interpolate(SqlInterval from, SqlInterval to, double part) => Intervals.Add(from, Intervals.Multiply(Intervals.Add(to, Intervals.Negate(from)), part));

    private static void Check(double fraction)
    {
        if (!(fraction is >= 0 and <= 1))
            throw new GatewayException(SqlState.NumericValueOutOfRange, $"percentile value {fraction.ToString("G6", CultureInfo.InvariantCulture).Replace('E', 'e')} is not between 0 and 1");
    }

    // Items are the separator's length, a colon, the separator and the value; the first value has no separator in front.
    private static string? JoinSeparated(string?[] items)
    {
        StringBuilder? result = null;
        foreach (var item in items)
        {
            if (item is null) continue;
            var colon = item.IndexOf(':', StringComparison.Ordinal);
            var length = int.Parse(item.AsSpan(0, colon), CultureInfo.InvariantCulture);
            if (result is null) result = new StringBuilder().Append(item, colon + 1 + length, item.Length - colon - 1 - length);
            else result.Append(item, colon + 1, item.Length - colon - 1);
        }

        return result?.ToString();
    }

    private static byte[]? JoinBytes(byte[]?[] values, byte[]?[] separators)
    {
        List<byte>? result = null;
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i] is not { } value) continue;
            if (result is null) result = [];
            else result.AddRange(separators[i] ?? []);
            result.AddRange(value);
        }

        return result is null ? null : [.. result];
    }
}
