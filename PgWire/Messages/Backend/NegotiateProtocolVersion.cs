using FederationGateway.PgWire.Wire;

namespace FederationGateway.PgWire.Messages.Backend;

/// <summary>The client asked for more than is spoken here: a newer minor version or unknown protocol options.</summary>
public static class NegotiateProtocolVersion
{
    public const byte Code = (byte)'v';

    /// <summary>Byte1 'v' · Int32 length · Int32 the version spoken, the major one in the high 16 bits (so servers and clients do; the manual speaks of the minor version alone) · Int32 count · per option not recognised: String name.</summary>
    public static void Write(WireBuffer wire, int major, int minor, IReadOnlyList<string> unknownOptions)
    {
        using var message = wire.Begin(Code);
        wire.WriteInt32((major << 16) | minor);
        wire.WriteInt32(unknownOptions.Count);
        foreach (var option in unknownOptions) wire.WriteCString(option);
    }
}
