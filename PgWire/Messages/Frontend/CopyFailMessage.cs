using FederationGateway.PgWire.Wire;

namespace FederationGateway.PgWire.Messages.Frontend;

/// <summary>The client gives up a COPY, with its reason.</summary>
public static class CopyFailMessage
{
    /// <summary>String reason.</summary>
    public static string Read(ReadOnlySpan<byte> body)
    {
        var reader = new WireReader(body);
        return reader.ReadCString();
    }
}
