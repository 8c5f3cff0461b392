using FederationGateway.PgWire.Types;
using FederationGateway.PgWire.Wire;

namespace FederationGateway.PgWire.Messages.Backend;

/// <summary>COPY begins: the data comes from the client ('G') or goes to it ('H').</summary>
public static class CopyResponse
{
    public const byte InCode = (byte)'G';
    public const byte OutCode = (byte)'H';

    /// <summary>Byte1 'G' or 'H' · Int32 length · Int8 format · Int16 columns · per column: Int16 format.</summary>
    public static void Write(WireBuffer wire, byte code, WireFormat format, int columns)
    {
        using var message = wire.Begin(code);
        wire.WriteByte((byte)format);
        wire.WriteInt16(checked((short)columns));
        for (var i = 0; i < columns; i++) wire.WriteInt16((short)format);
    }
}
