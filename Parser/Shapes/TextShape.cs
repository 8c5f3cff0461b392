using System.Text;
using Antlr4.Runtime;
using FederationGateway.Common;
using FederationGateway.Parser.Lexing;
using FederationGateway.Parser.Parsing;
using FedSqlGrammar;

namespace FederationGateway.Parser.Shapes;

/// <summary>
/// A text of one statement with its literals set apart. Texts with the same <see cref="Skeleton"/> differ in the values of literals only, so they have the same
/// tree but for those: the grammar looks at the kinds of words, not at the values of literals.
/// </summary>
/// <param name="Skeleton">The text with a mark in each literal's place.</param>
/// <param name="Span">Where the statement stands in the text.</param>
/// <param name="Literals">Integers and plainly quoted strings, in order.</param>
public sealed record TextShape(string Skeleton, TextSpan Span, IReadOnlyList<TextLiteral> Literals)
{
    private const char IntegerMark = '\u0001';
    private const char StringMark = '\u0002';

    /// <summary>Null when the text is not one statement, has no literals, has parameters, or is no SQL at all.</summary>
    public static TextShape? Of(string sql)
    {
        ArgumentNullException.ThrowIfNull(sql);
        if (sql.AsSpan().ContainsAny(IntegerMark, StringMark)) return null;
        try
        {
            return StatementSplitter.Split(sql, new FedSqlLexer(new TextCharStream(sql), TextWriter.Null, TextWriter.Null)) is [var tokens] ? Of(sql, tokens) : null;
        }
        catch (GatewayException)
        {
            return null;
        }
    }

    private static TextShape? Of(string sql, IToken[] tokens)
    {
        var literals = new List<TextLiteral>();
        foreach (var token in tokens)
        {
            if (token.Type == FedSqlLexer.Parameter) return null;
            if (TextLiteral.Of(sql, token) is { } literal) literals.Add(literal);
        }

        if (literals.Count == 0) return null;
        var skeleton = new StringBuilder(sql.Length);
        var copied = 0;
        foreach (var literal in literals)
        {
            skeleton.Append(sql, copied, literal.Span.Start - copied).Append(literal.IsInteger ? IntegerMark : StringMark);
            copied = literal.Span.End;
        }

        skeleton.Append(sql, copied, sql.Length - copied);
        return new TextShape(skeleton.ToString(), new TextSpan(tokens[0].StartIndex, tokens[^2].StopIndex + 1 - tokens[0].StartIndex), literals);
    }
}

/// <summary>A literal as it stands in a text.</summary>
/// <param name="Value">The integer's digits; the string between the quotes.</param>
public readonly record struct TextLiteral(TextSpan Span, bool IsInteger, string Value)
{
    internal static TextLiteral? Of(string sql, IToken token)
    {
        var text = sql.AsSpan(token.StartIndex, token.StopIndex + 1 - token.StartIndex);
        var span = new TextSpan(token.StartIndex, text.Length);
        if (token.Type == FedSqlLexer.IntegerLiteral)
            return text.ContainsAnyExceptInRange('0', '9') ? null : new TextLiteral(span, IsInteger: true, text.ToString());
        if (token.Type != FedSqlLexer.StringLiteral || text is not ['\'', .. var value, '\''] || value.Contains('\'')) return null;
        return new TextLiteral(span, IsInteger: false, value.ToString());
    }
}
