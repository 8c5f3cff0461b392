using FederationGateway.Arrow;
using FederationGateway.Common;
using FederationGateway.DuckDb.Native;

namespace FederationGateway.DuckDb;

/// <summary>Intervals: microseconds to nanoseconds.</summary>
internal sealed unsafe class IntervalGatherer() : ValuesGatherer(IntervalType.Default, sizeof(NativeInterval))
{
    private const long MaxMicroseconds = long.MaxValue / 1000;

    protected override void Convert(byte* source, byte* validity, int start, byte* target, int count)
    {
        var from = (NativeInterval*)source + start;
        var to = (MonthDayNanosecondInterval*)target;
        for (var row = 0; row < count; row++)
        {
            if (IsNull(validity, start + row))
            {
                to[row] = default;
                continue;
            }

            var microseconds = from[row].Microseconds;
            if (microseconds is > MaxMicroseconds or < -MaxMicroseconds) throw new GatewayException(SqlState.DatetimeFieldOverflow, "interval out of range");
            to[row] = new MonthDayNanosecondInterval(from[row].Months, from[row].Days, microseconds * 1000);
        }
    }
}
