using System.Buffers.Binary;
using FederationGateway.Common;
using FederationGateway.Common.Values;
using FederationGateway.PgWire.Wire;

namespace FederationGateway.PgWire.Types.Codecs;

/// <summary>real: shortest text that reads back as the same number; in binary IEEE 754, big-endian.</summary>
public sealed class Float4Codec(SqlType type) : FixedWidthCodec<float>(type)
{
    protected override int BinaryWidth => sizeof(float);

    protected override ColumnEncoder CreateTextEncoder() => new TextEncoder();

    protected override ColumnEncoder CreateBinaryEncoder() => new BinaryEncoder();

    protected override float ReadText(ReadOnlySpan<byte> text) => NumberText.ReadFloat4(text);

    protected override float ReadBinary(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadSingleBigEndian(bytes);

    private sealed class TextEncoder : FixedWidthEncoder<float>
    {
        protected override void WriteValue(WireBuffer wire, float value) => wire.Advance(FloatWriter.Write(value, wire.Reserve(FloatWriter.MaxLength)));
    }

    private sealed class BinaryEncoder : FixedWidthEncoder<float>
    {
        // .NET's own NaN has its sign bit set, PostgreSQL's has not.
        private static readonly float PositiveNaN = BitConverter.Int32BitsToSingle(0x7fc00000);

        protected override void WriteValue(WireBuffer wire, float value) => wire.WriteInt32(BitConverter.SingleToInt32Bits(float.IsNaN(value) ? PositiveNaN : value));
    }
}

/// <summary>double precision: as real, in eight bytes.</summary>
public sealed class Float8Codec(SqlType type) : FixedWidthCodec<double>(type)
{
    protected override int BinaryWidth => sizeof(double);

    protected override ColumnEncoder CreateTextEncoder() => new TextEncoder();

    protected override ColumnEncoder CreateBinaryEncoder() => new BinaryEncoder();

    protected override double ReadText(ReadOnlySpan<byte> text) => NumberText.ReadFloat8(text);

    protected override double ReadBinary(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadDoubleBigEndian(bytes);

    private sealed class TextEncoder : FixedWidthEncoder<double>
    {
        protected override void WriteValue(WireBuffer wire, double value) => wire.Advance(FloatWriter.Write(value, wire.Reserve(FloatWriter.MaxLength)));
    }

    private sealed class BinaryEncoder : FixedWidthEncoder<double>
    {
        private static readonly double PositiveNaN = BitConverter.Int64BitsToDouble(0x7ff8000000000000);

        protected override void WriteValue(WireBuffer wire, double value) => wire.WriteInt64(BitConverter.DoubleToInt64Bits(double.IsNaN(value) ? PositiveNaN : value));
    }
}
