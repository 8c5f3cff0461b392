using FederationGateway.Common;
using FederationGateway.DuckDb;
using static FederationGateway.Adapters.DuckDbSql.Codecs;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>
/// Sums, deviations and regressions of floating-point numbers in the order of the list, by the steps PostgreSQL takes (Youngs and Cramer's), so that the last digit
/// is its digit.
/// </summary>
internal static class FloatAggregates
{
    private static NullableValueCodec<double> Float8OrNull { get; } = new(Float8);

    private static NullableValueCodec<float> Float4OrNull { get; } = new(Float4);

    private static ListCodec<double?> Doubles { get; } = new(Float8OrNull);

    private static ListCodec<float?> Singles { get; } = new(Float4OrNull);

    public static IEnumerable<ScalarFunction> All =>
    [
        Scalar.Of("gw_float_sum", Float8, Bool, Float8, (sum, wasInfinite) => CheckOverflow(sum, wasInfinite)),
        Scalar.Of("gw_float_list_sum", Singles, Float4OrNull, Sum),
        Scalar.Of("gw_float_list_spread", Doubles, Text, Float8OrNull, Spread),
        Scalar.Of("gw_float_list_pairs", Doubles, Doubles, Text, Float8OrNull, Pairs),
    ];

    private static double CheckOverflow(double value, bool wasInfinite) => double.IsInfinity(value) && !wasInfinite ? throw Overflow() : value;

    private static float? Sum(float?[] values)
    {
        float? sum = null;
        foreach (var value in values)
        {
            if (value is not { } present) continue;
            var next = sum is { } before ? before + present : present;
            if (float.IsInfinity(next) && !float.IsInfinity(present) && !float.IsInfinity(sum ?? 0)) throw Overflow();
            sum = next;
        }

        return sum;
    }

    private static double? Spread(double?[] values, string name)
    {
        double count = 0, sum = 0, squares = 0;
        foreach (var value in values)
        {
            if (value is not { } x) continue;
            var (before, sumBefore) = (count++, sum);
            sum += x;
            if (before == 0)
            {
                if (!double.IsFinite(x)) squares = double.NaN;
                continue;
            }

            var distance = (x * count) - sum;
            squares += distance * distance / (count * before);
            if (!double.IsInfinity(sum) && !double.IsInfinity(squares)) continue;
            if (!double.IsInfinity(sumBefore) && !double.IsInfinity(x)) throw Overflow();
            squares = double.NaN;
        }

        var isSample = name is "stddev" or "stddev_samp" or "variance" or "var_samp";
        if (count == 0 || (isSample && count == 1)) return null;
        var variance = squares / (isSample ? count - 1 : count);
        return name.StartsWith("std", StringComparison.Ordinal) ? Math.Sqrt(variance) : variance;
    }

    private static double? Pairs(double?[] ys, double?[] xs, string name)
    {
        var sums = new PairSums();
        for (var i = 0; i < ys.Length; i++)
            if (ys[i] is { } y && xs[i] is { } x) sums.Add(x, y);
        return sums.Result(name);
    }

    internal static GatewayException Overflow() => new(SqlState.NumericValueOutOfRange, "value out of range: overflow");
}

/// <summary>The sums of regr_slope(), corr() and their like.</summary>
internal struct PairSums
{
    private double _count;
    private double _sumX;
    private double _sumXX;
    private double _sumY;
    private double _sumYY;
    private double _sumXY;

    public void Add(double x, double y)
    {
        var (before, beforeX, beforeY) = (_count++, _sumX, _sumY);
        _sumX += x;
        _sumY += y;
        if (before == 0)
        {
            if (!double.IsFinite(x)) _sumXX = _sumXY = double.NaN;
            if (!double.IsFinite(y)) _sumYY = _sumXY = double.NaN;
            return;
        }

        var (distanceX, distanceY) = ((x * _count) - _sumX, (y * _count) - _sumY);
        var scale = 1.0 / (_count * before);
        _sumXX += distanceX * distanceX * scale;
        _sumYY += distanceY * distanceY * scale;
        _sumXY += distanceX * distanceY * scale;
        CheckOverflow(!double.IsInfinity(beforeX) && !double.IsInfinity(x), !double.IsInfinity(beforeY) && !double.IsInfinity(y));
    }

    public readonly double? Result(string name)
    {
        if (_count < 1) return null;
        return name switch
        {
            "regr_sxx" => _sumXX,
            "regr_syy" => _sumYY,
            "regr_sxy" => _sumXY,
            "regr_avgx" => _sumX / _count,
            "regr_avgy" => _sumY / _count,
            "covar_pop" => _sumXY / _count,
            "covar_samp" => _count < 2 ? null : _sumXY / (_count - 1),
            "corr" => _sumXX == 0 || _sumYY == 0 ? null : _sumXY / Math.Sqrt(_sumXX * _sumYY),
            "regr_r2" => _sumXX == 0 ? null : _sumYY == 0 ? 1 : _sumXY * _sumXY / (_sumXX * _sumYY),
            "regr_slope" => _sumXX == 0 ? null : _sumXY / _sumXX,
            _ => _sumXX == 0 ? null : (_sumY - (_sumX * _sumXY / _sumXX)) / _count,
        };
    }

    // What became infinite of finite numbers has overflowed; of infinite ones it means nothing.
    private void CheckOverflow(bool isFiniteX, bool isFiniteY)
    {
        if (((double.IsInfinity(_sumX) || double.IsInfinity(_sumXX)) && isFiniteX) || ((double.IsInfinity(_sumY) || double.IsInfinity(_sumYY)) && isFiniteY)
            || (double.IsInfinity(_sumXY) && isFiniteX && isFiniteY)) throw FloatAggregates.Overflow();
        if (double.IsInfinity(_sumXX)) _sumXX = double.NaN;
        if (double.IsInfinity(_sumYY)) _sumYY = double.NaN;
        if (double.IsInfinity(_sumXY)) _sumXY = double.NaN;
    }
}
