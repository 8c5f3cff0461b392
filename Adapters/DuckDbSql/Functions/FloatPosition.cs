namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>Floating-point numbers counted from the smallest to the largest; NaN comes last.</summary>
internal static class FloatPosition
{
    public static Int128 Of(double value)
    {
        if (double.IsNaN(value)) return long.MaxValue;
        var bits = BitConverter.DoubleToInt64Bits(value);
        return bits >= 0 ? bits : -(bits & long.MaxValue);
    }

    public static Int128 Reach(double key, double offset, FrameEnd end)
    {
        if (double.IsNaN(offset) || offset < 0) throw FrameFunctions.Invalid();
        return Int128.Abs(Of(End(key, offset, end)) - Of(key));
    }

    private static double End(double key, double offset, FrameEnd end)
    {
        // What is infinitely far from infinity could be anything: all numbers are in reach.
        if (double.IsInfinity(offset) && double.IsInfinity(key) && key > 0 == end.Subtracts) return end.IsLower ? double.NegativeInfinity : double.PositiveInfinity;
        return end.Subtracts ? key - offset : key + offset;
    }
}
