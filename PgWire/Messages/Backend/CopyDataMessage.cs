namespace FederationGateway.PgWire.Messages.Backend;

/// <summary>A piece of COPY data: Byte1 'd' · Int32 length · bytes.</summary>
public static class CopyDataMessage
{
    public const byte Code = (byte)'d';
}
