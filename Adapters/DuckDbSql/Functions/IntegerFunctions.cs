using System.Globalization;
using System.Numerics;
using FederationGateway.Common;
using FederationGateway.DuckDb;
using static FederationGateway.Adapters.DuckDbSql.Codecs;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>Integer operations the engine has none for, or none with our errors.</summary>
internal static class IntegerFunctions
{
    public static IEnumerable<ScalarFunction> All =>
    [
        .. Divisions(Int2, "smallint"), .. Divisions(Int4, "integer"), .. Divisions(Int8, "bigint"),
        Scalar.Of("gw_shift_left", Int2, Int4, Int2, (value, count) => (short)(value << (count & 31))),
        Scalar.Of("gw_shift_left", Int4, Int4, Int4, (value, count) => value << count),
        Scalar.Of("gw_shift_left", Int8, Int4, Int8, (value, count) => value << count),
        Scalar.Of("gw_shift_right", Int2, Int4, Int2, (value, count) => (short)(value >> (count & 31))),
        Scalar.Of("gw_shift_right", Int4, Int4, Int4, (value, count) => value >> count),
        Scalar.Of("gw_shift_right", Int8, Int4, Int8, (value, count) => value >> count),
        Scalar.Of("gw_gcd", Int4, Int4, Int4, (a, b) => (int)CheckRange(Gcd(a, b), int.MaxValue, "integer")),
        Scalar.Of("gw_gcd", Int8, Int8, Int8, (a, b) => (long)CheckRange(Gcd(a, b), long.MaxValue, "bigint")),
        Scalar.Of("gw_lcm", Int4, Int4, Int4, (a, b) => (int)CheckRange(Lcm(a, b), int.MaxValue, "integer")),
        Scalar.Of("gw_lcm", Int8, Int8, Int8, (a, b) => (long)CheckRange(Lcm(a, b), long.MaxValue, "bigint")),
        Scalar.Of("gw_to_hex", Int4, Text, value => value.ToString("x", CultureInfo.InvariantCulture)),
        Scalar.Of("gw_to_hex", Int8, Text, value => value.ToString("x", CultureInfo.InvariantCulture)),
        Scalar.Of("gw_frame_offset", Int8OrNull, Text, Int8OrNull, FrameOffset),
        Scalar.Of("gw_nth", Int4, Int4, nth => nth > 0 ? nth : throw new GatewayException(SqlState.InvalidArgumentForNthValue, "argument of nth_value must be greater than zero")),
        Scalar.Of("gw_oid_int4", Oid, Int4, value => unchecked((int)value)),
    ];

    private static ScalarFunction[] Divisions<T>(Codec<T> codec, string type) where T : struct, IBinaryInteger<T>, IMinMaxValue<T> =>
    [
        Scalar.Of("gw_int_div", codec, codec, codec, (left, right) =>
        {
            if (T.IsZero(right)) throw NumericArithmetic.DivisionByZero();
            return left == T.MinValue && right == -T.One ? throw OutOfRange(type) : left / right;
        }),
        Scalar.Of("gw_int_abs", codec, codec, value => value == T.MinValue ? throw OutOfRange(type) : T.Abs(value)),
        Scalar.Of("gw_int_mod", codec, codec, codec, (left, right) =>
        {
            if (T.IsZero(right)) throw NumericArithmetic.DivisionByZero();
            return right == -T.One ? T.Zero : left % right;
        }),
    ];

    private static long? FrameOffset(long? offset, string end) => offset switch
    {
        null => throw new GatewayException(SqlState.NullValueNotAllowed, $"frame {end} offset must not be null"),
        < 0 => throw new GatewayException(SqlState.InvalidPrecedingOrFollowingSize, $"frame {end} offset must not be negative"),
        _ => offset,
    };

    private static Int128 Gcd(Int128 left, Int128 right)
    {
        (left, right) = (Int128.Abs(left), Int128.Abs(right));
        while (right != 0) (left, right) = (right, left % right);
        return left;
    }

    private static Int128 Lcm(Int128 left, Int128 right) => left == 0 || right == 0 ? 0 : Int128.Abs(left / Gcd(left, right) * right);

    private static Int128 CheckRange(Int128 value, Int128 max, string type) => value <= max ? value : throw OutOfRange(type);

    private static GatewayException OutOfRange(string type) => new(SqlState.NumericValueOutOfRange, $"{type} out of range");
}
