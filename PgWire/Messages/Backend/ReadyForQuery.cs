using FederationGateway.PgWire.Contract;
using FederationGateway.PgWire.Wire;

namespace FederationGateway.PgWire.Messages.Backend;

/// <summary>The server waits for the next request.</summary>
public static class ReadyForQuery
{
    public const byte Code = (byte)'Z';

    /// <summary>Byte1 'Z' · Int32 length · Byte1 transaction status.</summary>
    public static void Write(WireBuffer wire, TransactionStatus status)
    {
        using var message = wire.Begin(Code);
        wire.WriteByte((byte)status);
    }
}
