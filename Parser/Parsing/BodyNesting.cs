using Antlr4.Runtime;
using FedSqlGrammar;

namespace FederationGateway.Parser.Parsing;

/// <summary>
/// Says which semicolons do not end a statement: those between the BEGIN and the END of a procedure. As psql counts it: only CREATE [OR REPLACE] PROCEDURE has a body, and a CASE ends with an END too.
/// </summary>
internal sealed class BodyNesting
{
    private static readonly int[] Create = [FedSqlLexer.CREATE, FedSqlLexer.PROCEDURE];
    private static readonly int[] CreateOrReplace = [FedSqlLexer.CREATE, FedSqlLexer.OR, FedSqlLexer.REPLACE, FedSqlLexer.PROCEDURE];

    private int _parentheses;
    private int _depth;

    /// <summary>True between BEGIN and END.</summary>
    public bool IsInside => _depth > 0;

    /// <param name="statement">The statement's tokens, the one to count last.</param>
    public void Count(List<IToken> statement)
    {
        switch (statement[^1].Type)
        {
            case FedSqlLexer.LeftParen: _parentheses++; break;
            case FedSqlLexer.RightParen: _parentheses--; break;
            case FedSqlLexer.BEGIN when _parentheses == 0 && HasBody(statement): _depth++; break;
            case FedSqlLexer.CASE when _depth > 0: _depth++; break;
            case FedSqlLexer.END when _depth > 0: _depth--; break;
        }
    }

    /// <summary>Another statement begins.</summary>
    public void Reset() => (_parentheses, _depth) = (0, 0);

    /// <summary>True for CREATE [OR REPLACE] PROCEDURE.</summary>
    public static bool HasBody(IReadOnlyList<IToken> statement) => Begins(statement, Create) || Begins(statement, CreateOrReplace);

    private static bool Begins(IReadOnlyList<IToken> statement, int[] types)
    {
        if (statement.Count < types.Length) return false;
        for (var i = 0; i < types.Length; i++)
            if (statement[i].Type != types[i]) return false;
        return true;
    }
}
