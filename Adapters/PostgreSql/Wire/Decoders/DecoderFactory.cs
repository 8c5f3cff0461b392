using FederationGateway.Arrow;
using FederationGateway.Common;

namespace FederationGateway.Adapters.PostgreSql.Wire.Decoders;

/// <summary>
/// Chooses the decoder from what the server says it sends to what the gateway wants. Besides equal types only those pairs are taken that lose nothing: wider
/// integers and floats, texts for one another, numerics as decimals (checked value by value) or as text.
/// </summary>
internal static class DecoderFactory
{
    private const int Int2Vector = 22;
    private const int OidVector = 30;

    /// <summary>HV004 when the column's type at the source is no longer one that can be read as the wanted one.</summary>
    public static ColumnDecoder Create(Field field, ResultColumn column, bool mustCheckText)
    {
        var given = SqlTypeOids.TypeOf(column.TypeOid);
        var decoder = given is { } type ? For(field.Name, type, field.SqlType, column.TypeOid, mustCheckText) : null;
        return decoder ?? throw new GatewayException(SqlState.RemoteInvalidDataType, $"column \"{field.Name}\" is {field.SqlType} here, but no longer at its source")
        {
            Detail = given is null ? $"the source sends a value of type {column.TypeOid}" : $"the source sends {given}",
            Hint = "refresh the definition of the virtual table: ALTER VIRTUAL TABLE … REFRESH DEFINITION",
        };
    }

    private static ColumnDecoder? For(string name, SqlType given, SqlType wanted, int oid, bool mustCheckText) => (given.Kind, wanted.Kind) switch
    {
        (SqlTypeKind.Array, SqlTypeKind.Array) => For(name, given.ElementType, wanted.ElementType, wanted.ElementType.TypeOid, mustCheckText) is { } element
            ? new ListDecoder(name, element, oid is Int2Vector or OidVector)
            : null,
        (SqlTypeKind.Boolean, SqlTypeKind.Boolean) => new BooleanDecoder(),
        (SqlTypeKind.Int2, SqlTypeKind.Int2) => new Int16Decoder(),
        (SqlTypeKind.Int2 or SqlTypeKind.Int4, SqlTypeKind.Int4) => new Int32Decoder(),
        (SqlTypeKind.Int2 or SqlTypeKind.Int4 or SqlTypeKind.Int8, SqlTypeKind.Int8) => new Int64Decoder(),
        (SqlTypeKind.Float4, SqlTypeKind.Float4) => new FloatDecoder(),
        (SqlTypeKind.Float4 or SqlTypeKind.Float8, SqlTypeKind.Float8) => new DoubleDecoder(),
        (SqlTypeKind.Numeric, SqlTypeKind.Numeric) when wanted.IsDecimal => new DecimalDecoder(name, wanted),
        (SqlTypeKind.Numeric, SqlTypeKind.Numeric or SqlTypeKind.Text) => new NumericTextDecoder(),
        (SqlTypeKind.InternalChar, SqlTypeKind.InternalChar or SqlTypeKind.Text) => new InternalCharDecoder(),
        (SqlTypeKind.Bytea, SqlTypeKind.Bytea) => new BinaryDecoder(),
        (SqlTypeKind.Date, SqlTypeKind.Date) => new DateDecoder(),
        (SqlTypeKind.Time, SqlTypeKind.Time) => new TimeDecoder(),
        (SqlTypeKind.TimeTz, SqlTypeKind.TimeTz) => new TimeTzDecoder(),
        (SqlTypeKind.Timestamp, SqlTypeKind.Timestamp) or (SqlTypeKind.TimestampTz, SqlTypeKind.TimestampTz) => new TimestampDecoder(name, wanted),
        (SqlTypeKind.Interval, SqlTypeKind.Interval) => new IntervalDecoder(name),
        (SqlTypeKind.Uuid, SqlTypeKind.Uuid) => new UuidDecoder(),
        (SqlTypeKind.JsonB, SqlTypeKind.JsonB) => new JsonBinaryDecoder(),
        _ when given.IsOidLike && wanted.IsOidLike => new OidDecoder(),
        _ when IsPlainText(given) && IsPlainText(wanted) && (given.Kind == SqlTypeKind.Json) == (wanted.Kind == SqlTypeKind.Json) =>
            mustCheckText ? new CheckedTextDecoder(name) : new TextDecoder(),
        _ => null,
    };

    private static bool IsPlainText(SqlType type) => type.IsString || type.Kind is SqlTypeKind.Unknown or SqlTypeKind.Json;
}
