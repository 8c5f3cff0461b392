namespace FederationGateway.Adapters.PostgreSql.Dialect;

/// <summary>Arrays.</summary>
internal static class ArraySignatures
{
    public static IReadOnlyList<string> Operators { get; } =
    [
        "@>(anyarray,anyarray)", "<@(anyarray,anyarray)", "&&(anyarray,anyarray)",
        "||(anycompatiblearray,anycompatiblearray)", "||(anycompatible,anycompatiblearray)", "||(anycompatiblearray,anycompatible)",
    ];

    public static IReadOnlyList<string> Scalars { get; } =
    [
        "array_append(anycompatiblearray,anycompatible)", "array_cat(anycompatiblearray,anycompatiblearray)", "array_dims(anyarray)", "array_length(anyarray,int4)",
        "array_lower(anyarray,int4)", "array_ndims(anyarray)", "array_upper(anyarray,int4)",
        "array_position(anycompatiblearray,anycompatible)", "array_position(anycompatiblearray,anycompatible,int4)", "array_positions(anycompatiblearray,anycompatible)",
        "array_prepend(anycompatible,anycompatiblearray)", "array_remove(anycompatiblearray,anycompatible)",
        "array_replace(anycompatiblearray,anycompatible,anycompatible)", "array_to_string(anyarray,text)", "array_to_string(anyarray,text,text)",
        "cardinality(anyarray)", "trim_array(anyarray,int4)",
    ];
}
