using System.Globalization;
using System.Numerics;
using FederationGateway.Common;
using FederationGateway.Common.Values;
using FederationGateway.PgWire.Wire;

namespace FederationGateway.PgWire.Types.Codecs;

/// <summary>smallint, integer, bigint: decimal digits; in binary big-endian two's complement.</summary>
public sealed class IntegerCodec<T>(SqlType type) : FixedWidthCodec<T>(type) where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
{
    protected override int BinaryWidth => T.Zero.GetByteCount();

    protected override ColumnEncoder CreateTextEncoder() => new IntegerTextEncoder<T>();

    protected override ColumnEncoder CreateBinaryEncoder() => new IntegerBinaryEncoder<T>();

    protected override T ReadText(ReadOnlySpan<byte> text) => NumberText.ReadInteger<T>(text, Type.Kind);

    protected override T ReadBinary(ReadOnlySpan<byte> bytes) => T.ReadBigEndian(bytes, isUnsigned: false);
}

internal sealed class IntegerTextEncoder<T> : FixedWidthEncoder<T> where T : unmanaged, IBinaryInteger<T>
{
    private const int MaxDigits = 20;

    protected override void WriteValue(WireBuffer wire, T value)
    {
        value.TryFormat(wire.Reserve(MaxDigits), out var length, default, CultureInfo.InvariantCulture);
        wire.Advance(length);
    }
}

internal sealed class IntegerBinaryEncoder<T> : FixedWidthEncoder<T> where T : unmanaged, IBinaryInteger<T>
{
    protected override void WriteValue(WireBuffer wire, T value)
    {
        // Not WriteBigEndian: a default interface method would box the value.
        value.TryWriteBigEndian(wire.Reserve(sizeof(ulong)), out var length);
        wire.Advance(length);
    }
}
