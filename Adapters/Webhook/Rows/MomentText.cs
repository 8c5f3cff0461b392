using System.Globalization;
using FederationGateway.Common;

namespace FederationGateway.Adapters.Webhook.Rows;

/// <summary>Dates and times as ISO 8601 writes them, to the microsecond.</summary>
internal static class MomentText
{
    private static readonly string[] s_times = ["HH:mm", "HH:mm:ss", "HH:mm:ss.FFFFFFF"];
    private static readonly string[] s_timestamps = ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm:ss.FFFFFFF"];
    private static readonly string[] s_zoned = [.. s_timestamps.SelectMany(format => new[] { format + "'Z'", format + "zzz" })];

    /// <summary>As the column's carrier holds it: days, or microseconds. Null when it is none; a time with a zone has one, a time without has none.</summary>
    public static long? Read(string text, SqlType type) => type.Kind switch
    {
        SqlTypeKind.Date => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber : null,
        SqlTypeKind.Time => TimeOnly.TryParseExact(text, s_times, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? Microseconds(time.Ticks) : null,
        SqlTypeKind.Timestamp => DateTime.TryParseExact(text, s_timestamps, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) ? Microseconds(local.Ticks - DateTime.UnixEpoch.Ticks) : null,
        _ => DateTimeOffset.TryParseExact(text, s_zoned, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) ? Microseconds(instant.UtcTicks - DateTime.UnixEpoch.Ticks) : null,
    };

    // Rounded, half away from zero.
    private static long Microseconds(long ticks) => (ticks + (Math.Sign(ticks) * TimeSpan.TicksPerMicrosecond / 2)) / TimeSpan.TicksPerMicrosecond;
}
