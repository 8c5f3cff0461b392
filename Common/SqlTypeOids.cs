namespace FederationGateway.Common;

/// <summary>The OIDs of PostgreSQL's built-in types (its <c>pg_type.dat</c>).</summary>
public static class SqlTypeOids
{
    private const int Int2Vector = 22;
    private const int OidVector = 30;

    private static readonly (SqlTypeKind Kind, int Oid, int ArrayOid)[] Table =
    [
        (SqlTypeKind.Unknown, 705, 0),
        (SqlTypeKind.Boolean, 16, 1000),
        (SqlTypeKind.Int2, 21, 1005),
        (SqlTypeKind.Int4, 23, 1007),
        (SqlTypeKind.Int8, 20, 1016),
        (SqlTypeKind.Float4, 700, 1021),
        (SqlTypeKind.Float8, 701, 1022),
        (SqlTypeKind.Numeric, 1700, 1231),
        (SqlTypeKind.Text, 25, 1009),
        (SqlTypeKind.VarChar, 1043, 1015),
        (SqlTypeKind.BpChar, 1042, 1014),
        (SqlTypeKind.Name, 19, 1003),
        (SqlTypeKind.InternalChar, 18, 1002),
        (SqlTypeKind.Bytea, 17, 1001),
        (SqlTypeKind.Date, 1082, 1182),
        (SqlTypeKind.Time, 1083, 1183),
        (SqlTypeKind.TimeTz, 1266, 1270),
        (SqlTypeKind.Timestamp, 1114, 1115),
        (SqlTypeKind.TimestampTz, 1184, 1185),
        (SqlTypeKind.Interval, 1186, 1187),
        (SqlTypeKind.Uuid, 2950, 2951),
        (SqlTypeKind.Json, 114, 199),
        (SqlTypeKind.JsonB, 3802, 3807),
        (SqlTypeKind.Oid, 26, 1028),
        (SqlTypeKind.RegClass, 2205, 2210),
        (SqlTypeKind.RegType, 2206, 2211),
        (SqlTypeKind.RegProc, 24, 1008),
        (SqlTypeKind.RegNamespace, 4089, 4090),
        (SqlTypeKind.RegOperator, 2204, 2209),
        (SqlTypeKind.RegDictionary, 3769, 3770),
        (SqlTypeKind.RegRole, 4096, 4097),
        (SqlTypeKind.Record, 2249, 2287),
        (SqlTypeKind.Void, 2278, 0),
    ];

    /// <summary>The OID of a type; an array of an element without an array type is <c>anyarray</c> (2277).</summary>
    public static int Of(SqlType type)
    {
        if (type.IsVector) return type.Element == SqlTypeKind.Int2 ? Int2Vector : OidVector;
        var kind = type.Kind == SqlTypeKind.Array ? type.Element : type.Kind;
        foreach (var entry in Table)
        {
            if (entry.Kind != kind) continue;
            if (type.Kind != SqlTypeKind.Array) return entry.Oid;
            return entry.ArrayOid == 0 ? 2277 : entry.ArrayOid;
        }

        throw new ArgumentOutOfRangeException(nameof(type));
    }

    /// <summary>The type of an OID (int2vector and oidvector read as arrays), or <c>null</c> when the gateway has no such type.</summary>
    public static SqlType? TypeOf(int oid)
    {
        switch (oid)
        {
            case Int2Vector: return SqlType.ArrayOf(SqlTypeKind.Int2);
            case OidVector: return SqlType.ArrayOf(SqlTypeKind.Oid);
            case 2202: return new SqlType(SqlTypeKind.RegProc);
        }

        foreach (var entry in Table)
        {
            if (entry.Oid == oid) return new SqlType(entry.Kind);
            if (entry.ArrayOid == oid && oid != 0) return SqlType.ArrayOf(entry.Kind);
        }

        return null;
    }

    /// <summary>A type from its OID and PostgreSQL's type modifier.</summary>
    public static SqlType? TypeOf(int oid, int typeModifier)
    {
        if (TypeOf(oid) is not { } type || typeModifier < 4) return TypeOf(oid);
        return type.Kind switch
        {
            SqlTypeKind.VarChar or SqlTypeKind.BpChar => type with { Length = typeModifier - 4 },
            SqlTypeKind.Numeric => Decimal((typeModifier - 4) >> 16, SignExtendScale((typeModifier - 4) & 0x7ff)),
            _ => type,
        };
    }

    // A scale outside 0..precision (PostgreSQL 15 allows it) or a precision past 38 does not fit a decimal: exact text instead.
    private static SqlType Decimal(int precision, int scale) =>
        precision is > 0 and <= SqlType.MaxDecimalPrecision && scale >= 0 && scale <= precision
            ? SqlType.Numeric(precision, scale)
            : SqlType.UnconstrainedNumeric;

    private static int SignExtendScale(int scale) => (scale ^ 1024) - 1024;
}
