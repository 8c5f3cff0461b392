using FederationGateway.PgWire.Contract;
using FederationGateway.PgWire.Wire;

namespace FederationGateway.PgWire.Messages.Backend;

/// <summary>A message to the user that is not an error.</summary>
public static class NoticeResponse
{
    public const byte Code = (byte)'N';

    /// <summary>Byte1 'N' · Int32 length · fields as in <see cref="ErrorResponse"/>.</summary>
    public static void Write(WireBuffer wire, ClientNotice notice)
    {
        using var message = wire.Begin(Code);
        var severity = notice.Severity.ToString().ToUpperInvariant();
        ErrorResponse.WriteFields(wire, new ErrorFields(severity, notice.Code, notice.Message, notice.Detail, notice.Hint));
    }
}
