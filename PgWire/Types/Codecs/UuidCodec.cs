using FederationGateway.Arrow;
using FederationGateway.Common;
using FederationGateway.Common.Values;
using FederationGateway.PgWire.Wire;

namespace FederationGateway.PgWire.Types.Codecs;

/// <summary>uuid: lower-case digits in 8-4-4-4-12; in binary and in the carrier 16 bytes in network order.</summary>
public sealed class UuidCodec(SqlType type) : TypeCodec(type)
{
    private const int Width = 16;

    public override ColumnEncoder CreateEncoder(ArrowType carrier, WireFormat format)
    {
        if (carrier is not (FixedSizeBinaryType { Width: Width } or NullType)) throw WrongCarrier(carrier);
        return new Encoder(format);
    }

    public override object Read(ReadOnlySpan<byte> value, WireFormat format)
    {
        Span<byte> bytes = stackalloc byte[Width];
        ReadBytes(value, format, bytes);
        return new Guid(bytes, bigEndian: true);
    }

    public override void Append(ArrayBuilder builder, ReadOnlySpan<byte> value, WireFormat format)
    {
        Span<byte> bytes = stackalloc byte[Width];
        ReadBytes(value, format, bytes);
        builder.AppendBytes(bytes);
    }

    private void ReadBytes(ReadOnlySpan<byte> value, WireFormat format, Span<byte> target)
    {
        if (format == WireFormat.Text) BytesText.ReadUuid(value, target);
        else if (value.Length == Width) value.CopyTo(target);
        else throw WrongBinary();
    }

    private sealed unsafe class Encoder(WireFormat format) : ColumnEncoder
    {
        private const int TextLength = 36;
        private byte* _values;

        public override bool MayNeedEscaping => false;

        public override void Write(WireBuffer wire, int row)
        {
            var bytes = new ReadOnlySpan<byte>(_values + ((long)row * Width), Width);
            if (format == WireFormat.Binary)
            {
                wire.WriteBytes(bytes);
                return;
            }

            new Guid(bytes, bigEndian: true).TryFormat(wire.Reserve(TextLength), out var length);
            wire.Advance(length);
        }

        protected override void AttachValues(ArrayData array) => _values = array.Buffers[1]!.Pointer + ((long)array.Offset * Width);
    }
}
