using FederationGateway.Common;
using FederationGateway.Common.Values;

namespace FederationGateway.Binder.Coercion;

/// <summary>What of the session decides how text becomes a value. A plan bound under other settings must not be reused.</summary>
/// <param name="TimeZone">The zone of timestamps written without one.</param>
/// <param name="OidNames">The number behind a name written where <c>regclass</c> and its like are expected, or null: then such names stay casts.</param>
/// <param name="Now">What <c>now</c> and its like mean, in microseconds since 1970-01-01 UTC; null leaves them to each execution.</param>
public sealed record InputSettings(TimeZoneInfo TimeZone, Func<SqlTypeKind, string, uint?>? OidNames = null, long? Now = null)
{
    public static InputSettings Utc { get; } = new(TimeZoneInfo.Utc);
}
