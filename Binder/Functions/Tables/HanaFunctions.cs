namespace FederationGateway.Binder.Functions;

/// <summary>SAP HANA's spellings of what PostgreSQL's functions do too, where the meaning is the same for the types declared here.</summary>
internal static class HanaFunctions
{
    public static IReadOnlyList<string> Declarations { get; } =
    [
        "add_days(date, int4) -> date", "add_days(timestamp, int4) -> timestamp",
        "add_months(date, int4) -> date", "add_months(timestamp, int4) -> timestamp",
        "add_years(date, int4) -> date", "add_years(timestamp, int4) -> timestamp",
        "add_seconds(timestamp, float8) -> timestamp",
        "days_between(date, date) -> int4", "seconds_between(timestamp, timestamp) -> int8",
        "ifnull(anycompatible, anycompatible) -> anycompatible nullable",
        "locate(text, text) -> int4", "lcase(text) -> text", "ucase(text) -> text",
        "last_day(date) -> date", "year(date) -> int4", "month(date) -> int4", "dayofmonth(date) -> int4",
        "to_varchar(any) -> text stable", "to_nvarchar(any) -> text stable", "to_integer(text) -> int4", "to_bigint(text) -> int8", "to_double(text) -> float8", "to_decimal(text) -> numeric",
    ];
}
