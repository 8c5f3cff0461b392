namespace FederationGateway.PgWire.Wire;

/// <summary>The byte stream cannot be cut into messages any more: the connection has to end with this error.</summary>
public sealed class FrameException(Common.GatewayException error) : Exception(error.Message, error)
{
    public Common.GatewayException Error { get; } = error;
}
