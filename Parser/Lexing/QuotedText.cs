using System.Text;
using FederationGateway.Common;

namespace FederationGateway.Parser.Lexing;

/// <summary>
/// Texts in which only the quote itself needs care. Each method gets the token's start and the first position after the opening quote, and
/// returns the value and the position after the closing quote.
/// </summary>
internal static class QuotedText
{
    public static (string Value, int End) ScanIdentifier(string sql, int start, int at)
    {
        var (value, end) = ScanQuoted(sql, start, at, '"', "unterminated quoted identifier");
        if (value.Length == 0) throw SyntaxErrors.At("zero-length delimited identifier", sql, new TextSpan(start, end - start));
        return (value, end);
    }

    /// <summary><c>'…'</c>, and further pieces of it on following lines.</summary>
    public static (string Value, int End) ScanString(string sql, int start, int at)
    {
        var (value, end) = ScanQuoted(sql, start, at, '\'', "unterminated quoted string");
        if (FindContinuation(sql, end) is not { } next) return (value, end);

        var pieces = new StringBuilder(value);
        for (int? piece = next; piece is { } opened; piece = FindContinuation(sql, end))
        {
            (value, end) = ScanQuoted(sql, start, opened, '\'', "unterminated quoted string");
            pieces.Append(value);
        }

        return (pieces.ToString(), end);
    }

    /// <summary><c>$tag$ … $tag$</c>: nothing inside is special.</summary>
    public static (string Value, int End) ScanDollarString(string sql, int start, int at)
    {
        var tag = sql.AsSpan(start, at - start);
        var length = sql.AsSpan(at).IndexOf(tag, StringComparison.Ordinal);
        if (length < 0) throw Unterminated(sql, start, "unterminated dollar-quoted string");
        return (sql.Substring(at, length), at + length + tag.Length);
    }

    public static (string Digits, int End) ScanBitString(string sql, int start, int at, bool hexadecimal)
    {
        var (digits, end) = ScanQuoted(sql, start, at, '\'', hexadecimal ? "unterminated hexadecimal string literal" : "unterminated bit string literal");
        foreach (var digit in digits)
        {
            if (hexadecimal ? char.IsAsciiHexDigit(digit) : digit is '0' or '1') continue;
            throw new GatewayException(SqlState.InvalidTextRepresentation, $"\"{digit}\" is not a valid {(hexadecimal ? "hexadecimal" : "binary")} digit")
            {
                Position = start,
            };
        }

        return (digits, end);
    }

    /// <summary>
    /// Where the next piece's text starts when the literal that ended at <paramref name="at"/> goes on: after white space with a line break
    /// in it, and another quote.
    /// </summary>
    public static int? FindContinuation(string sql, int at)
    {
        for (var brokenLine = false; at < sql.Length; at++)
        {
            switch (sql[at])
            {
                case '\n' or '\r':
                    brokenLine = true;
                    break;
                case ' ' or '\t' or '\f' or '\v':
                    break;
                case '-' when at + 1 < sql.Length && sql[at + 1] == '-':
                    while (at + 1 < sql.Length && sql[at + 1] is not ('\n' or '\r')) at++;
                    break;
                case '\'' when brokenLine:
                    return at + 1;
                default:
                    return null;
            }
        }

        return null;
    }

    public static GatewayException Unterminated(string sql, int start, string problem) =>
        SyntaxErrors.At(problem, sql, new TextSpan(start, sql.Length - start));

    private static (string Value, int End) ScanQuoted(string sql, int start, int at, char quote, string problem)
    {
        var from = at;
        var doubled = false;
        while (true)
        {
            var length = sql.AsSpan(at).IndexOf(quote);
            if (length < 0) throw Unterminated(sql, start, problem);
            at += length + 1;
            if (at >= sql.Length || sql[at] != quote) break;
            doubled = true;
            at++;
        }

        var value = sql[from..(at - 1)];
        return (doubled ? value.Replace(new string(quote, 2), new string(quote, 1), StringComparison.Ordinal) : value, at);
    }
}
