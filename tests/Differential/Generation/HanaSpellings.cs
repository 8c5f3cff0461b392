using FederationGateway.Binder.Functions;

namespace FederationGateway.Differential.Generation;

/// <summary>
/// SAP HANA's functions that have a clear equivalent in PostgreSQL. PostgreSQL gets them as functions of its own (<see cref="Definitions"/>), so that one statement can be
/// asked of both. Those of the gateway's table take part as all others there do; the spellings it writes as other expressions are declared here (<see cref="Functions"/>).
/// </summary>
public static class HanaSpellings
{
    private static readonly (string Name, string Parameters, string Returns, string Body)[] InTable =
    [
        ("add_days", "date, int4", "date", "$1 + $2"), ("add_days", "timestamp, int4", "timestamp", "$1 + make_interval(days => $2)"),
        ("add_months", "date, int4", "date", "($1 + make_interval(months => $2))::date"), ("add_months", "timestamp, int4", "timestamp", "$1 + make_interval(months => $2)"),
        ("add_years", "date, int4", "date", "($1 + make_interval(years => $2))::date"), ("add_years", "timestamp, int4", "timestamp", "$1 + make_interval(years => $2)"),
        ("add_seconds", "timestamp, float8", "timestamp", "$1 + make_interval(secs => $2)"),
        ("days_between", "date, date", "int4", "$2 - $1"),
        ("ifnull", "anycompatible, anycompatible", "anycompatible", "coalesce($1, $2)"),
        ("locate", "text, text", "int4", "strpos($1, $2)"), ("lcase", "text", "text", "lower($1)"), ("ucase", "text", "text", "upper($1)"),
        ("last_day", "date", "date", "(date_trunc('month', $1::timestamp) + interval '1 month -1 day')::date"),
        ("year", "date", "int4", "extract(year from $1)::int4"), ("month", "date", "int4", "extract(month from $1)::int4"), ("dayofmonth", "date", "int4", "extract(day from $1)::int4"),
    ];

    private static readonly (string Name, string Parameters, string Returns, string Body)[] Written =
    [
        ("days_between", "timestamp, timestamp", "int4", "div(extract(epoch from $2 - $1), 86400)::int4"),
        ("seconds_between", "timestamp, timestamp", "int8", "trunc(extract(epoch from $2 - $1))::int8"),
        ("nano100_between", "timestamp, timestamp", "int8", "(extract(epoch from $2 - $1) * 10000000)::int8"),
        ("months_between", "timestamp, timestamp", "int4", "(extract(year from age($2, $1)) * 12 + extract(month from age($2, $1)))::int4"),
        ("years_between", "timestamp, timestamp", "int4", "extract(year from age($2, $1))::int4"),
        ("next_day", "date", "date", "$1 + 1"), ("last_day", "timestamp", "date", "(date_trunc('month', $1) + interval '1 month -1 day')::date"),
        ("year", "timestamp", "int4", "extract(year from $1)::int4"), ("month", "timestamp", "int4", "extract(month from $1)::int4"),
        ("dayofmonth", "timestamp", "int4", "extract(day from $1)::int4"), ("dayofyear", "date", "int4", "extract(doy from $1)::int4"),
        ("hour", "timestamp", "int4", "extract(hour from $1)::int4"), ("minute", "timestamp", "int4", "extract(minute from $1)::int4"),
        ("second", "timestamp", "int4", "trunc(extract(second from $1))::int4"), ("weekday", "date", "int4", "extract(isodow from $1)::int4 - 1"),
        ("isoweek", "date", "text", "to_char($1::timestamp, 'IYYY\"-W\"IW')"), ("quarter", "date", "text", "to_char($1::timestamp, 'YYYY\"-Q\"Q')"),
        ("dayname", "date", "text", "to_char($1::timestamp, 'FMDAY')"), ("monthname", "timestamp", "text", "to_char($1, 'FMMONTH')"),
        ("to_varchar", "int4", "text", "$1::text"), ("to_varchar", "numeric", "text", "$1::text"), ("to_varchar", "date", "text", "$1::text"), ("to_varchar", "bool", "text", "$1::text"),
        ("to_integer", "numeric", "int4", "trunc($1)::int4"), ("to_bigint", "float8", "int8", "trunc($1)::int8"), ("to_double", "numeric", "float8", "$1::float8"),
        ("to_seconddate", "timestamp", "timestamp", "date_trunc('second', $1)"),
        ("substr_after", "text, text", "text", "CASE WHEN $2 = '' THEN $1 WHEN strpos($1, $2) = 0 THEN '' ELSE substr($1, strpos($1, $2) + length($2)) END"),
        ("substr_before", "text, text", "text", "CASE WHEN $2 = '' THEN $1 WHEN strpos($1, $2) = 0 THEN '' ELSE substr($1, 1, strpos($1, $2) - 1) END"),
        ("map", "int4, int4, text, text", "text", "CASE WHEN $1 = $2 THEN $3 ELSE $4 END"), ("map", "text, text, numeric", "numeric", "CASE WHEN $1 = $2 THEN $3 END"),
    ];

    /// <summary>Functions that the gateway's table does not have because they are written as other expressions.</summary>
    public static IEnumerable<FunctionDefinition> Functions => Written.Select(function =>
        new FunctionDefinition(function.Name, FunctionKind.Scalar, [.. function.Parameters.Split(", ").Select(ParameterType.Parse)], ParameterType.Parse(function.Returns), IsStrict: !SeesNulls(function.Name)));

    /// <summary>What makes them functions of a PostgreSQL database.</summary>
    public static string Definitions => string.Join('\n', InTable.Concat(Written).Select(function =>
        $"CREATE FUNCTION {function.Name}({function.Parameters}) RETURNS {function.Returns} LANGUAGE sql IMMUTABLE {(SeesNulls(function.Name) ? "" : "STRICT ")}AS $body$ SELECT {function.Body} $body$;"));

    private static bool SeesNulls(string name) => name is "ifnull" or "map";
}
