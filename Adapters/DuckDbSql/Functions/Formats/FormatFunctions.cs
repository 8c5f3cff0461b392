using FederationGateway.DuckDb;
using static FederationGateway.Adapters.DuckDbSql.Codecs;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>to_char, to_date, to_timestamp, to_number.</summary>
internal static class FormatFunctions
{
    public static IEnumerable<ScalarFunction> All =>
    [
        Scalar.Of("gw_to_char", Timestamp, Text, TextOrNull, (value, format) => Moments.IsInfinite(value) ? null : DateWriter.Write(DateParts.OfTimestamp(value), format)),
        Scalar.Of("gw_to_char", TimestampTz, Text, Text, TextOrNull, (value, format, zone) => Moments.IsInfinite(value) ? null : WriteTimestampTz(value, format, zone)),
        Scalar.Of("gw_to_char", Interval, Text, TextOrNull, (value, format) => DateWriter.Write(DateParts.OfInterval(value), format)),
        Scalar.Of("gw_number_to_char", Numeric, Text, Text, NumberFormat.Write),
        Scalar.Of("gw_integer_to_char", Int4, Text, Text, NumberFormat.WriteInteger),
        Scalar.Of("gw_float_to_char", Float8, Text, Int4, Text, NumberFormat.WriteFloat),
        Scalar.Of("gw_to_date", Text, Text, Date, DateReader.ReadDate),
        Scalar.Of("gw_to_timestamp", Text, Text, Text, TimestampTz, DateReader.ReadTimestampTz),
        Scalar.Of("gw_to_number", Text, Text, NumericOrNull, NumberReader.Read),
        Scalar.Of("gw_timeofday", Text, Text, zone =>
            WriteTimestampTz((DateTime.UtcNow - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond, "Dy Mon DD HH24:MI:SS.US YYYY OF", zone)!) with { IsVolatile = true },
    ];

    private static NullableValueCodec<PgNumeric> NumericOrNull { get; } = new(Numeric);

    private static string? WriteTimestampTz(long value, string format, string zone)
    {
        var offset = Zones.RulesOf(zone).OffsetAt(value);
        return DateWriter.Write(DateParts.OfTimestamp(value + (offset * 1_000_000L), offset, zone), format);
    }
}
