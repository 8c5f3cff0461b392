using FederationGateway.PgWire.Wire;

namespace FederationGateway.PgWire.Messages.Backend;

/// <summary>A reported setting and its value.</summary>
public static class ParameterStatus
{
    public const byte Code = (byte)'S';

    /// <summary>Byte1 'S' · Int32 length · String name · String value.</summary>
    public static void Write(WireBuffer wire, string name, string value)
    {
        using var message = wire.Begin(Code);
        wire.WriteCString(name);
        wire.WriteCString(value);
    }
}
