namespace FederationGateway.Adapters.PostgreSql.Dialect;

/// <summary>Aggregates. Where the order of rows decides the answer, the dialect asks for an ORDER BY.</summary>
internal static class AggregateSignatures
{
    private static readonly string[] Ordered =
        ["int2", "int4", "int8", "float4", "float8", "numeric", "text", "bpchar", "date", "time", "timetz", "timestamp", "timestamptz", "interval", "oid", "anyarray"];

    private static readonly string[] Numbers = ["int2", "int4", "int8", "float4", "float8", "numeric"];

    public static IReadOnlyList<string> All { get; } =
    [
        "count(any)",
        .. from name in (string[])["sum", "avg"] from type in (string[])[.. Numbers, "interval"] select $"{name}({type})",
        .. from name in (string[])["min", "max"] from type in Ordered select $"{name}({type})",
        "bool_and(bool)", "bool_or(bool)", "every(bool)",
        .. from name in (string[])["bit_and", "bit_or", "bit_xor"] from type in (string[])["int2", "int4", "int8"] select $"{name}({type})",
        .. from name in (string[])["stddev", "stddev_pop", "stddev_samp", "variance", "var_pop", "var_samp"] from type in Numbers select $"{name}({type})",
        .. from name in (string[])["corr", "covar_pop", "covar_samp", "regr_avgx", "regr_avgy", "regr_count", "regr_intercept", "regr_r2", "regr_slope", "regr_sxx", "regr_sxy", "regr_syy"]
           select $"{name}(float8,float8)",
        "string_agg(text,text)", "string_agg(bytea,bytea)", "array_agg(anynonarray)",
        "json_agg(any)", "jsonb_agg(any)", "json_object_agg(any,any)", "jsonb_object_agg(any,any)",
        "percentile_cont(float8,float8)", "percentile_cont(float8,interval)", "percentile_cont(_float8,float8)", "percentile_cont(_float8,interval)",
        "percentile_disc(float8,anyelement)", "percentile_disc(_float8,anyelement)", "mode(anyelement)",
    ];
}
