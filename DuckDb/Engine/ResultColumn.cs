using FederationGateway.Arrow;
using FederationGateway.Common;

namespace FederationGateway.DuckDb;

/// <summary>
/// A column a statement will return. <paramref name="SqlType"/> is the SQL type that holds every value of <paramref name="Type"/>. When
/// <paramref name="CastTo"/> is given, the values can only be read after the statement has cast the column to that engine type (SQL text).
/// </summary>
public sealed record ResultColumn(string Name, EngineType Type, SqlType SqlType, string? CastTo)
{
    /// <summary>The column as the result reader delivers it without further instruction.</summary>
    public Field Field => new(Name, SqlType);

    internal static ResultColumn Of(string name, EngineType type)
    {
        var (sqlType, cast) = Describe(type);
        return new ResultColumn(name, type, sqlType, cast);
    }

    private static (SqlType SqlType, string? CastTo) Describe(EngineType type) => type.Id switch
    {
        EngineTypeId.Boolean => (SqlType.Boolean, null),
        EngineTypeId.TinyInt or EngineTypeId.UTinyInt or EngineTypeId.SmallInt => (SqlType.Int2, null),
        EngineTypeId.USmallInt or EngineTypeId.Integer => (SqlType.Int4, null),
        EngineTypeId.UInteger or EngineTypeId.BigInt => (SqlType.Int8, null),
        EngineTypeId.UBigInt => (SqlType.Numeric(20, 0), null),
        EngineTypeId.HugeInt => (SqlType.Numeric(38, 0), null),
        EngineTypeId.UHugeInt or EngineTypeId.BigNum => (SqlType.UnconstrainedNumeric, "VARCHAR"),
        EngineTypeId.Float => (SqlType.Float4, null),
        EngineTypeId.Double => (SqlType.Float8, null),
        EngineTypeId.Decimal => (SqlType.Numeric(type.Width, type.Scale), null),
        EngineTypeId.VarChar => (type.IsJson ? SqlType.Json : SqlType.Text, null),
        EngineTypeId.Enum => (SqlType.Text, null),
        EngineTypeId.Blob => (SqlType.Bytea, null),
        EngineTypeId.Date => (SqlType.Date, null),
        EngineTypeId.Time => (SqlType.Time, null),
        EngineTypeId.TimeNs => (SqlType.Time, "TIME"),
        EngineTypeId.TimeTz => (SqlType.TimeTz, "VARCHAR"),
        EngineTypeId.Timestamp or EngineTypeId.TimestampS or EngineTypeId.TimestampMs or EngineTypeId.TimestampNs => (SqlType.Timestamp, null),
        EngineTypeId.TimestampTz => (SqlType.TimestampTz, null),
        EngineTypeId.Interval => (SqlType.Interval, null),
        EngineTypeId.Uuid => (SqlType.Uuid, null),
        EngineTypeId.List when Describe(type.Element!) is { CastTo: null, SqlType: { Kind: not SqlTypeKind.Array } element } => (SqlType.ArrayOf(element.Kind), null),
        EngineTypeId.List or EngineTypeId.Array or EngineTypeId.Struct or EngineTypeId.Map or EngineTypeId.Union or EngineTypeId.Variant => (SqlType.Json, "JSON"),
        _ => (SqlType.Text, "VARCHAR"),
    };
}
