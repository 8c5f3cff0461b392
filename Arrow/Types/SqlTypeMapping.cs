using FederationGateway.Common;

namespace FederationGateway.Arrow;

/// <summary>Which Arrow type carries the values of a SQL type, everywhere in the gateway.</summary>
public static class SqlTypeMapping
{
    private static readonly TimestampType WallClock = new(Timezone: null);
    private static readonly TimestampType Utc = new("UTC");
    private static readonly FixedSizeBinaryType Uuid = new(16);

    /// <summary>
    /// The carrier: decimals of up to 38 digits as <see cref="Decimal128Type"/>, other numerics as their exact decimal text; timetz, json and jsonb as
    /// text; uuid as its 16 bytes in network order; oid and its aliases as unsigned 32-bit numbers.
    /// </summary>
    public static ArrowType ToArrow(SqlType type) => type.Kind switch
    {
        SqlTypeKind.Boolean => BooleanType.Default,
        SqlTypeKind.Int2 => NumberType.Int16,
        SqlTypeKind.Int4 => NumberType.Int32,
        SqlTypeKind.Int8 => NumberType.Int64,
        SqlTypeKind.Float4 => NumberType.Float,
        SqlTypeKind.Float8 => NumberType.Double,
        SqlTypeKind.Numeric when type.Length > 0 => new Decimal128Type(type.Length, type.Scale),
        SqlTypeKind.Numeric or SqlTypeKind.Text or SqlTypeKind.VarChar or SqlTypeKind.BpChar or SqlTypeKind.Name or SqlTypeKind.InternalChar
            or SqlTypeKind.Json or SqlTypeKind.JsonB or SqlTypeKind.TimeTz or SqlTypeKind.Unknown or SqlTypeKind.Record or SqlTypeKind.Void => StringType.Default,
        SqlTypeKind.Bytea => BinaryType.Default,
        SqlTypeKind.Date => Date32Type.Default,
        SqlTypeKind.Time => Time64Type.Default,
        SqlTypeKind.Timestamp => WallClock,
        SqlTypeKind.TimestampTz => Utc,
        SqlTypeKind.Interval => IntervalType.Default,
        SqlTypeKind.Uuid => Uuid,
        SqlTypeKind.Oid or SqlTypeKind.RegClass or SqlTypeKind.RegType or SqlTypeKind.RegProc or SqlTypeKind.RegNamespace or SqlTypeKind.RegOperator or SqlTypeKind.RegDictionary or SqlTypeKind.RegRole => NumberType.UInt32,
        SqlTypeKind.Array => new ListType(ToArrow(type.ElementType)),
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };
}
