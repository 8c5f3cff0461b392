using FederationGateway.Common;

namespace FederationGateway.Adapters.PostgreSql.Capture;

/// <summary>What a server sends that the replication protocol does not allow.</summary>
internal static class CaptureProtocol
{
    public static GatewayException Malformed(string what) => new(SqlState.ProtocolViolation, $"the source's stream of changes holds {what} that cannot be read");
}
