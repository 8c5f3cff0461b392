using Antlr4.Runtime;
using Antlr4.Runtime.Misc;

namespace FederationGateway.Parser.Lexing;

/// <summary>
/// A statement's text as ANTLR reads it, without a copy. Positions are UTF-16 offsets; surrogates pass as two characters, which is enough
/// for a language whose own words and signs are ASCII.
/// </summary>
internal sealed class TextCharStream(string text) : ICharStream
{
    private int _index;

    public string Text => text;

    public int Index => _index;

    public int Size => text.Length;

    public string SourceName => "sql";

    public void Consume() => _index++;

    public int LA(int i)
    {
        var at = i > 0 ? _index + i - 1 : _index + i;
        return (uint)at < (uint)text.Length ? text[at] : IntStreamConstants.EOF;
    }

    public int Mark() => 0;

    public void Release(int marker)
    {
    }

    public void Seek(int index) => _index = index;

    public string GetText(Interval interval)
    {
        var start = Math.Min(interval.a, text.Length);
        return text[start..Math.Clamp(interval.b + 1, start, text.Length)];
    }
}
