using FederationGateway.PgWire.Wire;

namespace FederationGateway.PgWire.Messages.Backend;

/// <summary>A statement is done.</summary>
public static class CommandComplete
{
    public const byte Code = (byte)'C';

    /// <summary>Byte1 'C' · Int32 length · String tag.</summary>
    public static void Write(WireBuffer wire, string tag)
    {
        using var message = wire.Begin(Code);
        wire.WriteCString(tag);
    }
}
