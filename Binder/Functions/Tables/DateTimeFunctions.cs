namespace FederationGateway.Binder.Functions;

/// <summary>Dates, times and intervals (manual 9.9).</summary>
internal static class DateTimeFunctions
{
    public static IReadOnlyList<string> Operators { get; } =
    [
        "+(date, int4) -> date", "+(int4, date) -> date", "+(date, interval) -> timestamp", "+(interval, date) -> timestamp",
        "+(date, time) -> timestamp", "+(time, date) -> timestamp", "+(date, timetz) -> timestamptz", "+(timetz, date) -> timestamptz",
        "+(interval, interval) -> interval",
        "+(timestamp, interval) -> timestamp", "+(interval, timestamp) -> timestamp",
        "+(timestamptz, interval) -> timestamptz stable", "+(interval, timestamptz) -> timestamptz stable",
        "+(time, interval) -> time", "+(interval, time) -> time", "+(timetz, interval) -> timetz", "+(interval, timetz) -> timetz",
        "-(interval) -> interval", "-(date, date) -> int4", "-(date, int4) -> date", "-(date, interval) -> timestamp",
        "-(time, time) -> interval", "-(time, interval) -> time", "-(timetz, interval) -> timetz",
        "-(timestamp, timestamp) -> interval", "-(timestamptz, timestamptz) -> interval",
        "-(timestamp, interval) -> timestamp", "-(timestamptz, interval) -> timestamptz stable", "-(interval, interval) -> interval",
        "*(interval, float8) -> interval", "*(float8, interval) -> interval", "/(interval, float8) -> interval",
    ];

    public static IReadOnlyList<string> Scalars { get; } =
    [
        "age(timestamp, timestamp) -> interval", "age(timestamptz, timestamptz) -> interval stable",
        "age(timestamp) -> interval stable", "age(timestamptz) -> interval stable",
        "clock_timestamp() -> timestamptz volatile", "timeofday() -> text volatile",
        "now() -> timestamptz stable", "statement_timestamp() -> timestamptz stable", "transaction_timestamp() -> timestamptz stable",
        "current_date() -> date stable", "current_time() -> timetz stable", "current_time(int4) -> timetz stable",
        "current_timestamp() -> timestamptz stable", "current_timestamp(int4) -> timestamptz stable",
        "localtime() -> time stable", "localtime(int4) -> time stable", "localtimestamp() -> timestamp stable", "localtimestamp(int4) -> timestamp stable",
        "date_bin(interval, timestamp, timestamp) -> timestamp", "date_bin(interval, timestamptz, timestamptz) -> timestamptz",
        "date_part(text, date) -> float8", "date_part(text, timestamp) -> float8", "date_part(text, timestamptz) -> float8 stable",
        "date_part(text, time) -> float8", "date_part(text, timetz) -> float8", "date_part(text, interval) -> float8",
        "extract(text, date) -> numeric", "extract(text, timestamp) -> numeric", "extract(text, timestamptz) -> numeric stable",
        "extract(text, time) -> numeric", "extract(text, timetz) -> numeric", "extract(text, interval) -> numeric",
        "date_trunc(text, timestamp) -> timestamp", "date_trunc(text, timestamptz) -> timestamptz stable",
        "date_trunc(text, timestamptz, text) -> timestamptz stable", "date_trunc(text, interval) -> interval",
        "isfinite(date) -> bool", "isfinite(timestamp) -> bool", "isfinite(timestamptz) -> bool", "isfinite(interval) -> bool",
        "justify_days(interval) -> interval", "justify_hours(interval) -> interval", "justify_interval(interval) -> interval",
        "make_date(int4, int4, int4) -> date", "make_time(int4, int4, float8) -> time",
        "make_interval() -> interval", "make_interval(int4) -> interval", "make_interval(int4, int4) -> interval", "make_interval(int4, int4, int4) -> interval",
        "make_interval(int4, int4, int4, int4) -> interval", "make_interval(int4, int4, int4, int4, int4) -> interval",
        "make_interval(int4, int4, int4, int4, int4, int4) -> interval", "make_interval(int4, int4, int4, int4, int4, int4, float8) -> interval",
        "make_timestamp(int4, int4, int4, int4, int4, float8) -> timestamp",
        "make_timestamptz(int4, int4, int4, int4, int4, float8) -> timestamptz stable",
        "make_timestamptz(int4, int4, int4, int4, int4, float8, text) -> timestamptz stable",
        .. from type in (string[])["date", "timestamp", "timestamptz", "time"] from end1 in (string[])[type, "interval"] from end2 in (string[])[type, "interval"]
           select $"overlaps({type}, {end1}, {type}, {end2}) -> bool stable nullable",
        "overlaps(timetz, timetz, timetz, timetz) -> bool nullable",
        "timezone(text, timestamptz) -> timestamp", "timezone(text, timestamp) -> timestamptz", "timezone(text, timetz) -> timetz stable",
        "timezone(interval, timestamptz) -> timestamp", "timezone(interval, timestamp) -> timestamptz", "timezone(interval, timetz) -> timetz",
        "to_timestamp(float8) -> timestamptz",
        "pg_sleep(float8) -> void volatile",
    ];
}
