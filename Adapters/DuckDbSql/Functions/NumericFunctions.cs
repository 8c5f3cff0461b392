using System.Text;
using FederationGateway.Common;
using FederationGateway.Common.Values;
using FederationGateway.DuckDb;
using static FederationGateway.Adapters.DuckDbSql.Codecs;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>Everything on numerics carried as exact text.</summary>
internal static class NumericFunctions
{
    public static IEnumerable<ScalarFunction> All =>
    [
        Scalar.Of("gw_numeric_add", Numeric, Numeric, Numeric, NumericArithmetic.Add),
        Scalar.Of("gw_numeric_sub", Numeric, Numeric, Numeric, NumericArithmetic.Subtract),
        Scalar.Of("gw_numeric_mul", Numeric, Numeric, Numeric, NumericArithmetic.Multiply),
        Scalar.Of("gw_numeric_div", Numeric, Numeric, Numeric, NumericArithmetic.Divide),
        Scalar.Of("gw_numeric_mod", Numeric, Numeric, Numeric, NumericArithmetic.Modulo),
        Scalar.Of("gw_numeric_quotient", Numeric, Numeric, Numeric, NumericArithmetic.IntegerQuotient),
        Scalar.Of("gw_numeric_neg", Numeric, Numeric, value => value.Negate()),
        Scalar.Of("gw_numeric_abs", Numeric, Numeric, value => value.Abs()),
        Scalar.Of("gw_numeric_sign", Numeric, Numeric, value => value.IsNaN ? value : PgNumeric.FromInteger(value.Sign)),
        Scalar.Of("gw_numeric_floor", Numeric, Numeric, value => Rounding.Floor(value)),
        Scalar.Of("gw_numeric_ceil", Numeric, Numeric, value => Rounding.Ceiling(value)),
        Scalar.Of("gw_numeric_round", Numeric, Numeric, value => Rounding.Round(value, 0)),
        Scalar.Of("gw_numeric_round", Numeric, Int4, Numeric, (value, scale) => Rounding.Round(value, Limit(scale)).Checked()),
        Scalar.Of("gw_numeric_trunc", Numeric, Numeric, value => Rounding.Truncate(value, 0)),
        Scalar.Of("gw_numeric_trunc", Numeric, Int4, Numeric, (value, scale) => Rounding.Truncate(value, Limit(scale))),
        Scalar.Of("gw_numeric_sqrt", Numeric, Numeric, NumericMath.Sqrt),
        Scalar.Of("gw_numeric_exp", Numeric, Numeric, NumericMath.Exp),
        Scalar.Of("gw_numeric_ln", Numeric, Numeric, NumericMath.Ln),
        Scalar.Of("gw_numeric_log", Numeric, Numeric, NumericMath.Log10),
        Scalar.Of("gw_numeric_log", Numeric, Numeric, Numeric, NumericMath.Log),
        Scalar.Of("gw_numeric_power", Numeric, Numeric, Numeric, NumericMath.Power),
        Scalar.Of("gw_numeric_gcd", Numeric, Numeric, Numeric, NumericMath.Gcd),
        Scalar.Of("gw_numeric_lcm", Numeric, Numeric, Numeric, NumericMath.Lcm),
        Scalar.Of("gw_factorial", Int8, Numeric, NumericMath.Factorial),
        Scalar.Of("gw_numeric_scale", Numeric, Int4OrNull, value => value.IsFinite ? value.Scale : null),
        Scalar.Of("gw_numeric_min_scale", Numeric, Int4OrNull, value => value.IsFinite ? Rounding.MinScale(value) : null),
        Scalar.Of("gw_numeric_trim_scale", Numeric, Numeric, value => Rounding.TrimScale(value)),
        Scalar.Of("gw_numeric_width_bucket", Numeric, Numeric, Numeric, Int4, Int4, WidthBuckets.Of),
        Scalar.Of("gw_numeric_key", Numeric, Text, NumericKey.Of),
        Scalar.Of("gw_numeric_text", Numeric, Numeric, value => value),
        Scalar.Of("gw_numeric_avg", Numeric, Int8, Numeric, (sum, count) => NumericArithmetic.Divide(sum, PgNumeric.FromInteger(count))),
        Scalar.Variadic("gw_numeric_greatest", Numbers, Numbers, values => Extreme(values, 1)),
        Scalar.Variadic("gw_numeric_least", Numbers, Numbers, values => Extreme(values, -1)),
        Scalar.Of("gw_numeric_fit", Numeric, Int4, Int4, Numeric, Fit),
        Scalar.Of("gw_numeric_int2", Numeric, Int2, value => (short)ToInteger(value, short.MinValue, short.MaxValue, "smallint")),
        Scalar.Of("gw_numeric_int4", Numeric, Int4, value => (int)ToInteger(value, int.MinValue, int.MaxValue, "integer")),
        Scalar.Of("gw_numeric_int8", Numeric, Int8, value => (long)ToInteger(value, long.MinValue, long.MaxValue, "bigint")),
        Scalar.Of("gw_numeric_float4", Utf8, Float4, text => NumberText.ReadFloat4(text)),
        Scalar.Of("gw_numeric_float8", Utf8, Float8, text => NumberText.ReadFloat8(text)),
        Scalar.Of("gw_float_numeric", Float8, Numeric, value => FromDouble(value, "G15")),
        Scalar.Of("gw_float_numeric", Float4, Numeric, value => FromDouble(value, "G6")),
    ];

    private static NullableValueCodec<PgNumeric> Numbers { get; } = new(Numeric);

    private static int Limit(int scale) => Math.Clamp(scale, -PgNumeric.MaxDisplayScale * 2, PgNumeric.MaxDisplayScale * 2);

    private static PgNumeric? Extreme(PgNumeric?[] values, int direction)
    {
        PgNumeric? best = null;
        foreach (var value in values)
            if (value is { } present && (best is null || PgNumeric.Compare(present, best.Value) * direction > 0)) best = present;
        return best;
    }

    // Under numeric(precision, scale): rounded, and 22003 when it has too many digits.
    private static PgNumeric Fit(PgNumeric value, int precision, int scale)
    {
        var rounded = Rounding.Round(value, scale);
        if (value.IsFinite && (rounded.IsZero || rounded.Exponent < precision - scale)) return rounded;
        var bound = precision == scale ? "1" : $"10^{precision - scale}";
        throw new GatewayException(SqlState.NumericValueOutOfRange, "numeric field overflow")
        {
            Detail = value.IsFinite
                ? $"A field with precision {precision}, scale {scale} must round to an absolute value less than {bound}."
                : $"A field with precision {precision}, scale {scale} cannot hold {(value.IsNaN ? "a NaN" : "an infinite value")}.",
        };
    }

    private static Int128 ToInteger(PgNumeric value, Int128 min, Int128 max, string type)
    {
        if (value.IsNaN) throw new GatewayException(SqlState.FeatureNotSupported, $"cannot convert NaN to {type}");
        if (value.IsInfinity) throw new GatewayException(SqlState.FeatureNotSupported, $"cannot convert infinity to {type}");
        var rounded = Rounding.Round(value, 0).Digits;
        return rounded >= min && rounded <= max ? (Int128)rounded : throw new GatewayException(SqlState.NumericValueOutOfRange, $"{type} out of range");
    }

    // PostgreSQL converts by way of the text with the digits the type is sure of.
    private static PgNumeric FromDouble(double value, string format)
    {
        if (double.IsNaN(value)) return PgNumeric.NaN;
        if (double.IsInfinity(value)) return value > 0 ? PgNumeric.PositiveInfinity : PgNumeric.NegativeInfinity;
        return PgNumeric.ParseInput(Encoding.ASCII.GetBytes(value.ToString(format, System.Globalization.CultureInfo.InvariantCulture)));
    }
}
