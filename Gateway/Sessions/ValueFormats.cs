using FederationGateway.PgWire.Types;

namespace FederationGateway.Gateway.Sessions;

/// <summary>How the session's values print.</summary>
internal static class ValueFormats
{
    public static ValueFormat Of(SessionState session) => new(session.TimeZone, session.Functions.OidNames);
}
