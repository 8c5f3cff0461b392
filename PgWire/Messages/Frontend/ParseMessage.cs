using FederationGateway.PgWire.Wire;

namespace FederationGateway.PgWire.Messages.Frontend;

/// <summary>Prepare one statement. The empty name is the unnamed statement; a type of 0 leaves the parameter to be inferred.</summary>
public sealed record ParseMessage(string Name, string Text, IReadOnlyList<int> ParameterTypes)
{
    /// <summary>String name · String text · Int16 count · per parameter: Int32 type OID.</summary>
    public static ParseMessage Read(ReadOnlySpan<byte> body)
    {
        var reader = new WireReader(body);
        var name = reader.ReadCString();
        var text = reader.ReadCString();
        var types = new int[reader.ReadCount(sizeof(int))];
        for (var i = 0; i < types.Length; i++) types[i] = reader.ReadInt32();
        reader.ExpectEnd();
        return new ParseMessage(name, text, types);
    }
}
