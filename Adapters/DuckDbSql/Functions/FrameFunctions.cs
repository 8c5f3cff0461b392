using System.Numerics;
using FederationGateway.Common;
using FederationGateway.Common.Values;
using FederationGateway.DuckDb;
using static FederationGateway.Adapters.DuckDbSql.Codecs;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>
/// RANGE frames with an offset, in whole numbers: the engine finds the ends of a frame by adding to its keys and comparing, which goes wrong where a sum is no value of the
/// type any more. Each value has a position (<c>gw_…_position</c>), positions order as the values do, and how far a frame reaches from a row (<c>gw_…_reach</c>) is the
/// number of positions between the row and the end that PostgreSQL would compute.
/// </summary>
internal static class FrameFunctions
{
    private static readonly NullableValueCodec<double> Float8OrNull = new(Float8);
    private static readonly NullableValueCodec<PgNumeric> NumericOrNull = new(Numeric);
    private static readonly NullableValueCodec<SqlInterval> IntervalOrNull = new(Interval);
    private static readonly NullableValueCodec<Int128> Int16BytesOrNull = new(Int16Bytes);
    private static readonly PlainCodec<UInt128> UInt16Bytes = new(EngineType.UHugeInt);
    private static readonly NullableValueCodec<UInt128> UInt16BytesOrNull = new(UInt16Bytes);

    public static IEnumerable<ScalarFunction> All =>
    [
        Scalar.Of("gw_frame_size", Int8OrNull, Text, Int16Bytes, (offset, end) => NotNegative((Int128)NotNull(offset, end))),
        Scalar.Of("gw_frame_interval", IntervalOrNull, Text, Interval, (offset, end) =>
        {
            NotNegative(Intervals.Key(NotNull(offset, end)));
            return offset!.Value;
        }),
        // Of an offset to times of day only the time counts.
        Scalar.Of("gw_frame_time", IntervalOrNull, Text, Int16Bytes, (offset, end) => NotNegative((Int128)NotNull(offset, end).Microseconds)),
        Scalar.Of("gw_time_position", Time, Int16Bytes, value => value),
        Scalar.Of("gw_timetz_position", new TimeTzCodec(), Int16Bytes, value => ((Int128)value.Utc << TimeTzShift) - value.Offset),
        Scalar.Of("gw_float_position", Float8, Int16Bytes, FloatPosition.Of),
        Scalar.Of("gw_float_reach", Float8OrNull, Float8OrNull, Int4, Int16BytesOrNull, (key, offset, bound) => key is { } from ? FloatPosition.Reach(from, NotNull(offset, bound), new(bound)) : null),
        Scalar.Of("gw_numeric_position", Numeric, Int16Bytes, NumericPosition.Of),
        Scalar.Of("gw_numeric_reach", NumericOrNull, NumericOrNull, Int4, Int16BytesOrNull, (key, offset, bound) => key is { } from ? NumericPosition.Reach(from, NotNull(offset, bound), new(bound)) : null),
        Scalar.Of("gw_decimal_position", Numeric, UInt16Bytes, DecimalPosition.Of),
        Scalar.Of("gw_decimal_reach", NumericOrNull, NumericOrNull, Int4, UInt16BytesOrNull, (key, offset, bound) => key is { } from ? DecimalPosition.Reach(from, NotNull(offset, bound), new(bound)) : null),
    ];

    /// <summary>Offsets of times with a zone are given in units that leave room for the zone, which orders what is the same moment.</summary>
    public const int TimeTzShift = 20;

    /// <summary>The error of an offset below zero, or of one that is no number.</summary>
    public static GatewayException Invalid() => new(SqlState.InvalidPrecedingOrFollowingSize, "invalid preceding or following size in window function");

    private static Int128 NotNegative(Int128 size) => size < 0 ? throw Invalid() : size;

    private static T NotNull<T>(T? offset, int bound) where T : struct => NotNull(offset, new FrameEnd(bound).IsStart ? "starting" : "ending");

    private static T NotNull<T>(T? offset, string end) where T : struct =>
        offset ?? throw new GatewayException(SqlState.NullValueNotAllowed, $"frame {end} offset must not be null");
}

/// <summary>Which end of a frame it is.</summary>
/// <param name="Code">What the engine's functions are given for it.</param>
internal readonly record struct FrameEnd(int Code)
{
    private const int Subtracting = 1;
    private const int Starting = 2;
    private const int Lower = 4;

    public static FrameEnd Of(bool isStart, bool isPreceding, bool isDescending) =>
        new((isPreceding != isDescending ? Subtracting : 0) | (isStart ? Starting : 0) | (isStart != isDescending ? Lower : 0));

    /// <summary>Whether it lies below the row's key.</summary>
    public bool Subtracts => (Code & Subtracting) != 0;

    public bool IsStart => (Code & Starting) != 0;

    /// <summary>Whether the keys of the frame are at least this, not at most this.</summary>
    public bool IsLower => (Code & Lower) != 0;
}
