namespace FederationGateway.Binder.Functions;

/// <summary>Arrays (manual 9.19).</summary>
internal static class ArrayFunctions
{
    public static IReadOnlyList<string> Operators { get; } =
    [
        "@>(anyarray, anyarray) -> bool", "<@(anyarray, anyarray) -> bool", "&&(anyarray, anyarray) -> bool",
        "||(anycompatiblearray, anycompatiblearray) -> anycompatiblearray nullable",
        "||(anycompatible, anycompatiblearray) -> anycompatiblearray nullable",
        "||(anycompatiblearray, anycompatible) -> anycompatiblearray nullable",
    ];

    public static IReadOnlyList<string> Scalars { get; } =
    [
        "array_append(anycompatiblearray, anycompatible) -> anycompatiblearray nullable",
        "array_cat(anycompatiblearray, anycompatiblearray) -> anycompatiblearray nullable",
        "array_dims(anyarray) -> text",
        "array_fill(anyelement, _int4) -> anyarray nullable", "array_fill(anyelement, _int4, _int4) -> anyarray nullable",
        "array_length(anyarray, int4) -> int4", "array_lower(anyarray, int4) -> int4", "array_ndims(anyarray) -> int4", "array_upper(anyarray, int4) -> int4",
        "array_position(anycompatiblearray, anycompatible) -> int4 nullable", "array_position(anycompatiblearray, anycompatible, int4) -> int4 nullable",
        "array_positions(anycompatiblearray, anycompatible) -> _int4 nullable",
        "array_prepend(anycompatible, anycompatiblearray) -> anycompatiblearray nullable",
        "array_remove(anycompatiblearray, anycompatible) -> anycompatiblearray nullable",
        "array_replace(anycompatiblearray, anycompatible, anycompatible) -> anycompatiblearray nullable",
        "array_to_string(anyarray, text) -> text stable", "array_to_string(anyarray, text, text) -> text stable nullable",
        "cardinality(anyarray) -> int4",
        "trim_array(anyarray, int4) -> anyarray",
    ];
}
