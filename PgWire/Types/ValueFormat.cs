namespace FederationGateway.PgWire.Types;

/// <summary>The session settings that decide how values print. Dates and times are always ISO, intervals PostgreSQL's style, bytea hexadecimal.</summary>
/// <param name="TimeZone">Where timestamptz values are shown.</param>
/// <param name="OidNames">Names for regclass, regtype …; without it they print as numbers.</param>
public sealed record ValueFormat(TimeZoneInfo TimeZone, IOidNames? OidNames = null)
{
    public static ValueFormat Utc { get; } = new(TimeZoneInfo.Utc);
}
