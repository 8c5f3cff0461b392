using FederationGateway.PgWire.Wire;

namespace FederationGateway.PgWire.Messages.Frontend;

/// <summary>Run a portal, at most <paramref name="MaxRows"/> rows of it (0 or less: all).</summary>
public sealed record ExecuteMessage(string Portal, int MaxRows)
{
    /// <summary>String portal · Int32 row limit.</summary>
    public static ExecuteMessage Read(ReadOnlySpan<byte> body)
    {
        var reader = new WireReader(body);
        var message = new ExecuteMessage(reader.ReadCString(), reader.ReadInt32());
        reader.ExpectEnd();
        return message;
    }
}
