using FederationGateway.Common;

namespace FederationGateway.Parser.Lexing;

/// <summary>Syntax errors in PostgreSQL's words.</summary>
internal static class SyntaxErrors
{
    /// <summary>How much of the offending text an error repeats; a literal may be megabytes long.</summary>
    private const int QuotedTextLimit = 1000;

    /// <summary><c>problem at or near "text"</c>, or <c>problem at end of input</c> when the text is empty.</summary>
    public static GatewayException At(string problem, string sql, TextSpan span)
    {
        var message = span.Length == 0 ? $"{problem} at end of input" : MayBeSecret(sql, span) ? $"{problem} at or near a quoted value" : $"{problem} at or near \"{Quote(sql, span)}\"";
        return new GatewayException(SqlState.SyntaxError, message) { Position = span.Start };
    }

    public static GatewayException Syntax(string sql, TextSpan span) => At("syntax error", sql, span);

    // Clients write errors to their logs. A literal behind one of these words is a password, or holds one.
    private static bool MayBeSecret(string sql, TextSpan span) =>
        sql[span.Start] is '\'' or '$' or 'e' or 'E' && sql.AsSpan(span.Start, span.Length).ContainsAny('\'', '$')
        && (sql.AsSpan(0, span.Start).Contains("credential", StringComparison.OrdinalIgnoreCase) || sql.AsSpan(0, span.Start).Contains("password", StringComparison.OrdinalIgnoreCase));

    private static string Quote(string sql, TextSpan span) =>
        span.Length <= QuotedTextLimit ? sql.Substring(span.Start, span.Length) : string.Concat(sql.AsSpan(span.Start, QuotedTextLimit), "…");
}
