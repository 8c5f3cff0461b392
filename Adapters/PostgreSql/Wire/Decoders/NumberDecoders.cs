using FederationGateway.Arrow;

namespace FederationGateway.Adapters.PostgreSql.Wire.Decoders;

internal sealed unsafe class BooleanDecoder() : ColumnDecoder(BooleanType.Default)
{
    public override void Decode(byte* value, int length)
    {
        Expect(length, 1);
        Builder.AppendBoolean(*value != 0);
    }
}

internal sealed unsafe class Int16Decoder() : ColumnDecoder(NumberType.Int16)
{
    public override void Decode(byte* value, int length)
    {
        Expect(length, 2);
        Builder.Append(Int16(value));
    }
}

/// <summary>int2 or int4 into 32 bits.</summary>
internal sealed unsafe class Int32Decoder() : ColumnDecoder(NumberType.Int32)
{
    public override void Decode(byte* value, int length)
    {
        if (length == 4)
        {
            Builder.Append(Int32(value));
            return;
        }

        Expect(length, 2);
        Builder.Append((int)Int16(value));
    }
}

/// <summary>int2, int4 or int8 into 64 bits.</summary>
internal sealed unsafe class Int64Decoder() : ColumnDecoder(NumberType.Int64)
{
    public override void Decode(byte* value, int length)
    {
        if (length == 8) Builder.Append(Int64(value));
        else if (length == 4) Builder.Append((long)Int32(value));
        else
        {
            Expect(length, 2);
            Builder.Append((long)Int16(value));
        }
    }
}

/// <summary>oid and its aliases.</summary>
internal sealed unsafe class OidDecoder() : ColumnDecoder(NumberType.UInt32)
{
    public override void Decode(byte* value, int length)
    {
        Expect(length, 4);
        Builder.Append((uint)Int32(value));
    }
}

internal sealed unsafe class FloatDecoder() : ColumnDecoder(NumberType.Float)
{
    public override void Decode(byte* value, int length)
    {
        Expect(length, 4);
        Builder.Append(BitConverter.Int32BitsToSingle(Int32(value)));
    }
}

/// <summary>float4 or float8 into 64 bits.</summary>
internal sealed unsafe class DoubleDecoder() : ColumnDecoder(NumberType.Double)
{
    public override void Decode(byte* value, int length)
    {
        if (length == 4)
        {
            Builder.Append((double)BitConverter.Int32BitsToSingle(Int32(value)));
            return;
        }

        Expect(length, 8);
        Builder.Append(BitConverter.Int64BitsToDouble(Int64(value)));
    }
}
