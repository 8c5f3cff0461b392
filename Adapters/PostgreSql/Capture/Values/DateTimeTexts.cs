using FederationGateway.Adapters.PostgreSql.Wire.Decoders;
using FederationGateway.Arrow;
using FederationGateway.Common;

namespace FederationGateway.Adapters.PostgreSql.Capture.Values;

/// <summary><c>2024-02-29</c>, <c>0044-03-15 BC</c>, <c>infinity</c>.</summary>
internal sealed unsafe class DateTextDecoder() : ColumnDecoder(Date32Type.Default)
{
    public override void Decode(byte* value, int length)
    {
        var text = new ReadOnlySpan<byte>(value, length);
        if (Infinities.TryRead(text, out var isPositive))
        {
            Builder.Append(isPositive ? int.MaxValue : -int.MaxValue);
            return;
        }

        var cursor = new TextCursor(text, "date");
        var (year, month, day) = cursor.Date();
        var days = CivilDate.ToDays(cursor.Era(year), month, day);
        Builder.Append(days == (int)days ? (int)days : throw cursor.Malformed());
    }
}

/// <summary>timestamp and timestamptz: <c>2024-02-29 10:00:00.5+00</c>. The offset is the session's, UTC; another one would be counted in.</summary>
internal sealed unsafe class TimestampTextDecoder(string column, SqlType type) : ColumnDecoder(SqlTypeMapping.ToArrow(type))
{
    private const long MicrosecondsPerDay = 86_400_000_000;

    public override void Decode(byte* value, int length)
    {
        var text = new ReadOnlySpan<byte>(value, length);
        if (Infinities.TryRead(text, out var isPositive))
        {
            Builder.Append(isPositive ? long.MaxValue : -long.MaxValue);
            return;
        }

        var cursor = new TextCursor(text, "timestamp");
        var (year, month, day) = cursor.Date();
        cursor.Take((byte)' ');
        var time = cursor.Clock(2, 24);
        if (time == long.MaxValue) throw cursor.Malformed();
        if (type.Kind == SqlTypeKind.TimestampTz) time -= Offset(ref cursor);
        var days = CivilDate.ToDays(cursor.Era(year), month, day);
        var instant = ((Int128)days * MicrosecondsPerDay) + time;
        if (instant >= long.MaxValue) throw Uncarriable.TooLate(column);
        if (instant <= -long.MaxValue) throw cursor.Malformed();
        Builder.Append((long)instant);
    }

    private static long Offset(ref TextCursor cursor)
    {
        var sign = cursor.Sign();
        var seconds = cursor.Digits(2, 2) * 3600;
        if (cursor.TryTake((byte)':')) seconds += cursor.Digits(2, 2) * 60;
        if (cursor.TryTake((byte)':')) seconds += cursor.Digits(2, 2);
        return sign * seconds * 1_000_000;
    }
}

/// <summary><c>24:00:00</c> at most.</summary>
internal sealed unsafe class TimeTextDecoder() : ColumnDecoder(Time64Type.Default)
{
    public override void Decode(byte* value, int length)
    {
        var cursor = new TextCursor(new ReadOnlySpan<byte>(value, length), "time");
        var time = cursor.Clock(2, 24);
        cursor.End();
        Builder.Append(time);
    }
}

internal static class Infinities
{
    public static bool TryRead(ReadOnlySpan<byte> text, out bool isPositive)
    {
        isPositive = text.SequenceEqual("infinity"u8);
        return isPositive || text.SequenceEqual("-infinity"u8);
    }
}
