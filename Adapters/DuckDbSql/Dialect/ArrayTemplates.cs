namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>Arrays are the engine's lists; what compares elements is <see cref="ArraySql"/>'s.</summary>
internal static class ArrayTemplates
{
    public static IEnumerable<(string, string)> All =>
    [
        ("||(anycompatiblearray,anycompatiblearray)", Cat), ("array_cat(anycompatiblearray,anycompatiblearray)", Cat),
        ("||(anycompatible,anycompatiblearray)", "list_prepend({0}, coalesce({1}, []))"), ("array_prepend(anycompatible,anycompatiblearray)", "list_prepend({0}, coalesce({1}, []))"),
        ("||(anycompatiblearray,anycompatible)", "list_append(coalesce({0}, []), {1})"), ("array_append(anycompatiblearray,anycompatible)", "list_append(coalesce({0}, []), {1})"),
        ("array_dims(anyarray)", "CAST(CASE WHEN len({0}) > 0 THEN '[1:' || CAST(len({0}) AS VARCHAR) || ']' END AS VARCHAR)"),
        ("array_length(anyarray,int4)", Bounds), ("array_upper(anyarray,int4)", Bounds),
        ("array_lower(anyarray,int4)", "CASE WHEN len({0}) > 0 THEN CASE WHEN {1} = 1 THEN 1 END END"),
        ("array_ndims(anyarray)", "CASE WHEN len({0}) > 0 THEN 1 END"),
        ("array_fill(anyelement,_int4)", "list_transform(range(gw_fill_length({1}, [1])), lambda gw_index: {0})"),
        ("array_fill(anyelement,_int4,_int4)", "list_transform(range(gw_fill_length({1}, {2})), lambda gw_index: {0})"),
        ("cardinality(anyarray)", "CAST(len({0}) AS INTEGER)"),
        ("ifnull(anycompatible,anycompatible)", "coalesce({*})"),
        ("trim_array(anyarray,int4)", "list_slice({0}, 1, gw_trimmed_length(len({0}), {1}))"),
    ];

    private const string Cat = "CASE WHEN {0} IS NULL AND {1} IS NULL THEN NULL ELSE list_concat({0}, {1}) END";

    private const string Bounds = "CASE WHEN len({0}) > 0 THEN CASE WHEN {1} = 1 THEN CAST(len({0}) AS INTEGER) END END";
}
