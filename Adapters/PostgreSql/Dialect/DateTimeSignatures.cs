namespace FederationGateway.Adapters.PostgreSql.Dialect;

/// <summary>Dates, times and intervals without the session's time zone.</summary>
internal static class DateTimeSignatures
{
    public static IReadOnlyList<string> Operators { get; } =
    [
        "+(date,int4)", "+(int4,date)", "+(date,interval)", "+(interval,date)", "+(date,time)", "+(time,date)", "+(date,timetz)", "+(timetz,date)",
        "+(interval,interval)", "+(timestamp,interval)", "+(interval,timestamp)", "+(time,interval)", "+(interval,time)", "+(timetz,interval)", "+(interval,timetz)",
        "-(interval)", "-(date,date)", "-(date,int4)", "-(date,interval)", "-(time,time)", "-(time,interval)", "-(timetz,interval)",
        "-(timestamp,timestamp)", "-(timestamptz,timestamptz)", "-(timestamp,interval)", "-(interval,interval)",
        "*(interval,float8)", "*(float8,interval)", "/(interval,float8)",
    ];

    public static IReadOnlyList<string> Scalars { get; } =
    [
        "age(timestamp,timestamp)", "date_bin(interval,timestamp,timestamp)", "date_bin(interval,timestamptz,timestamptz)",
        "date_part(text,date)", "date_part(text,timestamp)", "date_part(text,time)", "date_part(text,timetz)", "date_part(text,interval)",
        "date_trunc(text,timestamp)", "date_trunc(text,interval)",
        "isfinite(date)", "isfinite(timestamp)", "isfinite(timestamptz)", "isfinite(interval)", "justify_days(interval)", "justify_hours(interval)", "justify_interval(interval)",
        "make_date(int4,int4,int4)", "make_time(int4,int4,float8)", "make_timestamp(int4,int4,int4,int4,int4,float8)",
        "make_interval()", "make_interval(int4)", "make_interval(int4,int4)", "make_interval(int4,int4,int4)", "make_interval(int4,int4,int4,int4)",
        "make_interval(int4,int4,int4,int4,int4)", "make_interval(int4,int4,int4,int4,int4,int4)", "make_interval(int4,int4,int4,int4,int4,int4,float8)",
        "timezone(text,timestamptz)", "timezone(text,timestamp)", "timezone(interval,timestamptz)", "timezone(interval,timestamp)", "timezone(interval,timetz)",
    ];

    public static IReadOnlyList<KeyValuePair<string, string>> Rewritten { get; } =
    [
        .. from type in (string[])["date", "timestamp", "time", "timetz", "interval"] select new KeyValuePair<string, string>($"extract(text,{type})", "pg_catalog.extract({*})"),
        .. from arguments in (string[])["date,date,date,date", "date,interval,date,interval", "timestamp,timestamp,timestamp,timestamp",
               "timestamp,interval,timestamp,interval", "timestamptz,timestamptz,timestamptz,timestamptz", "time,time,time,time", "time,interval,time,interval"]
           select new KeyValuePair<string, string>($"overlaps({arguments})", "({0}, {1}) OVERLAPS ({2}, {3})"),
        new("add_days(date,int4)", "(({0}) + ({1}))"),
        new("add_days(timestamp,int4)", "(({0}) + make_interval(days => {1}))"),
        new("add_months(date,int4)", "CAST(({0}) + make_interval(months => {1}) AS date)"),
        new("add_months(timestamp,int4)", "(({0}) + make_interval(months => {1}))"),
        new("add_years(date,int4)", "CAST(({0}) + make_interval(years => {1}) AS date)"),
        new("add_years(timestamp,int4)", "(({0}) + make_interval(years => {1}))"),
        new("days_between(date,date)", "(({1}) - ({0}))"),
        new("year(date)", "CAST(extract(year FROM {0}) AS integer)"),
        new("month(date)", "CAST(extract(month FROM {0}) AS integer)"),
        new("dayofmonth(date)", "CAST(extract(day FROM {0}) AS integer)"),
    ];
}
