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
        var message = span.Length == 0 ? $"{problem} at end of input" : $"{problem} at or near \"{Quote(sql, span)}\"";
        return new GatewayException(SqlState.SyntaxError, message) { Position = span.Start };
    }

    public static GatewayException Syntax(string sql, TextSpan span) => At("syntax error", sql, span);

    private static string Quote(string sql, TextSpan span) =>
        span.Length <= QuotedTextLimit ? sql.Substring(span.Start, span.Length) : string.Concat(sql.AsSpan(span.Start, QuotedTextLimit), "…");
}
