using FederationGateway.PgWire.Wire;

namespace FederationGateway.PgWire.Messages.Backend;

/// <summary>The steps of a SASL login: Byte1 'R' · Int32 length · Int32 step · the step's data.</summary>
public static class AuthenticationMessages
{
    public const byte Code = (byte)'R';

    /// <summary>Step 0: logged in.</summary>
    public static void WriteOk(WireBuffer wire) => Write(wire, 0, []);

    /// <summary>Step 10: the mechanisms offered, each zero-terminated, and a final zero.</summary>
    public static void WriteSaslMechanisms(WireBuffer wire, IEnumerable<string> mechanisms)
    {
        using var message = wire.Begin(Code);
        wire.WriteInt32(10);
        foreach (var mechanism in mechanisms) wire.WriteCString(mechanism);
        wire.WriteByte(0);
    }

    /// <summary>Step 11: the server's challenge.</summary>
    public static void WriteSaslContinue(WireBuffer wire, ReadOnlySpan<byte> data) => Write(wire, 11, data);

    /// <summary>Step 12: the server's proof.</summary>
    public static void WriteSaslFinal(WireBuffer wire, ReadOnlySpan<byte> data) => Write(wire, 12, data);

    private static void Write(WireBuffer wire, int step, ReadOnlySpan<byte> data)
    {
        using var message = wire.Begin(Code);
        wire.WriteInt32(step);
        wire.WriteBytes(data);
    }
}
