using FederationGateway.Arrow;
using FederationGateway.Common;
using FederationGateway.Common.Values;
using FederationGateway.PgWire.Wire;

namespace FederationGateway.PgWire.Types.Codecs;

/// <summary>boolean: <c>t</c> and <c>f</c>; in binary one byte, 1 or 0. Carried as bits.</summary>
public sealed class BooleanCodec(SqlType type) : TypeCodec(type)
{
    public override ColumnEncoder CreateEncoder(ArrowType carrier, WireFormat format) =>
        carrier.TypeId is ArrowTypeId.Boolean or ArrowTypeId.Null
            ? format == WireFormat.Text ? new Encoder((byte)'t', (byte)'f') : new Encoder(1, 0)
            : throw WrongCarrier(carrier);

    public override object Read(ReadOnlySpan<byte> value, WireFormat format) => ReadValue(value, format);

    public override void Append(ArrayBuilder builder, ReadOnlySpan<byte> value, WireFormat format) => builder.AppendBoolean(ReadValue(value, format));

    private bool ReadValue(ReadOnlySpan<byte> value, WireFormat format)
    {
        if (format == WireFormat.Text) return NumberText.ReadBoolean(value);
        return value.Length == 1 ? value[0] != 0 : throw WrongBinary();
    }

    private sealed unsafe class Encoder(byte whenTrue, byte whenFalse) : ColumnEncoder
    {
        private byte* _bits;
        private long _offset;

        public override bool MayNeedEscaping => false;

        public override void Write(WireBuffer wire, int row) => wire.WriteByte(BitUtility.GetBit(_bits, _offset + row) ? whenTrue : whenFalse);

        protected override void AttachValues(ArrayData array)
        {
            _bits = array.Buffers[1]!.Pointer;
            _offset = array.Offset;
        }
    }
}
