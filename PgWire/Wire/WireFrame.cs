namespace FederationGateway.PgWire.Wire;

/// <summary>One message as it came: its type byte and its body, valid until the next one is read.</summary>
public readonly record struct WireFrame(byte Code, ReadOnlyMemory<byte> Body, bool IsTooLong = false);
