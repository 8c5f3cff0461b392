using FederationGateway.Common;
using FederationGateway.PgWire.Wire;

namespace FederationGateway.PgWire.Messages.Frontend;

/// <summary>Describe and Close: a statement or a portal, by name.</summary>
public sealed record TargetMessage(bool IsStatement, string Name)
{
    /// <summary>Byte1 'S' (statement) or 'P' (portal) · String name.</summary>
    public static TargetMessage Read(ReadOnlySpan<byte> body, string message)
    {
        var reader = new WireReader(body);
        var kind = reader.ReadByte();
        var name = reader.ReadCString();
        reader.ExpectEnd();
        if (kind is not ((byte)'S' or (byte)'P'))
            throw new GatewayException(SqlState.ProtocolViolation, $"invalid {message} message subtype {kind}");
        return new TargetMessage(kind == (byte)'S', name);
    }
}
