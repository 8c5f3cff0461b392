using System.Globalization;
using FederationGateway.Common;
using FederationGateway.Common.Values;
using FederationGateway.DuckDb;
using static FederationGateway.Adapters.DuckDbSql.Codecs;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>Dates, times, timestamps and intervals.</summary>
internal static class DateTimeFunctions
{
    private const long Second = DateTimeLimits.MicrosecondsPerSecond;
    private const long Day = DateTimeLimits.MicrosecondsPerDay;

    // 4714-11-24 BC.
    private const double EarliestFrom2000 = -211_813_488_000_000_000;

    private static TimeTzCodec Tz { get; } = new();

    private static NullableValueCodec<PgNumeric> NumericOrNull { get; } = new(Numeric);

    private static NullableValueCodec<double> FloatOrNull { get; } = new(Float8);

    public static IEnumerable<ScalarFunction> All => [.. Arithmetic, .. Conversions, .. Fields, .. Constructors, .. Overlaps];

    private static IEnumerable<ScalarFunction> Arithmetic =>
    [
        Scalar.Of("gw_date_add", Date, Int4, Date, (date, days) => Moments.AddDays(date, days)),
        Scalar.Of("gw_date_sub", Date, Int4, Date, (date, days) => Moments.AddDays(date, -(long)days)),
        Scalar.Of("gw_date_diff", Date, Date, Int4, Moments.DaysBetween),
        Scalar.Of("gw_timestamp_add", Timestamp, Interval, Timestamp, Moments.Add),
        Scalar.Of("gw_timestamptz_add", TimestampTz, Interval, Text, TimestampTz, Moments.AddInZone),
        Scalar.Of("gw_timestamp_diff", Timestamp, Timestamp, Interval, Moments.Difference),
        Scalar.Of("gw_timestamp_diff", TimestampTz, TimestampTz, Interval, Moments.Difference),
        Scalar.Of("gw_time_add", Time, Interval, Time, (time, interval) => Wrap(time + (interval.Microseconds % Day))),
        Scalar.Of("gw_time_diff", Time, Time, Interval, (left, right) => new SqlInterval(0, 0, left - right)),
        Scalar.Of("gw_timetz_add", Tz, Interval, Tz, (time, interval) => time with { Microseconds = Wrap(time.Microseconds + (interval.Microseconds % Day)) }),
        Scalar.Of("gw_date_time", Date, Time, Timestamp, (date, time) => Moments.IsInfinite(date) ? Moments.FromDate(date) : Moments.Check((Int128)Moments.FromDate(date) + time)),
        Scalar.Of("gw_date_timetz", Date, Tz, TimestampTz, (date, time) => Moments.IsInfinite(date) ? Moments.FromDate(date) : Moments.Check((Int128)Moments.FromDate(date) + time.Utc)),
        Scalar.Of("gw_interval_add", Interval, Interval, Interval, Intervals.Add),
        Scalar.Of("gw_interval_neg", Interval, Interval, Intervals.Negate),
        Scalar.Of("gw_interval_mul", Interval, Float8, Interval, Intervals.Multiply),
        Scalar.Of("gw_interval_div", Interval, Float8, Interval, Intervals.Divide),
        Scalar.Of("gw_interval_key", Interval, Int16Bytes, Intervals.Key),
        Scalar.Of("gw_timetz_key", Tz, Text, time => time.Key),
        Scalar.Of("gw_justify_days", Interval, Interval, Intervals.JustifyDays),
        Scalar.Of("gw_justify_hours", Interval, Interval, Intervals.JustifyHours),
        Scalar.Of("gw_justify_interval", Interval, Interval, Intervals.Justify),
        Scalar.Of("gw_age", Timestamp, Timestamp, Interval, Intervals.Age),
        Scalar.Of("gw_date_bin", Interval, Timestamp, Timestamp, Timestamp, DateTruncation.Bin),
        Scalar.Of("gw_date_bin", Interval, TimestampTz, TimestampTz, TimestampTz, DateTruncation.Bin),
        Scalar.Of("gw_last_day", Date, Date, LastDay),
    ];

    private static IEnumerable<ScalarFunction> Conversions =>
    [
        Scalar.Of("gw_date_timestamp", Date, Timestamp, Moments.FromDate),
        Scalar.Of("gw_date_timestamptz", Date, Text, TimestampTz, (date, zone) => Moments.FromWallClock(Moments.FromDate(date), zone)),
        Scalar.Of("gw_timestamp_date", Timestamp, Date, Moments.ToDate),
        Scalar.Of("gw_timestamp_time", Timestamp, TimeOrNull, value => Moments.IsInfinite(value) ? null : Moments.TimeOfDay(value)),
        Scalar.Of("gw_timestamp_timestamptz", Timestamp, Text, TimestampTz, Moments.FromWallClock),
        Scalar.Of("gw_timestamptz_timestamp", TimestampTz, Text, Timestamp, Moments.ToWallClock),
        Scalar.Of("gw_timestamptz_timetz", TimestampTz, Text, Text, (value, zone) => new TimeTz(Moments.TimeOfDay(Moments.ToWallClock(value, zone)), Zones.RulesOf(zone).OffsetAt(value)).ToString()),
        Scalar.Of("gw_timestamptz_shift", TimestampTz, Interval, Timestamp, (value, offset) => Moments.IsInfinite(value) ? value : Moments.Check((Int128)value + ZoneOffset(offset))),
        Scalar.Of("gw_timestamp_shift", Timestamp, Interval, TimestampTz, (value, offset) => Moments.IsInfinite(value) ? value : Moments.Check((Int128)value - ZoneOffset(offset))),
        Scalar.Of("gw_time_interval", Time, Interval, time => new SqlInterval(0, 0, time)),
        Scalar.Of("gw_interval_time", Interval, Time, interval => Wrap(interval.Microseconds % Day)),
        Scalar.Of("gw_time_timetz", Time, Text, Text, (time, zone) => new TimeTz(time, (int)Zones.Find(zone).GetUtcOffset(DateTimeOffset.UtcNow).TotalSeconds).ToString()),
        Scalar.Of("gw_timetz_time", Tz, Time, time => time.Microseconds),
        Scalar.Of("gw_timetz_zone", Tz, Text, Tz, (time, zone) => AtOffset(time, (int)Zones.Find(zone).GetUtcOffset(DateTimeOffset.UtcNow).TotalSeconds)),
        Scalar.Of("gw_timetz_shift", Tz, Interval, Tz, (time, offset) => AtOffset(time, (int)(ZoneOffset(offset) / Second))),
        Scalar.Of("gw_epoch_timestamptz", Float8, TimestampTz, FromEpoch),
    ];

    private static IEnumerable<ScalarFunction> Fields =>
    [
        Scalar.Of("gw_date_year", Date, Int4, Year),
        Scalar.Of("gw_extract", Text, Date, NumericOrNull, DateFields.OfDate),
        Scalar.Of("gw_extract", Text, Timestamp, NumericOrNull, (part, value) => DateFields.OfTimestamp(part, value, "timestamp without time zone")),
        Scalar.Of("gw_extract", Text, TimestampTz, Text, NumericOrNull, OfTimestampTz),
        Scalar.Of("gw_extract", Text, Time, Numeric, (part, value) => DateFields.OfTime(part, value, "time without time zone", null)),
        Scalar.Of("gw_extract", Text, Interval, Numeric, DateFields.OfInterval),
        Scalar.Of("gw_extract_timetz", Text, Tz, Numeric, (part, value) => DateFields.OfTime(part, value.Microseconds, "time with time zone", value.Offset)),
        Scalar.Of("gw_date_part", Text, Date, FloatOrNull, (part, value) => DateFields.OfDate(part, value)?.ToDouble()),
        Scalar.Of("gw_date_part", Text, Timestamp, FloatOrNull, (part, value) => DateFields.OfTimestamp(part, value, "timestamp without time zone")?.ToDouble()),
        Scalar.Of("gw_date_part", Text, TimestampTz, Text, FloatOrNull, (part, value, zone) => OfTimestampTz(part, value, zone)?.ToDouble()),
        Scalar.Of("gw_date_part", Text, Time, Float8, (part, value) => DateFields.OfTime(part, value, "time without time zone", null).ToDouble()),
        Scalar.Of("gw_date_part", Text, Interval, Float8, (part, value) => DateFields.OfInterval(part, value).ToDouble()),
        Scalar.Of("gw_date_part_timetz", Text, Tz, Float8, (part, value) => DateFields.OfTime(part, value.Microseconds, "time with time zone", value.Offset).ToDouble()),
        Scalar.Of("gw_date_trunc", Text, Timestamp, Timestamp, (part, value) => DateTruncation.Truncate(part, value)),
        Scalar.Of("gw_date_trunc", Text, TimestampTz, Text, TimestampTz, DateTruncation.TruncateInZone),
        Scalar.Of("gw_date_trunc", Text, Interval, Interval, DateTruncation.Truncate),
    ];

    private static IEnumerable<ScalarFunction> Constructors =>
    [
        Scalar.Of("gw_plain_zone", Text, Text, Zones.OfPlainNumber),
        Scalar.Of("gw_make_date", Int4, Int4, Int4, Date, MakeDate),
        Scalar.Of("gw_make_time", Int4, Int4, Float8, Time, (hour, minute, second) => MakeTime(hour, minute, second)),
        Scalar.OfRow("gw_make_timestamp", [Int4.Type, Int4.Type, Int4.Type, Int4.Type, Int4.Type, Float8.Type], Timestamp, (in ScalarCall call, int row) =>
        {
            var date = MakeDate(Int4.Read(call[0], row), Int4.Read(call[1], row), Int4.Read(call[2], row));
            return Moments.Check((Int128)Moments.FromDate(date) + MakeTime(Int4.Read(call[3], row), Int4.Read(call[4], row), Float8.Read(call[5], row)));
        }),
        Scalar.Variadic("gw_make_interval", Int4, Interval, parts => MakeInterval(parts, 0)),
        Scalar.OfRow("gw_make_interval_seconds", [Int4.Type, Int4.Type, Int4.Type, Int4.Type, Int4.Type, Int4.Type, Float8.Type], Interval, (in ScalarCall call, int row) =>
        {
            var parts = new int[6];
            for (var i = 0; i < parts.Length; i++) parts[i] = Int4.Read(call[i], row);
            return MakeInterval(parts, Float8.Read(call[6], row));
        }),
        Scalar.Of("gw_clock_timestamp", TimestampTz, () => (DateTime.UtcNow - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond),
    ];

    private static IEnumerable<ScalarFunction> Overlaps =>
    [
        Overlap(Date), Overlap(Time), Overlap(Timestamp), Overlap(TimestampTz), Overlap("gw_overlaps_timetz", Tz),
    ];

    private static NullableValueCodec<long> TimeOrNull { get; } = new(Time);

    private static PgNumeric? OfTimestampTz(string field, long value, string zone)
    {
        if (Moments.IsInfinite(value)) return DateFields.OfTimestamp(field, value, "timestamp with time zone");
        var offset = Zones.RulesOf(zone).OffsetAt(value);
        return DateFields.OfTimestamp(field, value + (offset * Second), "timestamp with time zone", offset);
    }

    private static long Wrap(long time) => time < 0 ? time + Day : time >= Day ? time - Day : time;

    // There is no year 0: before the year 1 comes the year 1 before Christ.
    private static int Year(int days)
    {
        if (days is DateTimeLimits.DateInfinity or DateTimeLimits.DateMinusInfinity) throw new GatewayException(SqlState.FeatureNotSupported, "cannot convert infinity to integer");
        return CivilDate.FromDays(days).Year is > 0 and var year ? year : CivilDate.FromDays(days).Year - 1;
    }

    private static TimeTz AtOffset(TimeTz time, int offset) => new(((((time.Utc + (offset * Second)) % Day) + Day) % Day), offset);

    // Zones are whole seconds from UTC.
    private static long ZoneOffset(SqlInterval offset) => offset.Months == 0 && offset.Days == 0
        ? offset.Microseconds / Second * Second
        : throw new GatewayException(SqlState.InvalidParameterValue, $"interval time zone \"{WriteFunctions.IntervalOutput(offset)}\" must not include months or days");

    private static int LastDay(int date)
    {
        if (Moments.IsInfinite(date)) return date;
        var (year, month, _) = CivilDate.FromDays(date);
        return (int)CivilDate.ToDays(year, month, Moments.DaysInMonth(year, month));
    }

    private static long FromEpoch(double seconds)
    {
        if (double.IsNaN(seconds)) throw new GatewayException(SqlState.DatetimeFieldOverflow, "timestamp cannot be NaN");
        if (double.IsInfinity(seconds)) return seconds > 0 ? DateTimeLimits.TimestampInfinity : DateTimeLimits.TimestampMinusInfinity;

        // PostgreSQL counts from 2000, and rounds there.
        var from2000 = Math.Round((seconds - (DateTimeLimits.DaysTo2000 * 86_400L)) * Second, MidpointRounding.ToEven);
        return from2000 >= EarliestFrom2000 && from2000 < long.MaxValue
            ? Moments.Check((Int128)from2000 + DateTimeLimits.MicrosecondsTo2000)
            : throw new GatewayException(SqlState.DatetimeFieldOverflow, string.Create(CultureInfo.InvariantCulture, $"timestamp out of range: \"{seconds.ToString("G6", CultureInfo.InvariantCulture).Replace('E', 'e')}\""));
    }

    private static int MakeDate(int year, int month, int day)
    {
        // Negative years are BC; there is no year 0.
        var civilYear = year < 0 ? year + 1 : year;
        if (year == 0 || month is < 1 or > 12 || day < 1 || day > Moments.DaysInMonth(civilYear, month))
            throw new GatewayException(SqlState.DatetimeFieldOverflow, string.Create(CultureInfo.InvariantCulture, $"date field value out of range: {year}-{month:00}-{day:00}"));
        var days = CivilDate.ToDays(civilYear, month, day);
        return days >= DateTimeLimits.MinDate && days <= DateTimeLimits.MaxDate
            ? (int)days
            : throw new GatewayException(SqlState.DatetimeFieldOverflow, string.Create(CultureInfo.InvariantCulture, $"date out of range: {year}-{month:00}-{day:00}"));
    }

    private static long MakeTime(int hour, int minute, double second)
    {
        var isValid = hour is >= 0 and <= 24 && minute is >= 0 and <= 59 && second is >= 0 and <= 60;
        var micros = isValid ? (((hour * 60L) + minute) * 60 * Second) + (long)Math.Round(second * Second, MidpointRounding.ToEven) : 0;
        return isValid && micros <= Day
            ? micros
            : throw new GatewayException(SqlState.DatetimeFieldOverflow, string.Create(CultureInfo.InvariantCulture, $"time field value out of range: {hour}:{minute:00}:{second:00.######}"));
    }

    // years, months, weeks, days, hours, minutes
    private static SqlInterval MakeInterval(int[] parts, double seconds)
    {
        long Part(int index) => index < parts.Length ? parts[index] : 0;
        if (!double.IsFinite(seconds)) throw Moments.OutOfRange("interval");
        var micros = (((Int128)Part(4) * 60) + Part(5)) * 60 * Second + (Int128)Math.Round(seconds * Second, MidpointRounding.ToEven);
        return Intervals.Build((Part(0) * 12) + Part(1), (Part(2) * 7) + Part(3), micros);
    }

    // SQL's OVERLAPS: half-open periods, given in any direction, an empty one is its moment; null where nulls leave it open.
    private static ScalarFunction Overlap<T>(Codec<T> codec) where T : struct, IComparable<T> => Overlap("gw_overlaps", codec);

    private static ScalarFunction Overlap<T>(string name, Codec<T> codec) where T : struct, IComparable<T>
    {
        var nullable = new NullableValueCodec<T>(codec);
        return Scalar.Of(name, nullable, nullable, nullable, nullable, BoolOrNull, (start1, end1, start2, end2) =>
        {
            if ((start1 ?? end1) is null || (start2 ?? end2) is null) return (bool?)null;
            (start1, end1) = Order(start1, end1);
            (start2, end2) = Order(start2, end2);
            var comparison = start1!.Value.CompareTo(start2!.Value);
            if (comparison == 0) return end1 is null || end2 is null ? null : true;
            var (firstEnd, secondStart) = comparison > 0 ? (end2, start1) : (end1, start2);
            if (firstEnd is null) return null;
            if (secondStart is { } later && later.CompareTo(firstEnd.Value) < 0) return true;
            return (comparison > 0 ? end1 : end2) is null ? null : false;
        });
    }

    private static (T? Start, T? End) Order<T>(T? start, T? end) where T : struct, IComparable<T>
    {
        if (start is null) return (end, null);
        return end is { } present && start.Value.CompareTo(present) > 0 ? (end, start) : (start, end);
    }
}
