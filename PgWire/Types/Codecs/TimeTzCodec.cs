using System.Buffers.Binary;
using System.Text;
using FederationGateway.Arrow;
using FederationGateway.Common;
using FederationGateway.Common.Values;
using FederationGateway.PgWire.Wire;

namespace FederationGateway.PgWire.Types.Codecs;

/// <summary>timetz, carried as its text <c>04:05:06.789+02</c>; in binary Int64 microseconds since midnight and Int32 seconds west of UTC.</summary>
public sealed class TimeTzCodec(SqlType type, TimeZoneInfo zone) : TypeCodec(type)
{
    private const int BinaryWidth = 12;

    public override ColumnEncoder CreateEncoder(ArrowType carrier, WireFormat format)
    {
        if (carrier.TypeId is not (ArrowTypeId.String or ArrowTypeId.Null)) throw WrongCarrier(carrier);
        return format == WireFormat.Text ? new TextCodec.Encoder() : new BinaryEncoder(zone);
    }

    public override object Read(ReadOnlySpan<byte> value, WireFormat format)
    {
        Span<byte> text = stackalloc byte[DateTimeWriter.MaxLength];
        return Encoding.ASCII.GetString(text[..Normalize(value, format, text)]);
    }

    public override void Append(ArrayBuilder builder, ReadOnlySpan<byte> value, WireFormat format)
    {
        Span<byte> text = stackalloc byte[DateTimeWriter.MaxLength];
        builder.AppendBytes(text[..Normalize(value, format, text)]);
    }

    private int Normalize(ReadOnlySpan<byte> value, WireFormat format, Span<byte> target)
    {
        var (time, offset) = format == WireFormat.Text ? DateTimeText.ReadTimeTz(value, zone) : ReadBinary(value);
        var length = DateTimeWriter.WriteTime(time, target);
        return length + DateTimeWriter.WriteOffset(offset, target[length..]);
    }

    private (long Time, int Offset) ReadBinary(ReadOnlySpan<byte> value)
    {
        if (value.Length != BinaryWidth) throw WrongBinary();
        var time = BinaryPrimitives.ReadInt64BigEndian(value);
        var west = BinaryPrimitives.ReadInt32BigEndian(value[8..]);
        if (time is < 0 or > DateTimeLimits.MicrosecondsPerDay) throw new GatewayException(SqlState.DatetimeFieldOverflow, "time out of range");
        if (west is <= -16 * 3600 or >= 16 * 3600) throw new GatewayException(SqlState.InvalidTimeZoneDisplacement, "time zone displacement out of range");
        return (time, -west);
    }

    private sealed class BinaryEncoder(TimeZoneInfo zone) : VariableWidthEncoder
    {
        protected override void WriteValue(WireBuffer wire, ReadOnlySpan<byte> value)
        {
            var (time, offset) = DateTimeText.ReadTimeTz(value, zone);
            wire.WriteInt64(time);
            wire.WriteInt32(-offset);
        }
    }
}
