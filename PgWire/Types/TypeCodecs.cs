using FederationGateway.Common;
using FederationGateway.PgWire.Types.Codecs;

namespace FederationGateway.PgWire.Types;

/// <summary>The codec of each SQL type.</summary>
public static class TypeCodecs
{
    public static TypeCodec For(SqlType type, ValueFormat format) => type.Kind switch
    {
        SqlTypeKind.Boolean => new BooleanCodec(type),
        SqlTypeKind.Int2 => new IntegerCodec<short>(type),
        SqlTypeKind.Int4 => new IntegerCodec<int>(type),
        SqlTypeKind.Int8 => new IntegerCodec<long>(type),
        SqlTypeKind.Float4 => new Float4Codec(type),
        SqlTypeKind.Float8 => new Float8Codec(type),
        SqlTypeKind.Numeric => new NumericCodec(type),
        SqlTypeKind.Text or SqlTypeKind.VarChar or SqlTypeKind.BpChar or SqlTypeKind.Name or SqlTypeKind.InternalChar or SqlTypeKind.Json
            or SqlTypeKind.Unknown or SqlTypeKind.Void => new TextCodec(type),
        SqlTypeKind.Record => new RecordCodec(type),
        SqlTypeKind.JsonB => new JsonBCodec(type),
        SqlTypeKind.Bytea => new ByteaCodec(type),
        SqlTypeKind.Date => new DateCodec(type),
        SqlTypeKind.Time => new TimeCodec(type),
        SqlTypeKind.TimeTz => new TimeTzCodec(type, format.TimeZone),
        SqlTypeKind.Timestamp => new TimestampCodec(type),
        SqlTypeKind.TimestampTz => new TimestampTzCodec(type, format.TimeZone),
        SqlTypeKind.Interval => new IntervalCodec(type),
        SqlTypeKind.Uuid => new UuidCodec(type),
        SqlTypeKind.Array => new ArrayCodec(type, For(type.ElementType, format)),
        _ when type.IsOidLike => new OidCodec(type, format.OidNames),
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };
}
