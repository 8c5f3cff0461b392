namespace FederationGateway.Catalog.SystemViews.PgCatalog.Data;

/// <summary>The default operator class of a type in b-tree indexes.</summary>
internal sealed record OperatorClassRow(int Oid, string Name, int Family, int InputType, int KeyType);

/// <summary>PostgreSQL's default b-tree operator classes: what the indexes behind keys are said to use.</summary>
internal static class OperatorClassRows
{
    private const int Text = 3126;
    private const int VarChar = 1043;
    private const int Arrays = 10000;

    public static IReadOnlyList<OperatorClassRow> All { get; } =
    [
        new(10003, "bool_ops", 424, 16, 0),
        new(10004, "bpchar_ops", 426, 1042, 0),
        new(10006, "bytea_ops", 428, 17, 0),
        new(10007, "char_ops", 429, 18, 0),
        new(3122, "date_ops", 434, 1082, 0),
        new(10012, "float4_ops", 1970, 700, 0),
        new(3123, "float8_ops", 1970, 701, 0),
        new(1979, "int2_ops", 1976, 21, 0),
        new(1978, "int4_ops", 1976, 23, 0),
        new(3124, "int8_ops", 1976, 20, 0),
        new(10022, "interval_ops", 1982, 1186, 0),
        new(10028, "name_ops", 1994, 19, 2275),
        new(3125, "numeric_ops", 1988, 1700, 0),
        new(1981, "oid_ops", 1989, 26, 0),
        new(3126, "text_ops", 1994, 25, 0),
        new(10038, "time_ops", 1996, 1083, 0),
        new(3127, "timestamptz_ops", 434, 1184, 0),
        new(10041, "timetz_ops", 2000, 1266, 0),
        new(3128, "timestamp_ops", 434, 1114, 0),
        new(10065, "uuid_ops", 2968, 2950, 0),
        new(10088, "jsonb_ops", 4033, 3802, 0),
        new(10000, "array_ops", 397, 2277, 0),
    ];

    private static readonly Dictionary<int, int> ByType = All.ToDictionary(row => row.InputType, row => row.Oid);

    /// <summary>The class a column of a type is indexed with; 0 when there is none.</summary>
    public static int DefaultOf(int type) =>
        type == VarChar ? Text
        : TypeRows.ByOid.GetValueOrDefault(type) is { Category: 'A' } ? Arrays
        : ByType.GetValueOrDefault(type);
}
