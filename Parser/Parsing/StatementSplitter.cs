using Antlr4.Runtime;
using FederationGateway.Common;
using FederationGateway.Parser.Lexing;
using FedSqlGrammar;

namespace FederationGateway.Parser.Parsing;

/// <summary>Reads a text's tokens and cuts them at the semicolons, but for those in the body of a procedure.</summary>
internal static class StatementSplitter
{
    /// <summary>
    /// The most tokens one text may have. A token and what the parser makes of it weigh about a kilobyte, so this bounds the memory one text
    /// can take; long literals cost one token only.
    /// </summary>
    public const int MaxTokens = 4_000_000;

    /// <summary>The statements that are not empty, each ended by an end token whose span is the semicolon, or empty at the end of the text.</summary>
    public static List<IToken[]> Split(string sql, ITokenSource lexer)
    {
        var statements = new List<IToken[]>();
        var current = new List<IToken>();
        var nesting = new BodyNesting();
        var count = 0;
        while (true)
        {
            var token = lexer.NextToken();
            if (++count > MaxTokens)
                throw new GatewayException(SqlState.StatementTooComplex, $"statement has more than {MaxTokens} words and signs") { Position = token.StartIndex };

            var atEnd = token.Type == TokenConstants.EOF;
            if (!atEnd && (token.Type != FedSqlLexer.Semicolon || nesting.IsInside))
            {
                ((IWritableToken)token).TokenIndex = current.Count;
                current.Add(token);
                nesting.Count(current);
                continue;
            }

            if (current.Count > 0)
            {
                current.Add(EndToken(token, current.Count, atEnd ? sql.Length - 1 : token.StopIndex));
                statements.Add([.. current]);
                current.Clear();
                nesting.Reset();
            }

            if (atEnd) return statements;
        }
    }

    private static CommonToken EndToken(IToken at, int index, int stop) => new(TokenConstants.EOF)
    {
        StartIndex = at.StartIndex,
        StopIndex = stop,
        TokenIndex = index,
    };
}
