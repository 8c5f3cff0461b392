using FederationGateway.Common;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>The bucket of an equal-width histogram a value falls into; 0 below it, count + 1 above it.</summary>
internal static class WidthBuckets
{
    public static int Of(double operand, double low, double high, int count)
    {
        CheckCount(count);
        if (double.IsNaN(operand) || double.IsNaN(low) || double.IsNaN(high)) throw Invalid("operand, lower bound, and upper bound cannot be NaN");
        if (double.IsInfinity(low) || double.IsInfinity(high)) throw Invalid("lower and upper bounds must be finite");
        if (low == high) throw Invalid("lower bound cannot equal upper bound");
        var isAscending = low < high;
        if (isAscending ? operand < low : operand > low) return 0;
        if (isAscending ? operand >= high : operand <= high) return Above(count);
        var bucket = (int)(count * ((operand - low) / (high - low)));
        return Math.Min(bucket, count - 1) + 1;
    }

    public static int Of(PgNumeric operand, PgNumeric low, PgNumeric high, int count)
    {
        CheckCount(count);
        if (operand.IsNaN || low.IsNaN || high.IsNaN) throw Invalid("operand, lower bound, and upper bound cannot be NaN");
        if (low.IsInfinity || high.IsInfinity) throw Invalid("lower and upper bounds must be finite");
        var direction = PgNumeric.Compare(low, high);
        if (direction == 0) throw Invalid("lower bound cannot equal upper bound");
        if (PgNumeric.Compare(operand, low) * -direction < 0) return 0;
        if (PgNumeric.Compare(operand, high) * -direction >= 0) return Above(count);
        var position = NumericArithmetic.Multiply(NumericArithmetic.Subtract(operand, low).Abs(), PgNumeric.FromInteger(count));
        return (int)NumericArithmetic.IntegerQuotient(position, NumericArithmetic.Subtract(high, low).Abs()).Digits + 1;
    }

    private static void CheckCount(int count)
    {
        if (count <= 0) throw Invalid("count must be greater than zero");
    }

    private static int Above(int count) => count < int.MaxValue ? count + 1 : throw new GatewayException(SqlState.NumericValueOutOfRange, "integer out of range");

    private static GatewayException Invalid(string message) => new(SqlState.InvalidArgumentForWidthBucket, message);
}
