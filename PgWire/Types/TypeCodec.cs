using FederationGateway.Arrow;
using FederationGateway.Common;

namespace FederationGateway.PgWire.Types;

/// <summary>How values of one SQL type cross the wire, both ways and in both formats. Made once per column or parameter, for one session's settings.</summary>
public abstract class TypeCodec(SqlType type)
{
    public SqlType Type { get; } = type;

    /// <summary>An encoder for a column whose values are carried as <paramref name="carrier"/>.</summary>
    public abstract ColumnEncoder CreateEncoder(ArrowType carrier, WireFormat format);

    /// <summary>A parameter as the CLR object <see cref="ParameterValue"/> describes. Throws 22P02, 22P03 … for what is not a value of the type.</summary>
    public abstract object Read(ReadOnlySpan<byte> value, WireFormat format);

    /// <summary>Appends a value to a column carried as <see cref="SqlTypeMapping"/> says. Throws as <see cref="Read"/>.</summary>
    public abstract void Append(ArrayBuilder builder, ReadOnlySpan<byte> value, WireFormat format);

    protected GatewayException WrongBinary() =>
        new(SqlState.InvalidBinaryRepresentation, $"incorrect binary data format for type {Type}");

    protected InvalidOperationException WrongCarrier(ArrowType carrier) => new($"a column of type {Type} cannot be carried as {carrier}");
}

/// <summary>A codec whose values have a fixed width, the same in the carrier and as a parameter.</summary>
public abstract class FixedWidthCodec<T>(SqlType type) : TypeCodec(type) where T : unmanaged
{
    public sealed override object Read(ReadOnlySpan<byte> value, WireFormat format) => ReadValue(value, format);

    public sealed override void Append(ArrayBuilder builder, ReadOnlySpan<byte> value, WireFormat format) => builder.Append(ReadValue(value, format));

    public sealed override ColumnEncoder CreateEncoder(ArrowType carrier, WireFormat format)
    {
        if (carrier.TypeId != SqlTypeMapping.ToArrow(Type).TypeId && carrier.TypeId != ArrowTypeId.Null) throw WrongCarrier(carrier);
        return format == WireFormat.Text ? CreateTextEncoder() : CreateBinaryEncoder();
    }

    protected abstract ColumnEncoder CreateTextEncoder();

    protected abstract ColumnEncoder CreateBinaryEncoder();

    protected abstract T ReadText(ReadOnlySpan<byte> text);

    /// <summary>Reads exactly <see cref="BinaryWidth"/> bytes.</summary>
    protected abstract T ReadBinary(ReadOnlySpan<byte> bytes);

    /// <summary>Bytes of the binary format.</summary>
    protected abstract int BinaryWidth { get; }

    private T ReadValue(ReadOnlySpan<byte> value, WireFormat format)
    {
        if (format == WireFormat.Text) return ReadText(value);
        return value.Length == BinaryWidth ? ReadBinary(value) : throw WrongBinary();
    }
}
