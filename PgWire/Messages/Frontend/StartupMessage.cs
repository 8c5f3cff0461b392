using FederationGateway.Common;
using FederationGateway.PgWire.Wire;

namespace FederationGateway.PgWire.Messages.Frontend;

/// <summary>The protocol version and the settings a client starts its session with.</summary>
/// <param name="Major">Version 3 is the only one spoken.</param>
/// <param name="Minor">A newer one than the server speaks is negotiated down.</param>
/// <param name="Parameters">In the order they came, without protocol options.</param>
/// <param name="ProtocolOptions">Names that start with <c>_pq_.</c>: extensions, none of which is known.</param>
public sealed record StartupMessage(int Major, int Minor, IReadOnlyDictionary<string, string> Parameters, IReadOnlyList<string> ProtocolOptions) : StartupPacket
{
    /// <summary>Then pairs of name and value, both zero-terminated, and a final zero.</summary>
    public static StartupMessage Read(int major, int minor, ref WireReader reader)
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        List<string> options = [];
        if (major != 3) return new StartupMessage(major, minor, parameters, options);
        while (true)
        {
            var name = reader.ReadCString();
            if (name.Length == 0) break;
            var value = reader.ReadCString();
            if (name.StartsWith("_pq_.", StringComparison.Ordinal)) options.Add(name);
            else parameters[name] = value;
        }

        if (reader.Remaining > 0)
            throw new GatewayException(SqlState.ProtocolViolation, "invalid startup packet layout: expected terminator as last byte");
        return new StartupMessage(major, minor, parameters, options);
    }
}
