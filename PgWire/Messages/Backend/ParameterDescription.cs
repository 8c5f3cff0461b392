using FederationGateway.Common;
using FederationGateway.PgWire.Wire;

namespace FederationGateway.PgWire.Messages.Backend;

/// <summary>The types of a prepared statement's parameters.</summary>
public static class ParameterDescription
{
    public const byte Code = (byte)'t';

    /// <summary>Byte1 't' · Int32 length · Int16 count · then per parameter: Int32 type OID.</summary>
    public static void Write(WireBuffer wire, IReadOnlyList<SqlType> parameterTypes)
    {
        using var message = wire.Begin(Code);
        wire.WriteInt16(unchecked((short)checked((ushort)parameterTypes.Count)));
        foreach (var type in parameterTypes) wire.WriteInt32(type.TypeOid);
    }
}
