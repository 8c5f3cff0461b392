namespace FederationGateway.PgWire.Types;

/// <summary>How a value travels.</summary>
public enum WireFormat : byte
{
    Text = 0,
    Binary = 1,
}
