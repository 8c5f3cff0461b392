using Antlr4.Runtime;
using Antlr4.Runtime.Misc;

namespace FederationGateway.Parser.Parsing;

/// <summary>The tokens of one statement, the end token included, as ANTLR reads them: all in memory, nothing hidden, nothing to fill.</summary>
internal sealed class TokenSequence(IToken[] tokens, ITokenSource source) : ITokenStream
{
    private int _index;

    public int Index => _index;

    public int Size => tokens.Length;

    public string SourceName => source.SourceName;

    public ITokenSource TokenSource => source;

    public void Consume()
    {
        if (_index < tokens.Length - 1) _index++;
    }

    public int LA(int i) => LT(i).Type;

    public IToken LT(int k)
    {
        var at = k > 0 ? _index + k - 1 : _index + k;
        return tokens[Math.Clamp(at, 0, tokens.Length - 1)];
    }

    public IToken Get(int i) => tokens[i];

    public int Mark() => 0;

    public void Release(int marker)
    {
    }

    public void Seek(int index) => _index = index;

    public string GetText(Interval interval) => string.Join(' ', tokens[interval.a..(interval.b + 1)].Select(token => token.Text));

    public string GetText() => GetText(new Interval(0, tokens.Length - 1));

    public string GetText(RuleContext ctx) => GetText(ctx.SourceInterval);

    public string GetText(IToken start, IToken stop) => GetText(new Interval(start.TokenIndex, stop.TokenIndex));
}
