namespace FederationGateway.Adapters.DuckDbSql;

internal static class DateTimeTemplates
{
    private static readonly string[] Fields = ["date", "timestamp", "time", "interval"];

    private static readonly string[] Parts = ["int4", "int4,int4", "int4,int4,int4", "int4,int4,int4,int4", "int4,int4,int4,int4,int4", "int4,int4,int4,int4,int4,int4"];

    public static IEnumerable<(string, string)> All =>
    [
        ("+(date,int4)", "gw_date_add({0}, {1})"), ("+(int4,date)", "gw_date_add({1}, {0})"), ("-(date,int4)", "gw_date_sub({0}, {1})"), ("-(date,date)", "gw_date_diff({*})"),
        ("+(date,interval)", "gw_timestamp_add(gw_date_timestamp({0}), {1})"), ("+(interval,date)", "gw_timestamp_add(gw_date_timestamp({1}), {0})"),
        ("-(date,interval)", "gw_timestamp_add(gw_date_timestamp({0}), gw_interval_neg({1}))"),
        ("+(date,time)", "gw_date_time({0}, {1})"), ("+(time,date)", "gw_date_time({1}, {0})"), ("+(date,timetz)", "gw_date_timetz({0}, {1})"), ("+(timetz,date)", "gw_date_timetz({1}, {0})"),
        ("+(timestamp,interval)", "gw_timestamp_add({*})"), ("+(interval,timestamp)", "gw_timestamp_add({1}, {0})"), ("-(timestamp,interval)", "gw_timestamp_add({0}, gw_interval_neg({1}))"),
        ("+(timestamptz,interval)", "gw_timestamptz_add({*}, @zone)"), ("+(interval,timestamptz)", "gw_timestamptz_add({1}, {0}, @zone)"),
        ("-(timestamptz,interval)", "gw_timestamptz_add({0}, gw_interval_neg({1}), @zone)"),
        ("-(timestamp,timestamp)", "gw_timestamp_diff({*})"), ("-(timestamptz,timestamptz)", "gw_timestamp_diff({*})"),
        ("+(time,interval)", "gw_time_add({*})"), ("+(interval,time)", "gw_time_add({1}, {0})"), ("-(time,interval)", "gw_time_add({0}, gw_interval_neg({1}))"),
        ("+(timetz,interval)", "gw_timetz_add({*})"), ("+(interval,timetz)", "gw_timetz_add({1}, {0})"), ("-(timetz,interval)", "gw_timetz_add({0}, gw_interval_neg({1}))"),
        ("-(time,time)", "gw_time_diff({*})"),
        ("+(interval,interval)", "gw_interval_add({*})"), ("-(interval,interval)", "gw_interval_add({0}, gw_interval_neg({1}))"), ("-(interval)", "gw_interval_neg({0})"),
        ("*(interval,float8)", "gw_interval_mul({*})"), ("*(float8,interval)", "gw_interval_mul({1}, {0})"), ("/(interval,float8)", "gw_interval_div({*})"),
        ("age(timestamp,timestamp)", "gw_age({*})"), ("age(timestamptz,timestamptz)", "gw_age(gw_timestamptz_timestamp({0}, @zone), gw_timestamptz_timestamp({1}, @zone))"),
        ("clock_timestamp()", "gw_clock_timestamp()"), ("timeofday()", "gw_timeofday(@zone)"),
        ("date_bin(interval,timestamp,timestamp)", "gw_date_bin({*})"), ("date_bin(interval,timestamptz,timestamptz)", "gw_date_bin({*})"),
        .. from type in Fields.Skip(1) select ($"date_part(text,{type})", "gw_date_part({*})"),
        // Unlike extract(), it takes a date for its midnight.
        ("date_part(text,date)", "gw_date_part({0}, gw_date_timestamp({1}))"),
        .. from type in Fields select ($"extract(text,{type})", "gw_extract({*})"),
        ("date_part(text,timestamptz)", "gw_date_part({*}, @zone)"), ("extract(text,timestamptz)", "gw_extract({*}, @zone)"),
        ("date_part(text,timetz)", "gw_date_part_timetz({*})"), ("extract(text,timetz)", "gw_extract_timetz({*})"),
        ("date_trunc(text,timestamp)", "gw_date_trunc({*})"), ("date_trunc(text,timestamptz)", "gw_date_trunc({*}, @zone)"),
        ("date_trunc(text,timestamptz,text)", "gw_date_trunc({*})"), ("date_trunc(text,interval)", "gw_date_trunc({*})"),
        ("isfinite(date)", "isfinite({0})"), ("isfinite(timestamp)", "isfinite({0})"), ("isfinite(timestamptz)", "isfinite({0})"), ("isfinite(interval)", "(({0}) IS NOT NULL OR NULL)"),
        ("justify_days(interval)", "gw_justify_days({0})"), ("justify_hours(interval)", "gw_justify_hours({0})"), ("justify_interval(interval)", "gw_justify_interval({0})"),
        ("make_date(int4,int4,int4)", "gw_make_date({*})"), ("make_time(int4,int4,float8)", "gw_make_time({*})"),
        ("make_interval()", "gw_make_interval()"),
        .. from types in Parts select ($"make_interval({types})", "gw_make_interval({*})"), ("make_interval(int4,int4,int4,int4,int4,int4,float8)", "gw_make_interval_seconds({*})"),
        ("make_timestamp(int4,int4,int4,int4,int4,float8)", "gw_make_timestamp({*})"),
        ("make_timestamptz(int4,int4,int4,int4,int4,float8)", "gw_timestamp_timestamptz(gw_make_timestamp({*}), @zone)"),
        ("make_timestamptz(int4,int4,int4,int4,int4,float8,text)", "gw_timestamp_timestamptz(gw_make_timestamp({0}, {1}, {2}, {3}, {4}, {5}), gw_plain_zone({6}))"),
        .. from period in Periods from end1 in (string[])[period.Type, "interval"] from end2 in (string[])[period.Type, "interval"]
           select ($"overlaps({period.Type},{end1},{period.Type},{end2})", $"gw_overlaps({period.Start(0)}, {period.End(1, end1)}, {period.Start(2)}, {period.End(3, end2)})"),
        ("timezone(text,timestamptz)", "gw_timestamptz_timestamp({1}, {0})"), ("timezone(text,timestamp)", "gw_timestamp_timestamptz({1}, {0})"),
        ("overlaps(timetz,timetz,timetz,timetz)", "gw_overlaps_timetz({*})"),
        ("timezone(text,timetz)", "gw_timetz_zone({1}, {0})"), ("timezone(interval,timetz)", "gw_timetz_shift({1}, {0})"),
        ("timezone(interval,timestamptz)", "gw_timestamptz_shift({1}, {0})"), ("timezone(interval,timestamp)", "gw_timestamp_shift({1}, {0})"),
        ("to_timestamp(float8)", "gw_epoch_timestamptz({0})"),
        ("add_days(date,int4)", "gw_date_add({0}, {1})"), ("add_days(timestamp,int4)", "gw_timestamp_add({0}, to_days({1}))"),
        ("add_months(date,int4)", "gw_timestamp_date(gw_timestamp_add(gw_date_timestamp({0}), to_months({1})))"), ("add_months(timestamp,int4)", "gw_timestamp_add({0}, to_months({1}))"),
        ("add_years(date,int4)", "gw_timestamp_date(gw_timestamp_add(gw_date_timestamp({0}), to_years({1})))"), ("add_years(timestamp,int4)", "gw_timestamp_add({0}, to_years({1}))"),
        ("days_between(date,date)", "gw_date_diff({1}, {0})"), ("last_day(date)", "gw_last_day({0})"),
        ("add_seconds(timestamp,float8)", "gw_timestamp_add({0}, gw_interval_mul(to_seconds(1), {1}))"),
        ("year(date)", "gw_date_year({0})"), ("month(date)", "CAST(month({0}) AS INTEGER)"), ("dayofmonth(date)", "CAST(day({0}) AS INTEGER)"),
    ];

    // How a period's start and its end, given or as a length, are written for each type.
    private static IEnumerable<Period> Periods =>
    [
        new("date", "gw_date_timestamp({0})", "gw_timestamp_add({0}, {1})"), new("timestamp", "{0}", "gw_timestamp_add({0}, {1})"),
        new("timestamptz", "{0}", "gw_timestamptz_add({0}, {1}, @zone)"), new("time", "{0}", "gw_time_add({0}, {1})"),
    ];

    private sealed record Period(string Type, string Value, string Sum)
    {
        public string Start(int index) => Value.Replace("{0}", $"{{{index}}}", StringComparison.Ordinal);

        public string End(int index, string type) => type == Type
            ? Start(index)
            : Sum.Replace("{1}", $"{{{index}}}", StringComparison.Ordinal).Replace("{0}", Start(index - 1), StringComparison.Ordinal);
    }
}
