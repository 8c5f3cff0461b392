using Antlr4.Runtime;
using FederationGateway.Common;
using FedSqlGrammar;

namespace FederationGateway.Parser.Parsing;

/// <summary>
/// How deep brackets and CASEs nest, found in one pass over the tokens: the parser's look-ahead runs through nested brackets before its
/// rules do, so they must be refused before it starts.
/// </summary>
internal static class NestingDepth
{
    /// <summary>Deeper statements are refused. PostgreSQL's default stack gives up at some thousands.</summary>
    public const int Limit = 500;

    public static GatewayException TooDeep(int? position) =>
        new(SqlState.StatementTooComplex, "statement is nested too deeply") { Position = position };

    /// <exception cref="GatewayException">54001 beyond <see cref="Limit"/>.</exception>
    public static int Measure(IToken[] tokens)
    {
        int depth = 0, deepest = 0;
        var previous = 0;
        foreach (var token in tokens)
        {
            depth += token.Type switch
            {
                FedSqlLexer.LeftParen or FedSqlLexer.LeftBracket => 1,
                FedSqlLexer.CASE when previous is not (FedSqlLexer.AS or FedSqlLexer.Dot) => 1,
                FedSqlLexer.RightParen or FedSqlLexer.RightBracket => -1,
                FedSqlLexer.END when previous is not (FedSqlLexer.AS or FedSqlLexer.Dot) => -1,
                _ => 0,
            };
            if (depth > deepest) deepest = depth;
            if (depth > Limit) throw TooDeep(token.StartIndex);
            if (depth < 0) depth = 0;
            previous = token.Type;
        }

        return deepest;
    }
}
