namespace FederationGateway.Binder.Functions;

/// <summary>SAP HANA's functions that sources and the engine compute as such; the other spellings are written as PostgreSQL's expressions (<see cref="Hana.HanaCalls"/>).</summary>
internal static class HanaFunctions
{
    public static IReadOnlyList<string> Declarations { get; } =
    [
        "add_days(date, int4) -> date", "add_days(timestamp, int4) -> timestamp",
        "add_months(date, int4) -> date", "add_months(timestamp, int4) -> timestamp",
        "add_years(date, int4) -> date", "add_years(timestamp, int4) -> timestamp",
        "add_seconds(timestamp, float8) -> timestamp",
        "days_between(date, date) -> int4",
        "ifnull(anycompatible, anycompatible) -> anycompatible nullable",
        "locate(text, text) -> int4", "lcase(text) -> text", "ucase(text) -> text",
        "last_day(date) -> date", "year(date) -> int4", "month(date) -> int4", "dayofmonth(date) -> int4",
    ];
}
