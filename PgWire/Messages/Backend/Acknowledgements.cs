using FederationGateway.PgWire.Wire;

namespace FederationGateway.PgWire.Messages.Backend;

/// <summary>Messages that are a type byte and nothing else.</summary>
public static class Acknowledgements
{
    public const byte ParseComplete = (byte)'1';
    public const byte BindComplete = (byte)'2';
    public const byte CloseComplete = (byte)'3';
    public const byte NoData = (byte)'n';
    public const byte EmptyQueryResponse = (byte)'I';
    public const byte PortalSuspended = (byte)'s';
    public const byte CopyDone = (byte)'c';

    /// <summary>Byte1 type · Int32 length.</summary>
    public static void Write(WireBuffer wire, byte code)
    {
        using var message = wire.Begin(code);
    }
}
