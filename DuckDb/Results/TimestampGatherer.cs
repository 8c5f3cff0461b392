using FederationGateway.Arrow;
using FederationGateway.Common;

namespace FederationGateway.DuckDb;

/// <summary>Timestamps of other precisions, to microseconds; finer ones are rounded down. Infinities stay infinities.</summary>
internal sealed unsafe class TimestampGatherer(EngineTypeId precision, ArrowType type) : ValuesGatherer(type, sizeof(long))
{
    protected override void Convert(byte* source, byte* validity, int start, byte* target, int count)
    {
        var from = (long*)source + start;
        var to = (long*)target;
        for (var row = 0; row < count; row++)
            to[row] = IsNull(validity, start + row) || from[row] is long.MaxValue or -long.MaxValue ? from[row] : ToMicroseconds(from[row]);
    }

    private long ToMicroseconds(long value)
    {
        if (precision == EngineTypeId.TimestampNs) return (long)Math.Floor(value / 1000m);
        var factor = precision == EngineTypeId.TimestampS ? 1_000_000L : 1000L;
        var result = (Int128)value * factor;
        return result > long.MaxValue || result < -long.MaxValue ? throw new GatewayException(SqlState.DatetimeFieldOverflow, "timestamp out of range") : (long)result;
    }
}
