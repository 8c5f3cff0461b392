using System.Globalization;
using FederationGateway.Arrow;
using FederationGateway.DuckDb.Native;

namespace FederationGateway.DuckDb;

/// <summary>Exact numbers as decimal text, the carrier of numerics without a declared precision.</summary>
internal sealed unsafe class DecimalTextGatherer(EngineType type) : VariableGatherer(StringType.Default)
{
    // A sign, 39 digits, a leading zero and a point.
    private const int LongestText = 48;

    protected override void AppendValues(nint vector, byte* validity, int start, int count)
    {
        var data = DuckDbApi.VectorGetData(vector);
        var storage = type.Storage;
        var offsets = ReserveValues(count, (long)count * LongestText, out var bytes);
        var end = offsets[0];
        for (var row = 0; row < count; row++)
        {
            if (!IsNull(validity, start + row)) end += Format(IntegerReading.At(storage, data, start + row), new Span<byte>(bytes + end, LongestText));
            offsets[row + 1] = end;
        }
    }

    private int Format(Int128 value, Span<byte> target)
    {
        if (type.Scale == 0)
        {
            value.TryFormat(target, out var written, provider: CultureInfo.InvariantCulture);
            return written;
        }

        Span<byte> digits = stackalloc byte[LongestText];
        var isNegative = Int128.IsNegative(value);
        Int128.Abs(value).TryFormat(digits, out var count, provider: CultureInfo.InvariantCulture);
        var length = 0;
        if (isNegative) target[length++] = (byte)'-';
        var whole = count - type.Scale;
        if (whole <= 0) target[length++] = (byte)'0';
        for (var i = 0; i < whole; i++) target[length++] = digits[i];
        target[length++] = (byte)'.';
        for (var i = whole; i < 0; i++) target[length++] = (byte)'0';
        for (var i = Math.Max(whole, 0); i < count; i++) target[length++] = digits[i];
        return length;
    }
}
