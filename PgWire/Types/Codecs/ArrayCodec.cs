using FederationGateway.Arrow;
using FederationGateway.Common;
using FederationGateway.PgWire.Wire;

namespace FederationGateway.PgWire.Types.Codecs;

/// <summary>One-dimensional arrays: <c>{1,"two words",NULL}</c>; in binary dimensions, null flag, element OID, length, lower bound, elements with lengths.</summary>
public sealed class ArrayCodec(SqlType type, TypeCodec element) : TypeCodec(type)
{
    public override ColumnEncoder CreateEncoder(ArrowType carrier, WireFormat format) => carrier switch
    {
        NullType => new ArrayTextEncoder(new TextCodec.Encoder()),
        ListType list when Type.IsVector && format == WireFormat.Text => new VectorTextEncoder(element.CreateEncoder(list.ValueType, format)),
        ListType list when Type.IsVector => new VectorBinaryEncoder(element.CreateEncoder(list.ValueType, format), element.Type.TypeOid),
        ListType list when format == WireFormat.Text => new ArrayTextEncoder(element.CreateEncoder(list.ValueType, format)),
        ListType list => new ArrayBinaryEncoder(element.CreateEncoder(list.ValueType, format), element.Type.TypeOid),
        _ => throw WrongCarrier(carrier),
    };

    public override object Read(ReadOnlySpan<byte> value, WireFormat format)
    {
        List<object?> items = [];
        if (format == WireFormat.Text)
        {
            var reader = new ArrayTextReader(value);
            while (reader.MoveNext()) items.Add(reader.IsNull ? null : element.Read(reader.Current, format));
        }
        else
        {
            var reader = new ArrayBinaryReader(value, element.Type.TypeOid, WrongBinary());
            while (reader.MoveNext()) items.Add(reader.IsNull ? null : element.Read(reader.Current, format));
        }

        return items.ToArray();
    }

    public override void Append(ArrayBuilder builder, ReadOnlySpan<byte> value, WireFormat format)
    {
        var items = builder.Child!;
        if (format == WireFormat.Text)
        {
            var reader = new ArrayTextReader(value);
            while (reader.MoveNext()) AppendItem(items, reader.IsNull, reader.Current, format);
        }
        else
        {
            var reader = new ArrayBinaryReader(value, element.Type.TypeOid, WrongBinary());
            while (reader.MoveNext()) AppendItem(items, reader.IsNull, reader.Current, format);
        }

        builder.EndList();
    }

    private void AppendItem(ArrayBuilder items, bool isNull, ReadOnlySpan<byte> value, WireFormat format)
    {
        if (isNull) items.AppendNull();
        else element.Append(items, value, format);
    }
}
