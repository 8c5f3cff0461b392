using System.Numerics;
using FederationGateway.Common;
using FederationGateway.DuckDb;
using static FederationGateway.Adapters.DuckDbSql.Codecs;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>
/// Floating-point arithmetic that fails where PostgreSQL fails: a result that became infinite or zero from operands that were not is 22003, division by zero 22012.
/// </summary>
internal static class FloatFunctions
{
    public static IEnumerable<ScalarFunction> All =>
    [
        .. Arithmetic(Float4), .. Arithmetic(Float8),
        Scalar.Of("gw_float4", Float8, Float4, value =>
        {
            var result = (float)value;
            return CheckUnderflow(CheckOverflow(result, double.IsInfinity(value)), value == 0);
        }),
        .. ToIntegers(Float4, value => value), .. ToIntegers(Float8, value => value),
        Of("gw_sqrt", x => x < 0 ? throw Error(SqlState.InvalidArgumentForPowerFunction, "cannot take square root of a negative number") : Math.Sqrt(x)),
        Of("gw_cbrt", Math.Cbrt),
        Of("gw_exp", Exp),
        Of("gw_ln", x => Math.Log(CheckLogarithm(x))), Of("gw_log", x => Math.Log10(CheckLogarithm(x))), Of("gw_log10", x => Math.Log10(CheckLogarithm(x))),
        Of("gw_sign", x => x > 0 ? 1 : x < 0 ? -1 : 0),
        Of("gw_degrees", x => CheckOverflow(x / (Math.PI / 180), double.IsInfinity(x))), Of("gw_radians", x => CheckUnderflow(x * (Math.PI / 180), x == 0)),
        Of("gw_sin", x => Math.Sin(CheckFinite(x))), Of("gw_cos", x => Math.Cos(CheckFinite(x))), Of("gw_tan", x => Math.Tan(CheckFinite(x))),
        Of("gw_cot", x => 1 / Math.Tan(CheckFinite(x))),
        Of("gw_asin", x => Math.Asin(CheckUnit(x))), Of("gw_acos", x => Math.Acos(CheckUnit(x))), Of("gw_atan", Math.Atan),
        Of("gw_sinh", Math.Sinh), Of("gw_cosh", Math.Cosh), Of("gw_tanh", Math.Tanh), Of("gw_asinh", Math.Asinh),
        Of("gw_acosh", x => x < 1 ? throw InputOutOfRange() : Math.Acosh(x)), Of("gw_atanh", x => x is < -1 or > 1 ? throw InputOutOfRange() : Math.Atanh(x)),
        Of("gw_sind", x => Degrees.Sin(CheckFinite(x))), Of("gw_cosd", x => Degrees.Cos(CheckFinite(x))), Of("gw_tand", x => Degrees.Tan(CheckFinite(x))),
        Of("gw_cotd", x => Degrees.Cot(CheckFinite(x))), Of("gw_asind", x => Degrees.Asin(CheckUnit(x))), Of("gw_acosd", x => Degrees.Acos(CheckUnit(x))), Of("gw_atand", Degrees.Atan),
        Scalar.Of("gw_atan2", Float8, Float8, Float8, Math.Atan2), Scalar.Of("gw_atan2d", Float8, Float8, Float8, Degrees.Atan2),
        Scalar.Of("gw_power", Float8, Float8, Float8, Power),
        Scalar.Of("gw_width_bucket", Float8, Float8, Float8, Int4, Int4, WidthBuckets.Of),
        Scalar.Of("gw_float_key", Float4, Float4, value => value == 0 ? 0 : value),
        Scalar.Of("gw_float_key", Float8, Float8, value => value == 0 ? 0 : value),
    ];

    private static ScalarFunction Of(string name, Func<double, double> function) => Scalar.Of(name, Float8, Float8, function);

    private static ScalarFunction[] Arithmetic<T>(Codec<T> codec) where T : struct, IFloatingPointIeee754<T> =>
    [
        Scalar.Of("gw_float_add", codec, codec, codec, (a, b) => CheckOverflow(a + b, T.IsInfinity(a) || T.IsInfinity(b))),
        Scalar.Of("gw_float_sub", codec, codec, codec, (a, b) => CheckOverflow(a - b, T.IsInfinity(a) || T.IsInfinity(b))),
        Scalar.Of("gw_float_mul", codec, codec, codec, (a, b) => CheckUnderflow(CheckOverflow(a * b, T.IsInfinity(a) || T.IsInfinity(b)), T.IsZero(a) || T.IsZero(b))),
        Scalar.Of("gw_float_div", codec, codec, codec, (a, b) =>
        {
            if (T.IsZero(b) && !T.IsNaN(a)) throw NumericArithmetic.DivisionByZero();
            return CheckUnderflow(CheckOverflow(a / b, T.IsInfinity(a)), T.IsZero(a) || T.IsInfinity(b));
        }),
    ];

    private static ScalarFunction[] ToIntegers<T>(Codec<T> codec, Func<T, double> widen) where T : struct =>
    [
        Scalar.Of("gw_float_int2", codec, Int2, value => (short)Round(widen(value), short.MinValue, -(double)short.MinValue, "smallint")),
        Scalar.Of("gw_float_int4", codec, Int4, value => (int)Round(widen(value), int.MinValue, -(double)int.MinValue, "integer")),
        Scalar.Of("gw_float_int8", codec, Int8, value => (long)Round(widen(value), long.MinValue, -(double)long.MinValue, "bigint")),
    ];

    private static double Round(double value, double min, double limit, string type)
    {
        var rounded = Math.Round(value, MidpointRounding.ToEven);
        return rounded >= min && rounded < limit ? rounded : throw Error(SqlState.NumericValueOutOfRange, $"{type} out of range");
    }

    private static double Exp(double x)
    {
        if (double.IsNaN(x)) return x;
        var result = CheckOverflow(Math.Exp(x), double.IsInfinity(x));
        return CheckUnderflow(result, double.IsInfinity(x));
    }

    private static double Power(double x, double y)
    {
        if (double.IsNaN(x)) return y == 0 ? 1 : x;
        if (double.IsNaN(y)) return x == 1 ? 1 : y;
        if (x == 0 && y < 0) throw Error(SqlState.InvalidArgumentForPowerFunction, "zero raised to a negative power is undefined");
        if (x < 0 && double.IsFinite(y) && Math.Floor(y) != y)
            throw Error(SqlState.InvalidArgumentForPowerFunction, "a negative number raised to a non-integer power yields a complex result");
        var isInfinite = double.IsInfinity(x) || double.IsInfinity(y);
        return CheckUnderflow(CheckOverflow(Math.Pow(x, y), isInfinite), x == 0 || isInfinite);
    }

    private static T CheckOverflow<T>(T result, bool wasInfinite) where T : IFloatingPointIeee754<T> =>
        T.IsInfinity(result) && !wasInfinite ? throw Error(SqlState.NumericValueOutOfRange, "value out of range: overflow") : result;

    private static T CheckUnderflow<T>(T result, bool mayBeZero) where T : IFloatingPointIeee754<T> =>
        T.IsZero(result) && !mayBeZero ? throw Error(SqlState.NumericValueOutOfRange, "value out of range: underflow") : result;

    private static double CheckFinite(double x) => double.IsInfinity(x) ? throw InputOutOfRange() : x;

    private static double CheckUnit(double x) => x is < -1 or > 1 ? throw InputOutOfRange() : x;

    private static double CheckLogarithm(double x)
    {
        if (x == 0) throw Error(SqlState.InvalidArgumentForLogarithm, "cannot take logarithm of zero");
        return x < 0 ? throw Error(SqlState.InvalidArgumentForLogarithm, "cannot take logarithm of a negative number") : x;
    }

    private static GatewayException InputOutOfRange() => Error(SqlState.NumericValueOutOfRange, "input is out of range");

    private static GatewayException Error(SqlState state, string message) => new(state, message);
}
