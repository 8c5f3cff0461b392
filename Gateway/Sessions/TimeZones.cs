using System.Collections.Concurrent;

namespace FederationGateway.Gateway.Sessions;

/// <summary>Time zones by the names sessions set, found once each.</summary>
internal static class TimeZones
{
    private static readonly ConcurrentDictionary<string, TimeZoneInfo> Known = new(StringComparer.Ordinal) { ["UTC"] = TimeZoneInfo.Utc, ["GMT"] = TimeZoneInfo.Utc };

    public static TimeZoneInfo Find(string name) => Known.GetOrAdd(name, TimeZoneInfo.FindSystemTimeZoneById);
}
