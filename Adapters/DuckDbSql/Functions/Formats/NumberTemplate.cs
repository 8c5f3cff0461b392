using System.Collections.Concurrent;
using System.Text;
using FederationGateway.Common;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>The template patterns of to_char and to_number for numbers.</summary>
internal enum NumberPattern
{
    Literal, Nine, Zero, Point, Comma, Group, Currency, Minus, Plus, PlusMinus, Sign, Brackets, Roman, Ordinal, Shift, Exponent, Fill, Blank,
}

/// <summary>One part of a template; <paramref name="IsLower"/> for patterns written in small letters.</summary>
internal sealed record NumberPart(NumberPattern Pattern, string Text, bool IsLower = false);

/// <summary>
/// A template such as <c>FM9,990.00MI</c>, taken apart: its parts in order, and what they say together. Patterns are written all in capitals or all in small letters.
/// </summary>
internal sealed class NumberTemplate
{
    private const int MaxCached = 256;

    private static readonly (string Name, NumberPattern Pattern)[] Names =
    [
        ("EEEE", NumberPattern.Exponent), ("FM", NumberPattern.Fill), ("MI", NumberPattern.Minus), ("PL", NumberPattern.Plus), ("PR", NumberPattern.Brackets),
        ("RN", NumberPattern.Roman), ("SG", NumberPattern.PlusMinus), ("TH", NumberPattern.Ordinal), ("B", NumberPattern.Blank), ("D", NumberPattern.Point),
        ("G", NumberPattern.Group), ("L", NumberPattern.Currency), ("S", NumberPattern.Sign), ("V", NumberPattern.Shift),
        ("9", NumberPattern.Nine), ("0", NumberPattern.Zero), (".", NumberPattern.Point), (",", NumberPattern.Comma),
    ];

    private static readonly ConcurrentDictionary<string, NumberTemplate> Cache = new(StringComparer.Ordinal);
    private readonly List<NumberPart> _parts = [];

    private NumberTemplate(string text)
    {
        Read(text);
        if (SignIsInFront && WholeDigits == DigitsBeforeSign) SignFollowsWhole = true;
    }

    public IReadOnlyList<NumberPart> Parts => _parts;

    /// <summary>The places in front of the point.</summary>
    public int WholeDigits { get; private set; }

    /// <summary>The places behind it.</summary>
    public int FractionDigits { get; private set; }

    /// <summary>The places behind V: by how many the number is shifted.</summary>
    public int ShiftDigits { get; private set; }

    public bool HasPoint { get; private set; }

    public bool HasShift { get; private set; }

    public bool HasExponent { get; private set; }

    public bool IsRoman { get; private set; }

    /// <summary>FM: no blanks, no zeros that a 9 stands for.</summary>
    public bool IsCompact { get; private set; }

    public bool HasPlus { get; private set; }

    public bool HasMinus { get; private set; }

    public bool HasBrackets { get; private set; }

    /// <summary>S, anywhere.</summary>
    public bool HasSign { get; private set; }

    /// <summary>S in front of the point.</summary>
    public bool SignIsInFront { get; private set; }

    /// <summary>S stands behind all places there are: it is written there.</summary>
    public bool SignFollowsWhole { get; private set; }

    /// <summary>The place, from 0, of the first 0 in front of the point; null without one.</summary>
    public int? FirstZero { get; private set; }

    /// <summary>The number of places up to the last 0.</summary>
    public int LastZero { get; private set; }

    private int DigitsBeforeSign { get; set; }

    public static NumberTemplate Of(string text)
    {
        if (Cache.TryGetValue(text, out var known)) return known;
        if (Cache.Count >= MaxCached) Cache.Clear();
        return Cache[text] = new NumberTemplate(text);
    }

    private void Read(string text)
    {
        for (var i = 0; i < text.Length;)
        {
            if (Find(text, i) is { } part)
            {
                Note(part);
                _parts.Add(part);
                i += part.Text.Length;
            }
            else if (text[i] == '"') i = ReadQuoted(text, i + 1);
            else
            {
                if (text[i] == '\\' && i + 1 < text.Length && text[i + 1] == '"') i++;
                var width = char.IsHighSurrogate(text[i]) && i + 1 < text.Length ? 2 : 1;
                _parts.Add(new NumberPart(NumberPattern.Literal, text.Substring(i, width)));
                i += width;
            }
        }
    }

    // Each character is a part: to_number passes over as many of its text.
    private int ReadQuoted(string text, int i)
    {
        for (; i < text.Length && text[i] != '"'; i++)
        {
            if (text[i] == '\\' && i + 1 < text.Length) i++;
            var width = char.IsHighSurrogate(text[i]) && i + 1 < text.Length ? 2 : 1;
            _parts.Add(new NumberPart(NumberPattern.Literal, text.Substring(i, width)));
            i += width - 1;
        }

        return i + 1;
    }

    private static NumberPart? Find(string text, int at)
    {
        foreach (var (name, pattern) in Names)
        {
            var rest = text.AsSpan(at);
            if (rest.StartsWith(name, StringComparison.Ordinal)) return new NumberPart(pattern, name);
            if (char.IsAsciiLetter(name[0]) && rest.StartsWith(name.ToLowerInvariant(), StringComparison.Ordinal)) return new NumberPart(pattern, name, IsLower: true);
        }

        return null;
    }

    private void Note(NumberPart part)
    {
        if (HasExponent) throw Invalid(part.Pattern == NumberPattern.Exponent ? "cannot use \"EEEE\" twice" : "\"EEEE\" must be the last pattern used");
        switch (part.Pattern)
        {
            case NumberPattern.Nine or NumberPattern.Zero: NoteDigit(part); break;
            case NumberPattern.Point:
                if (HasPoint) throw Invalid("multiple decimal points");
                if (HasShift) throw Invalid("cannot use \"V\" and decimal point together");
                HasPoint = true;
                break;
            case NumberPattern.Shift:
                if (HasPoint) throw Invalid("cannot use \"V\" and decimal point together");
                HasShift = true;
                break;
            case NumberPattern.Fill: IsCompact = true; break;
            case NumberPattern.Roman: IsRoman = true; break;
            case NumberPattern.Sign: NoteSign(); break;
            case NumberPattern.Minus: RequireNoSign("MI"); HasMinus = true; break;
            case NumberPattern.Plus: RequireNoSign("PL"); HasPlus = true; break;
            case NumberPattern.PlusMinus: RequireNoSign("SG"); HasPlus = HasMinus = true; break;
            case NumberPattern.Brackets:
                if (HasSign || HasPlus || HasMinus) throw Invalid("cannot use \"PR\" and \"S\"/\"PL\"/\"MI\"/\"SG\" together");
                HasBrackets = true;
                break;
            case NumberPattern.Exponent:
                if (IsCompact || HasSign || HasBrackets || HasMinus || HasPlus || IsRoman || HasShift)
                    throw new GatewayException(SqlState.SyntaxError, "\"EEEE\" is incompatible with other formats") { Detail = "\"EEEE\" may only be used together with digit and decimal point patterns." };
                HasExponent = true;
                break;
        }
    }

    private void NoteDigit(NumberPart part)
    {
        if (HasBrackets) throw Invalid($"\"{part.Text}\" must be ahead of \"PR\"");
        var isZero = part.Pattern == NumberPattern.Zero;
        if (HasShift && !isZero)
        {
            ShiftDigits++;
            return;
        }

        if (isZero && !HasPoint) FirstZero ??= WholeDigits;
        if (HasPoint) FractionDigits++;
        else WholeDigits++;
        if (isZero) LastZero = WholeDigits + FractionDigits;
    }

    private void NoteSign()
    {
        if (HasSign) throw Invalid("cannot use \"S\" twice");
        if (HasPlus || HasMinus || HasBrackets) throw Invalid("cannot use \"S\" and \"PL\"/\"MI\"/\"SG\"/\"PR\" together");
        HasSign = true;
        if (HasPoint) return;
        SignIsInFront = true;
        DigitsBeforeSign = WholeDigits;
    }

    private void RequireNoSign(string pattern)
    {
        if (HasSign) throw Invalid($"cannot use \"S\" and \"{pattern}\" together");
    }

    private static GatewayException Invalid(string message) => new(SqlState.SyntaxError, message);
}
