using FederationGateway.Arrow;
using FederationGateway.Common;

namespace FederationGateway.Replication.Backlog;

/// <summary>The columns of a table's changes as bytes. Types go by their names, which outlive the numbers of their enumerations.</summary>
internal static class SchemaCodec
{
    public static void Write(PayloadWriter writer, Schema schema)
    {
        writer.WriteCount(schema.FieldCount);
        foreach (var field in schema.FieldsList)
        {
            writer.WriteText(field.Name);
            writer.WriteText(field.SqlType.Kind.ToString());
            writer.WriteInt64(field.SqlType.Length);
            writer.WriteInt64(field.SqlType.Scale);
            writer.WriteText(field.SqlType.Element.ToString());
            writer.WriteByte(field.IsNullable ? (byte)1 : (byte)0);
            Write(writer, field.DataType);
        }
    }

    public static Schema Read(ref PayloadReader reader)
    {
        var fields = new Field[reader.ReadCount()];
        for (var i = 0; i < fields.Length; i++)
        {
            var name = reader.ReadText();
            var kind = Parse<SqlTypeKind>(reader.ReadText());
            var (length, scale) = ((int)reader.ReadInt64(), (int)reader.ReadInt64());
            var type = new SqlType(kind, length, scale, Parse<SqlTypeKind>(reader.ReadText()));
            var isNullable = reader.ReadByte() != 0;
            fields[i] = new Field(name, ReadType(ref reader), type, isNullable);
        }

        return new Schema([.. fields]);
    }

    private static void Write(PayloadWriter writer, ArrowType type)
    {
        writer.WriteText(type.TypeId.ToString());
        switch (type)
        {
            case FixedSizeBinaryType binary:
                writer.WriteCount(binary.Width);
                break;
            case TimestampType timestamp:
                writer.WriteText(timestamp.Timezone ?? "");
                break;
            case Decimal128Type number:
                writer.WriteCount(number.Precision);
                writer.WriteInt64(number.Scale);
                break;
            case ListType list:
                Write(writer, list.ValueType);
                break;
        }
    }

    private static ArrowType ReadType(ref PayloadReader reader) => Parse<ArrowTypeId>(reader.ReadText()) switch
    {
        ArrowTypeId.Null => NullType.Default,
        ArrowTypeId.Boolean => BooleanType.Default,
        ArrowTypeId.Int8 => NumberType.Int8,
        ArrowTypeId.Int16 => NumberType.Int16,
        ArrowTypeId.Int32 => NumberType.Int32,
        ArrowTypeId.Int64 => NumberType.Int64,
        ArrowTypeId.UInt8 => NumberType.UInt8,
        ArrowTypeId.UInt16 => NumberType.UInt16,
        ArrowTypeId.UInt32 => NumberType.UInt32,
        ArrowTypeId.UInt64 => NumberType.UInt64,
        ArrowTypeId.Float => NumberType.Float,
        ArrowTypeId.Double => NumberType.Double,
        ArrowTypeId.String => StringType.Default,
        ArrowTypeId.Binary => BinaryType.Default,
        ArrowTypeId.FixedSizedBinary => new FixedSizeBinaryType(reader.ReadCount()),
        ArrowTypeId.Date32 => Date32Type.Default,
        ArrowTypeId.Time64 => Time64Type.Default,
        ArrowTypeId.Timestamp => new TimestampType(reader.ReadText() is { Length: > 0 } zone ? zone : null),
        ArrowTypeId.Interval => IntervalType.Default,
        ArrowTypeId.Decimal128 => new Decimal128Type(reader.ReadCount(), (int)reader.ReadInt64()),
        ArrowTypeId.List => new ListType(ReadType(ref reader)),
        var other => throw new InvalidDataException($"columns have no type {other}"),
    };

    private static T Parse<T>(string name) where T : struct, Enum => Enum.TryParse<T>(name, out var value) ? value : throw new InvalidDataException($"there is no type {name}");
}
