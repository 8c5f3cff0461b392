using FederationGateway.PgWire.Wire;

namespace FederationGateway.PgWire.Messages.Backend;

/// <summary>What the client needs to cancel.</summary>
public static class BackendKeyData
{
    public const byte Code = (byte)'K';

    /// <summary>Byte1 'K' · Int32 length · Int32 process id · the secret: four bytes, more since 3.2.</summary>
    public static void Write(WireBuffer wire, int processId, ReadOnlySpan<byte> secret)
    {
        using var message = wire.Begin(Code);
        wire.WriteInt32(processId);
        wire.WriteBytes(secret);
    }
}
