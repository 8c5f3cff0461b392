using FederationGateway.Common;

namespace FederationGateway.Adapters.PostgreSql.Dialect;

/// <summary>
/// Conversions that mean the same in every session. Those between types with and without a time zone depend on the session's zone, which is UTC at the source and the
/// client's choice here; names of catalog objects mean something only to the server they come from.
/// </summary>
internal static class PostgreSqlCasts
{
    public static bool IsExact(SqlType from, SqlType to)
    {
        if (from.Kind == SqlTypeKind.Array && to.Kind == SqlTypeKind.Array) return IsExact(from.ElementType, to.ElementType);
        if (from.Kind == SqlTypeKind.Array) return IsText(to) && IsExact(from.ElementType, SqlType.Text);
        if (to.Kind == SqlTypeKind.Array) return IsText(from) && IsExact(SqlType.Text, to.ElementType);
        if (from.Kind == to.Kind) return IsKnown(from);
        return IsKnown(from) && IsKnown(to) && !DependsOnZone(from, to);
    }

    private static bool IsKnown(SqlType type) => type.Kind is not (SqlTypeKind.Record or SqlTypeKind.Void) && !(type.IsOidLike && type.Kind != SqlTypeKind.Oid);

    private static bool IsText(SqlType type) => type.IsString || type.Kind == SqlTypeKind.Unknown;

    private static bool DependsOnZone(SqlType from, SqlType to) => (from.Kind, to.Kind) switch
    {
        (SqlTypeKind.TimestampTz, _) or (_, SqlTypeKind.TimestampTz) => true,
        (SqlTypeKind.TimeTz, SqlTypeKind.Time) => false,
        (SqlTypeKind.TimeTz, _) when IsText(to) => false,
        (SqlTypeKind.TimeTz, _) or (_, SqlTypeKind.TimeTz) => true,
        _ => false,
    };
}
