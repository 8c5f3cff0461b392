using FederationGateway.Common;

namespace FederationGateway.Binder.Functions;

/// <summary>Comparison (manual 9.2): = &lt;&gt; &lt; &lt;= &gt; &gt;= for every pair of types that has them. json has none: it cannot be compared.</summary>
internal static class ComparisonFunctions
{
    private static readonly string[] Symbols = ["=", "<>", "<", "<=", ">", ">="];

    private static readonly string[] Pairs =
    [
        "bool, bool",
        "int2, int2", "int2, int4", "int2, int8", "int4, int2", "int4, int4", "int4, int8", "int8, int2", "int8, int4", "int8, int8",
        "float4, float4", "float4, float8", "float8, float4", "float8, float8",
        "numeric, numeric",
        "text, text", "name, name", "name, text", "text, name", "bpchar, bpchar", "char, char",
        "bytea, bytea",
        "date, date", "date, timestamp", "date, timestamptz", "timestamp, date", "timestamp, timestamp", "timestamp, timestamptz",
        "timestamptz, date", "timestamptz, timestamp", "timestamptz, timestamptz",
        "time, time", "timetz, timetz", "interval, interval",
        "uuid, uuid", "jsonb, jsonb", "oid, oid",
        "anyarray, anyarray", "record, record",
    ];

    public static IReadOnlyList<string> Operators { get; } = [.. Symbols.SelectMany(symbol => Pairs.Select(pair => $"{symbol}({pair}) -> bool"))];

    public static IReadOnlyList<string> Scalars { get; } = ["num_nulls(variadic any) -> int4 nullable", "num_nonnulls(variadic any) -> int4 nullable"];

    /// <summary>Whether values of a type can be compared, grouped and sorted.</summary>
    public static bool Exist(SqlType type) => type.Kind is not (SqlTypeKind.Json or SqlTypeKind.Void) && (type.Kind != SqlTypeKind.Array || Exist(type.ElementType));
}
