namespace FederationGateway.Binder.Functions;

/// <summary>Aggregates (manual 9.21).</summary>
internal static class AggregateFunctions
{
    private static readonly string[] Ordered =
    [
        "int2", "int4", "int8", "float4", "float8", "numeric", "text", "bpchar", "date", "time", "timetz", "timestamp", "timestamptz", "interval", "oid", "anyarray",
    ];

    private static readonly string[] Pairs = ["corr", "covar_pop", "covar_samp", "regr_avgx", "regr_avgy", "regr_intercept", "regr_r2", "regr_slope", "regr_sxx", "regr_sxy", "regr_syy"];

    private static readonly string[] Spreads = ["stddev", "stddev_pop", "stddev_samp", "variance", "var_pop", "var_samp"];

    public static IReadOnlyList<string> Declarations { get; } =
    [
        "count() -> int8", "count(any) -> int8",
        "sum(int2) -> int8", "sum(int4) -> int8", "sum(int8) -> numeric", "sum(float4) -> float4", "sum(float8) -> float8", "sum(numeric) -> numeric", "sum(interval) -> interval",
        "avg(int2) -> numeric", "avg(int4) -> numeric", "avg(int8) -> numeric", "avg(float4) -> float8", "avg(float8) -> float8", "avg(numeric) -> numeric", "avg(interval) -> interval",
        .. from name in (string[])["min", "max"] from type in Ordered select $"{name}({type}) -> {type}",
        "bool_and(bool) -> bool", "bool_or(bool) -> bool", "every(bool) -> bool",
        .. from name in (string[])["bit_and", "bit_or", "bit_xor"] from type in (string[])["int2", "int4", "int8"] select $"{name}({type}) -> {type}",
        "string_agg(text, text) -> text", "string_agg(bytea, bytea) -> bytea",
        "array_agg(anynonarray) -> anyarray",
        .. from name in Spreads from type in (string[])["int2", "int4", "int8", "numeric"] select $"{name}({type}) -> numeric",
        .. from name in Spreads from type in (string[])["float4", "float8"] select $"{name}({type}) -> float8",
        .. from name in Pairs select $"{name}(float8, float8) -> float8",
        "regr_count(float8, float8) -> int8",
        "json_agg(any) -> json stable", "jsonb_agg(any) -> jsonb stable",
        "json_object_agg(any, any) -> json stable", "jsonb_object_agg(any, any) -> jsonb stable",
        "percentile_cont(float8; float8) -> float8", "percentile_cont(float8; interval) -> interval", "percentile_cont(_float8; float8) -> _float8", "percentile_cont(_float8; interval) -> _interval",
        "percentile_disc(float8; anyelement) -> anyelement", "percentile_disc(_float8; anyelement) -> anyarray",
        "mode(; anyelement) -> anyelement",
    ];
}
