namespace FederationGateway.Binder.Functions;

/// <summary>Functions that need a window (manual 9.22); aggregates may be called over one too.</summary>
internal static class WindowFunctions
{
    public static IReadOnlyList<string> Declarations { get; } =
    [
        "row_number() -> int8", "rank() -> int8", "dense_rank() -> int8", "percent_rank() -> float8", "cume_dist() -> float8", "ntile(int4) -> int4",
        "lag(anyelement) -> anyelement", "lag(anyelement, int4) -> anyelement", "lag(anycompatible, int4, anycompatible) -> anycompatible",
        "lead(anyelement) -> anyelement", "lead(anyelement, int4) -> anyelement", "lead(anycompatible, int4, anycompatible) -> anycompatible",
        "first_value(anyelement) -> anyelement", "last_value(anyelement) -> anyelement", "nth_value(anyelement, int4) -> anyelement",
    ];
}
