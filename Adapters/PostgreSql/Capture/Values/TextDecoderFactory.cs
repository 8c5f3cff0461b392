using FederationGateway.Adapters.PostgreSql.Wire.Decoders;
using FederationGateway.Arrow;
using FederationGateway.Common;

namespace FederationGateway.Adapters.PostgreSql.Capture.Values;

/// <summary>
/// Chooses what reads a column's values from the server's text form into what a scan makes of the same values in binary form.
/// </summary>
internal static class TextDecoderFactory
{
    private const int Inet = 869;
    private const int Float4 = 700;
    private const int Int2Vector = 22;
    private const int OidVector = 30;

    /// <param name="typeOid">The type at the source, a domain's base type.</param>
    /// <param name="mustCheckText">The server does not check itself that text is UTF-8.</param>
    public static ColumnDecoder Create(string column, SqlType wanted, int typeOid, bool mustCheckText) => wanted.Kind switch
    {
        SqlTypeKind.Boolean => new BooleanTextDecoder(),
        SqlTypeKind.Int2 => new IntegerTextDecoder(NumberType.Int16),
        SqlTypeKind.Int4 => new IntegerTextDecoder(NumberType.Int32),
        SqlTypeKind.Int8 => new IntegerTextDecoder(NumberType.Int64),
        SqlTypeKind.Float4 => new FloatTextDecoder(isSingle: true, NumberType.Float),
        SqlTypeKind.Float8 => new FloatTextDecoder(typeOid == Float4, NumberType.Double),
        SqlTypeKind.Numeric when wanted.IsDecimal => new DecimalTextDecoder(column, wanted),
        SqlTypeKind.Bytea => new HexTextDecoder(),
        SqlTypeKind.Date => new DateTextDecoder(),
        SqlTypeKind.Time => new TimeTextDecoder(),
        SqlTypeKind.Timestamp or SqlTypeKind.TimestampTz => new TimestampTextDecoder(column, wanted),
        SqlTypeKind.Interval => new IntervalTextDecoder(column),
        SqlTypeKind.Uuid => new UuidTextDecoder(),
        SqlTypeKind.InternalChar => new InternalCharTextDecoder(),
        SqlTypeKind.Array when typeOid is Int2Vector or OidVector => new VectorTextDecoder(Create(column, wanted.ElementType, typeOid: 0, mustCheckText)),
        SqlTypeKind.Array => new ArrayTextDecoder(column, Create(column, wanted.ElementType, typeOid: 0, mustCheckText)),
        _ when wanted.IsOidLike => new OidTextDecoder(),
        _ when typeOid == Inet => new InetTextDecoder(),
        _ => mustCheckText ? new CheckedTextDecoder(column) : new TextDecoder(),
    };
}
