using System.Text;

namespace FederationGateway.Adapters.PostgreSql.Wire;

/// <summary>What an ErrorResponse said.</summary>
internal sealed class ServerError(string code, string message, string? detail, string? hint) : Exception(message)
{
    /// <summary>The server's SQLSTATE.</summary>
    public string Code { get; } = code;

    public string? Detail { get; } = detail;

    public string? Hint { get; } = hint;

    /// <summary>True for codes after which the server closes the connection.</summary>
    public bool EndsConnection => IsEnd(Code);

    /// <summary>True for the code of an error after which the server closes the connection.</summary>
    public static bool IsEnd(string code) => code is "57P01" or "57P02" or "57P03" or "57P05" || code.StartsWith("08", StringComparison.Ordinal);

    /// <summary>Then per field: Byte1 kind · String value; a zero ends the list.</summary>
    public static ServerError Read(ReadOnlySpan<byte> body)
    {
        string? code = null, message = null, detail = null, hint = null;
        while (body.Length > 1 && body[0] != 0)
        {
            var kind = (char)body[0];
            var end = body.IndexOf((byte)0);
            if (end < 1) break;
            var value = Encoding.UTF8.GetString(body[1..end]);
            switch (kind)
            {
                case 'C': code = value; break;
                case 'M': message = value; break;
                case 'D': detail = value; break;
                case 'H': hint = value; break;
            }

            body = body[(end + 1)..];
        }

        return new ServerError(code ?? "XX000", message ?? "unknown error", detail, hint);
    }
}

/// <summary>The link to the server broke, or the server sent what the protocol does not allow.</summary>
internal sealed class ConnectionLost(string message, Exception? innerException = null) : Exception(message, innerException);
