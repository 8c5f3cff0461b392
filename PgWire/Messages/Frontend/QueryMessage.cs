using FederationGateway.PgWire.Wire;

namespace FederationGateway.PgWire.Messages.Frontend;

/// <summary>A simple query: any number of statements.</summary>
public static class QueryMessage
{
    /// <summary>String text.</summary>
    public static string Read(ReadOnlySpan<byte> body)
    {
        var reader = new WireReader(body);
        var text = reader.ReadCString();
        reader.ExpectEnd();
        return text;
    }
}
