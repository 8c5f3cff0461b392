using FederationGateway.PgWire.Wire;

namespace FederationGateway.PgWire.Messages.Frontend;

/// <summary>The client's choice of SASL mechanism and its first words.</summary>
public sealed record SaslInitialResponse(string Mechanism, byte[] Data)
{
    /// <summary>String mechanism · Int32 length (-1: none) · bytes.</summary>
    public static SaslInitialResponse Read(ReadOnlySpan<byte> body)
    {
        var reader = new WireReader(body);
        var mechanism = reader.ReadCString();
        var length = reader.ReadInt32();
        byte[] data = length == -1 ? [] : reader.ReadBytes(length).ToArray();
        reader.ExpectEnd();
        return new SaslInitialResponse(mechanism, data);
    }
}
