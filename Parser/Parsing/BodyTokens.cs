using Antlr4.Runtime;
using FederationGateway.Common;
using FedSqlGrammar;

namespace FederationGateway.Parser.Parsing;

/// <summary>What the statements of a procedure's body have that others have not: <c>:name</c> for a parameter. And what a body may not hold, known by its first words.</summary>
internal static class BodyTokens
{
    /// <summary>SQLScript's and PL/pgSQL's statements that are no statements of SQL, and those that a procedure may not give.</summary>
    private static readonly HashSet<string> Procedural = new(StringComparer.OrdinalIgnoreCase)
    {
        "DECLARE", "IF", "WHILE", "FOR", "LOOP", "RETURN", "CALL", "EXEC", "EXECUTE", "BEGIN", "COMMIT", "ROLLBACK", "SIGNAL", "RESIGNAL", "BREAK", "CONTINUE", "PERFORM", "RAISE", "TRUNCATE",
    };

    /// <summary>0A000 for a statement that needs a language with variables and steps.</summary>
    public static void RefuseProcedural(IToken[] statement)
    {
        var first = statement[0];
        if (first.Type is FedSqlLexer.QuotedIdentifier or FedSqlLexer.StringLiteral) return;
        if (Procedural.Contains(first.Text)) throw GatewayException.Unsupported($"{first.Text.ToUpperInvariant()} in a procedure", AstBuilder.SpanOf(first));
        if (statement[1].Type is FedSqlLexer.Equal or FedSqlLexer.ColonEquals) throw GatewayException.Unsupported("a variable in a procedure", AstBuilder.SpanOf(first));
    }

    /// <summary>
    /// The tokens with each colon and the name right behind it as one. Not within brackets, where a colon stands between the bounds of a slice.
    /// </summary>
    public static IToken[] WithNamedParameters(IToken[] statement)
    {
        var joined = new List<IToken>(statement.Length);
        var brackets = 0;
        for (var i = 0; i < statement.Length; i++)
        {
            var token = statement[i];
            if (token.Type == FedSqlLexer.LeftBracket) brackets++;
            else if (token.Type == FedSqlLexer.RightBracket) brackets--;
            if (token.Type == FedSqlLexer.Colon && brackets == 0 && statement[i + 1] is var name && name.StartIndex == token.StopIndex + 1 && IsName(name))
            {
                token = new CommonToken(FedSqlLexer.NamedParameter, AstBuilder.NameText(name)) { StartIndex = token.StartIndex, StopIndex = name.StopIndex };
                i++;
            }

            ((IWritableToken)token).TokenIndex = joined.Count;
            joined.Add(token);
        }

        return [.. joined];
    }

    private static bool IsName(IToken token) =>
        token.Type is FedSqlLexer.Identifier or FedSqlLexer.QuotedIdentifier or FedSqlLexer.UnicodeIdentifier || (token.Text.Length > 0 && char.IsAsciiLetter(token.Text[0]) && token.Type is not (FedSqlLexer.StringLiteral or FedSqlLexer.BitString));
}
