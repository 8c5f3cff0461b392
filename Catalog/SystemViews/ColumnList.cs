using FederationGateway.Common;

namespace FederationGateway.Catalog.SystemViews;

/// <summary>
/// Reads the columns of a relation as PostgreSQL declares them: <c>oid oid, nspname name, nspacl aclitem[]</c>. Types the gateway does not have become the nearest
/// one it has: transaction ids are oids, everything PostgreSQL keeps in forms of its own is text.
/// </summary>
internal static class ColumnList
{
    public static IReadOnlyList<(string Name, SqlType Type)> Parse(string text) =>
        [.. text.Split(',', StringSplitOptions.TrimEntries).Select(column => column.Split(' ', 2)).Select(parts => (parts[0], TypeOf(parts[1])))];

    private static SqlType TypeOf(string type) => type switch
    {
        "int2vector" => SqlType.VectorOf(SqlTypeKind.Int2),
        "oidvector" => SqlType.VectorOf(SqlTypeKind.Oid),
        _ when type.EndsWith("[]", StringComparison.Ordinal) => SqlType.ArrayOf(KindOf(type[..^2])),
        "yes_or_no" => SqlType.VarChar(3),
        _ => new SqlType(KindOf(type)),
    };

    private static SqlTypeKind KindOf(string type) => type switch
    {
        "sql_identifier" => SqlTypeKind.Name,
        "character_data" => SqlTypeKind.VarChar,
        "cardinal_number" => SqlTypeKind.Int4,
        "time_stamp" => SqlTypeKind.TimestampTz,
        "aclitem" or "pg_node_tree" or "anyarray" or "pg_lsn" or "inet" or "pg_ndistinct" or "pg_dependencies" or "pg_mcv_list" or "pg_statistic" => SqlTypeKind.Text,
        _ => SqlTypeNames.Parse(type) ?? throw new ArgumentException($"unknown column type \"{type}\"", nameof(type)),
    };
}
