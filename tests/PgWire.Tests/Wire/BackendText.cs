using System.Globalization;
using System.Text;
using FederationGateway.PgWire.Wire;

namespace FederationGateway.PgWire.Tests.Wire;

/// <summary>Shows a message from the server as a transcript line. Of errors: severity, code, and position; their wording is each server's own.</summary>
internal static class BackendText
{
    public static string Show(char code, byte[] body) => code switch
    {
        '1' => "ParseComplete",
        '2' => "BindComplete",
        '3' => "CloseComplete",
        'n' => "NoData",
        'I' => "EmptyQueryResponse",
        's' => "PortalSuspended",
        'c' => "CopyDone",
        'Z' => $"ReadyForQuery {(char)body[0]}",
        'C' => $"CommandComplete {TranscriptWords.Quote(body.AsSpan(..^1))}",
        'd' => $"CopyData {TranscriptWords.Quote(body)}",
        'G' => "CopyInResponse " + CopyFormats(body),
        'H' => "CopyOutResponse " + CopyFormats(body),
        'T' => "RowDescription" + Columns(body),
        'D' => "DataRow" + string.Concat(RawClient.Fields(body).Select(field => " " + (field is null ? "null" : Field(field)))),
        't' => "ParameterDescription" + Oids(body),
        'E' => $"ErrorResponse {RawClient.ErrorField(body, 'V')} {RawClient.ErrorField(body, 'C')}" + (RawClient.ErrorField(body, 'P') is { } position ? $" at {position}" : ""),
        'N' => $"NoticeResponse {RawClient.ErrorField(body, 'V')} {RawClient.ErrorField(body, 'C')} {TranscriptWords.Quote(Encoding.UTF8.GetBytes(RawClient.ErrorField(body, 'M')!))}",
        _ => $"({code}, {body.Length} bytes)",
    };

    // Text as text, anything else as hexadecimal digits.
    private static string Field(byte[] field) =>
        field.All(b => b is >= 32 and < 127 or 9 or 10) ? TranscriptWords.Quote(field) : "0x" + Convert.ToHexStringLower(field);

    private static string CopyFormats(byte[] body)
    {
        var reader = new WireReader(body);
        var format = reader.ReadByte() == 0 ? "text" : "binary";
        return string.Create(CultureInfo.InvariantCulture, $"{format} {reader.ReadInt16()}");
    }

    private static string Columns(byte[] body)
    {
        var reader = new WireReader(body);
        var text = new StringBuilder();
        for (var left = reader.ReadInt16(); left > 0; left--)
        {
            text.Append(' ').Append(reader.ReadCString());
            reader.ReadInt32();
            reader.ReadInt16();
            text.Append(CultureInfo.InvariantCulture, $":{reader.ReadInt32()}:{reader.ReadInt16()}:{reader.ReadInt32()}:{(reader.ReadInt16() == 0 ? "text" : "binary")}");
        }

        return text.ToString();
    }

    private static string Oids(byte[] body)
    {
        var reader = new WireReader(body);
        var text = new StringBuilder();
        for (var left = reader.ReadInt16(); left > 0; left--) text.Append(CultureInfo.InvariantCulture, $" {reader.ReadInt32()}");
        return text.ToString();
    }
}
