using System.Text;
using FederationGateway.Common;
using FederationGateway.Common.Values;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>A time of day and its offset in seconds east of UTC; carried as its text.</summary>
internal readonly record struct TimeTz(long Microseconds, int Offset) : IComparable<TimeTz>
{
    public static TimeTz Read(ReadOnlySpan<byte> text, TimeZoneInfo zone)
    {
        var (time, offset) = DateTimeText.ReadTimeTz(text, zone);
        return new TimeTz(time, offset);
    }

    /// <summary>Microseconds since midnight UTC; may be negative.</summary>
    public long Utc => Microseconds - (Offset * DateTimeLimits.MicrosecondsPerSecond);

    /// <summary>Orders by the moment, then from east to west.</summary>
    public string Key => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Utc + DateTimeLimits.MicrosecondsPerDay:000000000000000}{100_000 - Offset:000000}");

    public int CompareTo(TimeTz other) => Utc != other.Utc ? Utc.CompareTo(other.Utc) : other.Offset.CompareTo(Offset);

    public override string ToString()
    {
        Span<byte> buffer = stackalloc byte[DateTimeWriter.MaxLength];
        var length = DateTimeWriter.WriteTime(Microseconds, buffer);
        length += DateTimeWriter.WriteOffset(Offset, buffer[length..]);
        return Encoding.ASCII.GetString(buffer[..length]);
    }
}

internal sealed class TimeTzCodec() : Codec<TimeTz>(DuckDb.EngineType.VarChar)
{
    public override TimeTz Read(in DuckDb.VectorInput input, int row) => TimeTz.Read(input.Bytes(row), TimeZoneInfo.Utc);

    public override void Write(in DuckDb.VectorOutput output, int row, TimeTz value) => output.SetText(row, value.ToString());
}
