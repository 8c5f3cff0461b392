using System.Numerics;
using FederationGateway.Common;
using FederationGateway.Common.Values;
using FederationGateway.DuckDb;
using static FederationGateway.Adapters.DuckDbSql.Codecs;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>Series of rows as lists, and aggregates over lists of values.</summary>
internal static class ListFunctions
{
    private const int MaxRows = 10_000_000;

    private static ListCodec<PgNumeric> Numerics { get; } = new(Numeric);

    private static ListCodec<PgNumeric?> NumericsOrNulls { get; } = new(new NullableValueCodec<PgNumeric>(Numeric));

    private static NullableValueCodec<PgNumeric> NumericOrNull { get; } = new(Numeric);

    private static ListCodec<SqlInterval?> IntervalsOrNulls { get; } = new(new NullableValueCodec<SqlInterval>(Interval));

    private static NullableValueCodec<SqlInterval> IntervalOrNull { get; } = new(Interval);

    private static NullableCodec<int?[]> IntegersOrNull { get; } = new(new ListCodec<int?>(Int4OrNull));

    private static ListCodec<long> Longs { get; } = new(Int8);

    private static ListCodec<long> Timestamps { get; } = new(Timestamp);

    private static ListCodec<long> TimestampTzs { get; } = new(TimestampTz);

    public static IEnumerable<ScalarFunction> All =>
    [
        Scalar.Of("gw_series", Int8, Int8, Int8, Longs, Series),
        Scalar.Of("gw_numeric_series", Numeric, Numeric, Numeric, Numerics, NumericSeries),
        Scalar.Of("gw_timestamp_series", Timestamp, Timestamp, Interval, Timestamps, (from, to, step) => TimestampSeries(from, to, step, Moments.Add)),
        Scalar.Of("gw_timestamptz_series", TimestampTz, TimestampTz, Interval, Text, TimestampTzs, (from, to, step, zone) => TimestampSeries(from, to, step, (value, interval) => Moments.AddInZone(value, interval, zone))),
        Scalar.Of("gw_numeric_list_sum", NumericsOrNulls, NumericOrNull, values => Sum(values, out _)),
        Scalar.Of("gw_numeric_list_avg", NumericsOrNulls, NumericOrNull, values => Sum(values, out var count) is { } sum ? NumericArithmetic.Divide(sum, PgNumeric.FromInteger(count)) : null),
        Scalar.Of("gw_numeric_list_distinct", NumericsOrNulls, NumericsOrNulls, values => [.. values.Distinct()]),
        Scalar.Of("gw_numeric_list_spread", NumericsOrNulls, Text, NumericOrNull, SpreadOf),
        Scalar.Of("gw_numeric_spread", Int8, Numeric, Numeric, Text, NumericOrNull, Spread),
        Scalar.Of("gw_interval_list_sum", IntervalsOrNulls, IntervalOrNull, values => Sum(values, out _)),
        Scalar.Of("gw_interval_list_avg", IntervalsOrNulls, IntervalOrNull, values => Sum(values, out var count) is { } sum ? Intervals.Divide(sum, count) : null),
        Scalar.Of("gw_fill_length", IntegersOrNull, IntegersOrNull, Int8, FillLength),
        Scalar.Of("gw_threshold", BoolOrNull, Bool, reached => reached ?? throw new GatewayException(SqlState.NullValueNotAllowed, "thresholds array must not contain NULLs")),
        Scalar.Of("gw_array_start", Int4OrNull, Int4, start => start ?? throw new GatewayException(SqlState.NullValueNotAllowed, "initial position must not be null")),
        Scalar.Of("gw_trimmed_length", Int8, Int4, Int8, (length, trimmed) => trimmed < 0 || trimmed > length
            ? throw new GatewayException(SqlState.ArraySubscriptError, $"number of elements to trim must be between 0 and {length}")
            : length - trimmed),
    ];

    // Arrays here have one dimension and count from 1.
    private static long FillLength(int?[]? lengths, int?[]? starts)
    {
        if (lengths is null || starts is null) throw new GatewayException(SqlState.NullValueNotAllowed, "dimension array or low bound array cannot be null");
        if (lengths.Length == 0) return 0;
        if (lengths.Length != starts.Length) throw new GatewayException(SqlState.ArraySubscriptError, "wrong number of array subscripts") { Detail = "Low bound array has different size than dimensions array." };
        if (lengths.Contains(null) || starts.Contains(null)) throw new GatewayException(SqlState.NullValueNotAllowed, "dimension values cannot be null");
        if (lengths.Length > 1) throw GatewayException.Unsupported("an array of more than one dimension");
        if (lengths[0] < 0) throw new GatewayException(SqlState.ProgramLimitExceeded, "array size exceeds the maximum allowed (134217727)");
        if (lengths[0] > 0 && starts[0] != 1) throw GatewayException.Unsupported("an array that does not count from 1");
        return CheckCount(lengths[0]!.Value);
    }

    private static long[] Series(long from, long to, long step)
    {
        if (step == 0) throw StepIsZero();
        var count = step > 0 ? (from > to ? 0 : (((Int128)to - from) / step) + 1) : from < to ? 0 : (((Int128)from - to) / -(Int128)step) + 1;
        var rows = new long[CheckCount(count)];
        for (var i = 0; i < rows.Length; i++) rows[i] = from + (i * step);
        return rows;
    }

    private static PgNumeric[] NumericSeries(PgNumeric from, PgNumeric to, PgNumeric step)
    {
        CheckFinite(from, "start");
        CheckFinite(to, "stop");
        CheckFinite(step, "step size");
        if (step.IsZero) throw StepIsZero();
        var rows = new List<PgNumeric>();
        for (var value = from; PgNumeric.Compare(value, to) * step.Sign <= 0; value = NumericArithmetic.Add(value, step))
        {
            CheckCount(rows.Count + 1);
            rows.Add(value);
        }

        return [.. rows];
    }

    private static long[] TimestampSeries(long from, long to, SqlInterval step, Func<long, SqlInterval, long> add)
    {
        var direction = Int128.Sign(Intervals.Key(step));
        if (direction == 0) throw StepIsZero();
        if (Moments.IsInfinite(from) || Moments.IsInfinite(to)) throw Moments.OutOfRange("timestamp");
        var rows = new List<long>();
        for (var value = from; direction > 0 ? value <= to : value >= to; value = add(value, step))
        {
            CheckCount(rows.Count + 1);
            rows.Add(value);
        }

        return [.. rows];
    }

    private static PgNumeric? Sum(PgNumeric?[] values, out long count)
    {
        count = 0;
        PgNumeric? sum = null;
        foreach (var value in values)
        {
            if (value is not { } present) continue;
            count++;
            sum = sum is { } before ? NumericArithmetic.Add(before, present) : present;
        }

        return sum;
    }

    private static SqlInterval? Sum(SqlInterval?[] values, out long count)
    {
        count = 0;
        SqlInterval? sum = null;
        foreach (var value in values)
        {
            if (value is not { } present) continue;
            count++;
            sum = sum is { } before ? Intervals.Add(before, present) : present;
        }

        return sum;
    }

    private static PgNumeric? SpreadOf(PgNumeric?[] values, string name)
    {
        if (Sum(values, out var count) is not { } sum) return null;
        if (sum.IsFinite) return Spread(count, sum, Sum([.. values.Select(value => value is { } present ? NumericArithmetic.Multiply(present, present) : (PgNumeric?)null)], out _)!.Value, name);
        return count == 1 && IsSample(name) ? null : PgNumeric.NaN;
    }

    /// <summary>Variance or deviation from the count, the sum and the sum of squares, to PostgreSQL's digits.</summary>
    private static PgNumeric? Spread(long count, PgNumeric sum, PgNumeric squares, string name)
    {
        if (count == 0 || (count == 1 && IsSample(name))) return null;
        if (!sum.IsFinite) return PgNumeric.NaN;
        var n = PgNumeric.FromInteger(count);
        var numerator = NumericArithmetic.Subtract(NumericArithmetic.Multiply(n, squares), NumericArithmetic.Multiply(sum, sum));
        if (numerator.Sign <= 0) return PgNumeric.Zero;
        var denominator = new PgNumeric((BigInteger)count * (IsSample(name) ? count - 1 : count), 0);
        var scale = NumericArithmetic.QuotientScale(numerator, denominator);
        var variance = NumericArithmetic.DivideTo(numerator, denominator, scale);
        return name.StartsWith("std", StringComparison.Ordinal) ? NumericMath.SqrtTo(variance, scale) : variance;
    }

    private static bool IsSample(string name) => name is "stddev" or "stddev_samp" or "variance" or "var_samp";

    private static int CheckCount(Int128 count) => count <= MaxRows
        ? (int)count
        : throw new GatewayException(SqlState.ProgramLimitExceeded, $"a series of more than {MaxRows} rows needs constant bounds");

    private static void CheckFinite(PgNumeric value, string what)
    {
        if (!value.IsFinite) throw new GatewayException(SqlState.InvalidParameterValue, $"{what} value cannot be {(value.IsNaN ? "NaN" : "infinity")}");
    }

    private static GatewayException StepIsZero() => new(SqlState.InvalidParameterValue, "step size cannot equal zero");
}
