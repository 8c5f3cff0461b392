using System.Globalization;
using FederationGateway.Common;

namespace FederationGateway.Catalog.Store;

/// <summary>The embedded engine's column type for each SQL type: the one whose values have the same Arrow carrier.</summary>
internal static class StoreTypes
{
    public static string NameOf(SqlType type) => type.Kind switch
    {
        SqlTypeKind.Boolean => "BOOLEAN",
        SqlTypeKind.Int2 => "SMALLINT",
        SqlTypeKind.Int4 => "INTEGER",
        SqlTypeKind.Int8 => "BIGINT",
        SqlTypeKind.Float4 => "FLOAT",
        SqlTypeKind.Float8 => "DOUBLE",
        SqlTypeKind.Numeric when type.IsDecimal => string.Create(CultureInfo.InvariantCulture, $"DECIMAL({type.Length},{type.Scale})"),
        SqlTypeKind.Bytea => "BLOB",
        SqlTypeKind.Date => "DATE",
        SqlTypeKind.Time => "TIME",
        SqlTypeKind.Timestamp => "TIMESTAMP",
        SqlTypeKind.TimestampTz => "TIMESTAMPTZ",
        SqlTypeKind.Interval => "INTERVAL",
        SqlTypeKind.Uuid => "UUID",
        SqlTypeKind.Array => NameOf(type.ElementType) + "[]",
        SqlTypeKind.Void or SqlTypeKind.Record => throw new GatewayException(SqlState.InvalidTableDefinition, $"a column cannot have type {type}"),
        _ when type.IsOidLike => "UINTEGER",
        _ => "VARCHAR",
    };
}
