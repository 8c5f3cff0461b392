using FederationGateway.PgWire.Wire;

namespace FederationGateway.PgWire.Messages.Backend;

/// <summary>The fields of an error or a notice. <paramref name="Position"/> counts characters from 1.</summary>
public sealed record ErrorFields(string Severity, string Code, string Message, string? Detail = null, string? Hint = null, int? Position = null, string? Where = null);

/// <summary>An error; in the middle of a request everything up to its end is skipped after it.</summary>
public static class ErrorResponse
{
    public const byte Code = (byte)'E';

    /// <summary>Byte1 'E' · Int32 length · per field: Byte1 kind, String value · a final zero.</summary>
    public static void Write(WireBuffer wire, ErrorFields error)
    {
        using var message = wire.Begin(Code);
        WriteFields(wire, error);
    }

    /// <summary>The fields that errors and notices share.</summary>
    internal static void WriteFields(WireBuffer wire, ErrorFields fields)
    {
        WriteField(wire, (byte)'S', fields.Severity);
        WriteField(wire, (byte)'V', fields.Severity);
        WriteField(wire, (byte)'C', fields.Code);
        WriteField(wire, (byte)'M', fields.Message);
        WriteField(wire, (byte)'D', fields.Detail);
        WriteField(wire, (byte)'H', fields.Hint);
        WriteField(wire, (byte)'P', fields.Position?.ToString(System.Globalization.CultureInfo.InvariantCulture));
        WriteField(wire, (byte)'W', fields.Where);
        wire.WriteByte(0);
    }

    private static void WriteField(WireBuffer wire, byte kind, string? value)
    {
        if (value is null) return;
        wire.WriteByte(kind);
        wire.WriteCString(value);
    }
}
