using FederationGateway.Adapters.PostgreSql.Wire;
using FederationGateway.Arrow;
using FederationGateway.Common;

namespace FederationGateway.Adapters.PostgreSql.Uploads.Encoders;

/// <summary>Writes values of one column as COPY BINARY has them: Int32 length, then the type's binary form; -1 for null.</summary>
internal abstract class ColumnEncoder
{
    /// <summary>The encoder of a type that <see cref="Dialect.PostgreSqlDialect.UploadType"/> permits; one family of the two grows with the other.</summary>
    public static ColumnEncoder For(string column, SqlType type) => type.Kind switch
    {
        SqlTypeKind.Boolean => new BooleanEncoder(),
        SqlTypeKind.Int2 => new Int16Encoder(),
        SqlTypeKind.Int4 or SqlTypeKind.Float4 => new Bits32Encoder(),
        SqlTypeKind.Int8 or SqlTypeKind.Float8 or SqlTypeKind.Time => new Bits64Encoder(),
        SqlTypeKind.Numeric when type.Length > 0 => new DecimalEncoder(type.Scale),
        SqlTypeKind.Numeric => new NumericTextEncoder(column),
        SqlTypeKind.Text or SqlTypeKind.VarChar or SqlTypeKind.BpChar => new TextEncoder(column),
        SqlTypeKind.Bytea or SqlTypeKind.Uuid => new BytesEncoder(),
        SqlTypeKind.Date => new DateEncoder(),
        SqlTypeKind.Timestamp or SqlTypeKind.TimestampTz => new TimestampEncoder(),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "rows with such a column are not uploaded"),
    };

    /// <summary>Writes the value at an index that is not null.</summary>
    public abstract void Write(MessageWriter writer, ArrayData column, int index);
}
