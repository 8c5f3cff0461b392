using FederationGateway.Adapters.PostgreSql.Wire.Decoders;
using FederationGateway.Arrow;

namespace FederationGateway.Adapters.PostgreSql.Capture.Values;

/// <summary>
/// Intervals in the style <c>postgres</c>, each field with its own sign: <c>1 year 2 mons -3 days +04:05:06.000007</c>.
/// </summary>
internal sealed unsafe class IntervalTextDecoder(string column) : ColumnDecoder(IntervalType.Default)
{
    private const long MostMicroseconds = long.MaxValue / 1000;
    private const long MostHours = MostMicroseconds / 3_600_000_000;

    public override void Decode(byte* value, int length)
    {
        var text = new ReadOnlySpan<byte>(value, length);
        if (Infinities.TryRead(text, out _)) throw Uncarriable.TooLong(column);
        var cursor = new TextCursor(text, "interval");
        long months = 0, days = 0, microseconds = 0;
        do
        {
            if (IsClock(cursor.Rest))
            {
                microseconds = Clock(ref cursor);
                cursor.End();
                break;
            }

            var number = cursor.Sign() * cursor.Digits(1, 10);
            cursor.Take((byte)' ');
            var unit = cursor.Rest;
            if (unit.IndexOf((byte)' ') is var end and >= 0) unit = unit[..end];
            if (unit.StartsWith("year"u8)) months += number * 12;
            else if (unit.StartsWith("mon"u8)) months += number;
            else if (unit.StartsWith("day"u8)) days = number;
            else throw cursor.Malformed();
            cursor = new TextCursor(cursor.Rest[unit.Length..], "interval");
        }
        while (cursor.TryTake((byte)' '));

        cursor.End();
        if (months != (int)months || days != (int)days) throw cursor.Malformed();
        Builder.Append(new MonthDayNanosecondInterval((int)months, (int)days, microseconds * 1000));
    }

    private static bool IsClock(ReadOnlySpan<byte> rest)
    {
        var end = rest.IndexOf((byte)' ');
        return (end < 0 ? rest : rest[..end]).Contains((byte)':');
    }

    private long Clock(ref TextCursor cursor)
    {
        var sign = cursor.Sign();
        var microseconds = cursor.Clock(10, MostHours);
        return microseconds <= MostMicroseconds ? sign * microseconds : throw Uncarriable.TooLong(column);
    }
}
