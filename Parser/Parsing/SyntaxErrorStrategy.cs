using Antlr4.Runtime;

namespace FederationGateway.Parser.Parsing;

/// <summary>Ends the parse at the first token nothing can be made of; the exception carries that token.</summary>
internal sealed class SyntaxErrorStrategy : DefaultErrorStrategy
{
    public override void Recover(Antlr4.Runtime.Parser recognizer, RecognitionException e) => throw new StopAtSyntaxErrorException(e.OffendingToken);

    public override IToken RecoverInline(Antlr4.Runtime.Parser recognizer) => throw new StopAtSyntaxErrorException(recognizer.CurrentToken);

    public override void ReportError(Antlr4.Runtime.Parser recognizer, RecognitionException e)
    {
    }

    public override void Sync(Antlr4.Runtime.Parser recognizer)
    {
    }
}

/// <summary>The parse met a token that does not fit. Not a <see cref="RecognitionException"/>: the parser's rules would handle that.</summary>
internal sealed class StopAtSyntaxErrorException(IToken token) : Exception
{
    public IToken Token { get; } = token;
}
