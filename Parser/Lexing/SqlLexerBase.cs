using System.Buffers;
using Antlr4.Runtime;
using FederationGateway.Common;
using FedSqlGrammar;

namespace FederationGateway.Parser.Lexing;

/// <summary>
/// What the lexer's grammar cannot say in an automaton: comments that nest, quoted texts (scanned at memory speed and decoded on the way,
/// so that a token's text is its value), PostgreSQL's rule for where an operator ends, and keywords.
/// </summary>
public abstract class SqlLexerBase : Lexer
{
    private static readonly SearchValues<char> NotArithmetic = SearchValues.Create("~!@#^&|`?%");

    private static readonly SearchValues<char> OperatorCharacters = SearchValues.Create("-~!@#^&|`?+*/%<>=");

    private static readonly SearchValues<char> SpaceCharacters = SearchValues.Create(" \t\r\n\f\v");

    private static readonly SearchValues<char> LineEnds = SearchValues.Create("\r\n");

    private static readonly SearchValues<char> AsciiWordCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_$");

    /// <summary>PostgreSQL's limit of a name, less one for its terminator.</summary>
    private const int LongestOperator = 63;

    private readonly string _sql;

    protected SqlLexerBase(ICharStream input, TextWriter output, TextWriter errorOutput)
        : base(input, output, errorOutput)
    {
        _sql = ((TextCharStream)input).Text;
        RemoveErrorListeners();
    }

    private int TokenEnd => InputStream.Index;

    private ReadOnlySpan<char> TokenText => _sql.AsSpan(TokenStartCharIndex, TokenEnd - TokenStartCharIndex);

    protected void SkipSpace()
    {
        var length = _sql.AsSpan(TokenEnd).IndexOfAnyExcept(SpaceCharacters);
        InputStream.Seek(length < 0 ? _sql.Length : TokenEnd + length);
        Skip();
    }

    protected void SkipLine()
    {
        var length = _sql.AsSpan(TokenEnd).IndexOfAny(LineEnds);
        InputStream.Seek(length < 0 ? _sql.Length : TokenEnd + length);
        Skip();
    }

    protected void ScanWord()
    {
        var end = TokenEnd;
        while (end < _sql.Length)
        {
            var length = _sql.AsSpan(end).IndexOfAnyExcept(AsciiWordCharacters);
            end = length < 0 ? _sql.Length : end + length;
            if (end >= _sql.Length || _sql[end] < '\x80') break;
            end++;
        }

        InputStream.Seek(end);
        var keyword = Keywords.TypeOf(TokenText);
        if (keyword != 0) Type = keyword;
    }

    protected void ScanQuotedIdentifier() => Finish(QuotedText.ScanIdentifier(_sql, TokenStartCharIndex, TokenEnd));

    protected void ScanUnicodeIdentifier() => Finish(UnicodeText.ScanIdentifier(_sql, TokenStartCharIndex, TokenEnd));

    protected void ScanString() => Finish(QuotedText.ScanString(_sql, TokenStartCharIndex, TokenEnd));

    protected void ScanEscapeString() => Finish(EscapedText.Scan(_sql, TokenStartCharIndex, TokenEnd));

    protected void ScanUnicodeString() => Finish(UnicodeText.ScanString(_sql, TokenStartCharIndex, TokenEnd));

    protected void ScanDollarString() => Finish(QuotedText.ScanDollarString(_sql, TokenStartCharIndex, TokenEnd));

    /// <summary>The token's text is the kind in lower case, then the digits: <c>b0101</c>, <c>x1F</c>.</summary>
    protected void ScanBitString()
    {
        var hexadecimal = _sql[TokenStartCharIndex] is 'x' or 'X';
        var (digits, end) = QuotedText.ScanBitString(_sql, TokenStartCharIndex, TokenEnd, hexadecimal);
        Finish(((hexadecimal ? "x" : "b") + digits, end));
    }

    protected void RejectNumberJunk() => throw Error("trailing junk after numeric literal");

    protected void RejectParameterJunk() => throw Error("trailing junk after parameter");

    /// <summary>
    /// Takes a run of operator characters and cuts it where PostgreSQL would: before a comment, and before a trailing + or - unless the operator has a
    /// character that no arithmetic operator has. <c>a*-1</c> is two operators, <c>a@-1</c> is one.
    /// </summary>
    protected void ScanOperator()
    {
        // One more than the longest is enough to know; looking further would make a long run cost its square.
        var run = _sql.AsSpan(TokenStartCharIndex, Math.Min(LongestOperator + 1, _sql.Length - TokenStartCharIndex));
        if (run.IndexOfAnyExcept(OperatorCharacters) is > 0 and var end) run = run[..end];
        if (run.StartsWith("/*", StringComparison.Ordinal))
        {
            SkipComment();
            return;
        }

        var length = run.Length;
        if (run.IndexOf("/*", StringComparison.Ordinal) is > 0 and var block) length = block;
        if (run[..length].IndexOf("--", StringComparison.Ordinal) is > 0 and var line) length = line;
        while (length > 1 && run[length - 1] is '+' or '-' && !run[..(length - 1)].ContainsAny(NotArithmetic)) length--;
        InputStream.Seek(TokenStartCharIndex + length);
        if (length > LongestOperator) throw Error("operator too long");
        Type = OperatorType(run[..length]);
    }

    private static int OperatorType(ReadOnlySpan<char> symbol) => symbol switch
    {
        "+" => FedSqlLexer.Plus,
        "-" => FedSqlLexer.Minus,
        "*" => FedSqlLexer.Star,
        "/" => FedSqlLexer.Slash,
        "%" => FedSqlLexer.Percent,
        "^" => FedSqlLexer.Caret,
        "<" => FedSqlLexer.Less,
        ">" => FedSqlLexer.Greater,
        "=" => FedSqlLexer.Equal,
        "<=" => FedSqlLexer.LessEqual,
        ">=" => FedSqlLexer.GreaterEqual,
        "<>" or "!=" => FedSqlLexer.NotEqual,
        "=>" => FedSqlLexer.Arrow,
        _ => FedSqlLexer.Operator,
    };

    private void SkipComment()
    {
        var at = TokenStartCharIndex + 2;
        for (var depth = 1; depth > 0;)
        {
            var next = _sql.AsSpan(at).IndexOfAny('*', '/');
            if (next < 0 || at + next + 1 >= _sql.Length)
                throw SyntaxErrors.At("unterminated /* comment", _sql, TextSpan.Union(new TextSpan(TokenStartCharIndex, 0), new TextSpan(_sql.Length, 0)));
            at += next;
            depth += (_sql[at], _sql[at + 1]) switch { ('/', '*') => 1, ('*', '/') => -1, _ => 0 };
            at += (_sql[at], _sql[at + 1]) is ('/', '*') or ('*', '/') ? 2 : 1;
        }

        InputStream.Seek(at);
        Skip();
    }

    private void Finish((string Value, int End) scanned)
    {
        Text = scanned.Value;
        InputStream.Seek(scanned.End);
    }

    private GatewayException Error(string problem) =>
        SyntaxErrors.At(problem, _sql, new TextSpan(TokenStartCharIndex, TokenEnd - TokenStartCharIndex));
}
