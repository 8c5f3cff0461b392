namespace FederationGateway.Common.Values;

/// <summary>Dates, times and timestamps from PostgreSQL's text forms to the values the gateway carries. All text is UTF-8.</summary>
public static class DateTimeText
{
    /// <summary>Days since 1970-01-01; a time in the text is dropped.</summary>
    public static int ReadDate(ReadOnlySpan<byte> text)
    {
        var trimmed = TextScan.Trim(text);
        if (TryReadPlainDate(trimmed, out var plain)) return plain;
        if (ReadInfinity(trimmed) is { } sign) return sign > 0 ? DateTimeLimits.DateInfinity : DateTimeLimits.DateMinusInfinity;
        if (TextScan.EqualsIgnoreCase(trimmed, "epoch"u8)) return 0;
        var parser = new DateTimeParser(text, SqlTypeKind.Date);
        parser.Parse();
        if (!parser.HasDate) throw ValueErrors.InvalidDateTime(SqlTypeKind.Date, text);
        var days = CivilDate.ToDays(parser.Year, parser.Month, parser.Day);
        return days >= DateTimeLimits.MinDate && days <= DateTimeLimits.MaxDate ? (int)days : throw ValueErrors.DateTimeOutOfRange(SqlTypeKind.Date, text);
    }

    /// <summary>Microseconds since midnight; a date in the text is dropped.</summary>
    public static long ReadTime(ReadOnlySpan<byte> text)
    {
        var parser = new DateTimeParser(text, SqlTypeKind.Time);
        parser.Parse();
        return parser.HasTime ? parser.TimeOfDay : throw ValueErrors.InvalidDateTime(SqlTypeKind.Time, text);
    }

    /// <summary>
    /// Microseconds since midnight and seconds east of UTC; without a zone in the text, that of <paramref name="zone"/>, on the text's date or today. A zone by
    /// name needs a date, unless it never changed.
    /// </summary>
    public static (long Time, int Offset) ReadTimeTz(ReadOnlySpan<byte> text, TimeZoneInfo zone)
    {
        var parser = new DateTimeParser(text, SqlTypeKind.TimeTz);
        parser.Parse();
        if (!parser.HasTime) throw ValueErrors.InvalidDateTime(SqlTypeKind.TimeTz, text);
        if (parser.Offset is { } given) return (parser.TimeOfDay, given);
        var named = parser.Zone;
        if (!parser.HasDate && named is not null && named.GetAdjustmentRules().Length > 0) throw ValueErrors.InvalidDateTime(SqlTypeKind.TimeTz, text);
        if (!parser.HasDate && named is null && !zone.SupportsDaylightSavingTime) return (parser.TimeOfDay, (int)zone.GetUtcOffset(DateTimeOffset.UtcNow).TotalSeconds);
        var days = parser.HasDate ? CivilDate.ToDays(parser.Year, parser.Month, parser.Day) : DaysToday(zone);
        return (parser.TimeOfDay, OffsetOfWallClock((days * DateTimeLimits.MicrosecondsPerDay) + parser.TimeOfDay, named ?? zone));
    }

    private static long DaysToday(TimeZoneInfo zone) =>
        (TimeZoneInfo.ConvertTime(DateTimeOffset.UtcNow, zone).DateTime - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerDay;

    /// <summary>Microseconds since 1970-01-01 00:00 of a wall clock; a zone in the text is dropped.</summary>
    public static long ReadTimestamp(ReadOnlySpan<byte> text) => ReadTimestamp(text, SqlTypeKind.Timestamp, zone: null);

    /// <summary>Microseconds since 1970-01-01 00:00 UTC; without a zone in the text it is taken to be in <paramref name="zone"/>.</summary>
    public static long ReadTimestampTz(ReadOnlySpan<byte> text, TimeZoneInfo zone) => ReadTimestamp(text, SqlTypeKind.TimestampTz, zone);

    /// <summary>Seconds east of UTC that a wall clock in a zone shows; a clock reading that DST skips counts by the offset before the change.</summary>
    public static int OffsetOfWallClock(long microseconds, TimeZoneInfo zone)
    {
        if (OffsetsWithSeconds.Of(zone)?.AtWallClock(microseconds) is { } early) return early;
        var wall = ZoneRules.ToSupportedRange(microseconds);
        if (!zone.IsInvalidTime(wall)) return OffsetOf(wall, zone);
        return OffsetOf(wall.AddHours(-3), zone);
    }

    private static int OffsetOf(DateTime wall, TimeZoneInfo zone)
    {
        // A reading that occurs twice is taken in standard time, as PostgreSQL does; .NET's rule is the same.
        return (int)zone.GetUtcOffset(wall).TotalSeconds;
    }

    private static long ReadTimestamp(ReadOnlySpan<byte> text, SqlTypeKind kind, TimeZoneInfo? zone)
    {
        var trimmed = TextScan.Trim(text);
        if (ReadInfinity(trimmed) is { } sign) return sign > 0 ? DateTimeLimits.TimestampInfinity : DateTimeLimits.TimestampMinusInfinity;
        if (TextScan.EqualsIgnoreCase(trimmed, "epoch"u8)) return 0;
        var parser = new DateTimeParser(text, kind);
        parser.Parse();
        if (!parser.HasDate) throw ValueErrors.InvalidDateTime(kind, text);
        var days = CivilDate.ToDays(parser.Year, parser.Month, parser.Day);
        if (days < DateTimeLimits.MinDate || days > DateTimeLimits.MaxDate) throw ValueErrors.DateTimeOutOfRange(kind, text);
        if (days * (double)DateTimeLimits.MicrosecondsPerDay > DateTimeLimits.MaxTimestamp + 1.0) throw ValueErrors.DateTimeOutOfRange(kind, text);
        var value = (days * DateTimeLimits.MicrosecondsPerDay) + parser.TimeOfDay;
        if (zone is not null)
            value -= (parser.Offset ?? OffsetOfWallClock(value, parser.Zone ?? zone)) * DateTimeLimits.MicrosecondsPerSecond;
        return value >= DateTimeLimits.MinTimestamp && value <= DateTimeLimits.MaxTimestamp ? value : throw ValueErrors.DateTimeOutOfRange(kind, text);
    }

    private static int? ReadInfinity(ReadOnlySpan<byte> text)
    {
        if (TextScan.EqualsIgnoreCase(text, "infinity"u8) || TextScan.EqualsIgnoreCase(text, "+infinity"u8)) return 1;
        return TextScan.EqualsIgnoreCase(text, "-infinity"u8) ? -1 : null;
    }

    // The common "2024-01-31", without the general parser.
    private static bool TryReadPlainDate(ReadOnlySpan<byte> text, out int days)
    {
        days = 0;
        if (text.Length != 10 || text[4] != '-' || text[7] != '-') return false;
        var (year, month, day) = (0, 0, 0);
        foreach (var c in text[..4]) { if (!TextScan.IsDigit(c)) return false; year = (year * 10) + (c - '0'); }
        foreach (var c in text[5..7]) { if (!TextScan.IsDigit(c)) return false; month = (month * 10) + (c - '0'); }
        foreach (var c in text[8..]) { if (!TextScan.IsDigit(c)) return false; day = (day * 10) + (c - '0'); }
        if (year == 0 || month is < 1 or > 12 || day is < 1 or > 28) return false;
        days = (int)CivilDate.ToDays(year, month, day);
        return true;
    }
}
