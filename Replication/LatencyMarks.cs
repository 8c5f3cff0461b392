using System.Globalization;

namespace FederationGateway.Replication;

/// <summary>Marks of latency measurements in a source's stream. Unlike those of subscriptions nobody looks for them: who sees one go by says when.</summary>
internal static class LatencyMarks
{
    private const char Letter = 'L';

    public static string Of(long source, long measurement) => string.Create(CultureInfo.InvariantCulture, $"{Letter}{source}_{measurement}");

    public static bool Is(string? marker) => marker is [Letter, ..];

    /// <summary>The OID of the measurement; null when it is no mark of one of this source.</summary>
    public static long? MeasurementOf(long source, string marker) =>
        Is(marker) && marker.IndexOf('_') is > 0 and var end && marker.AsSpan(1, end - 1).SequenceEqual(source.ToString(CultureInfo.InvariantCulture))
        && long.TryParse(marker.AsSpan(end + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var oid) ? oid : null;
}
