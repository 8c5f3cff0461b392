using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using FederationGateway.Common;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>What a translation found out about a pattern: how it must be run so that the match is the one PostgreSQL finds.</summary>
/// <param name="HasAlternatives">An alternation: PostgreSQL takes the longest match, .NET the first alternative that matches.</param>
/// <param name="HasLazy">A non-greedy quantifier.</param>
/// <param name="HasGreedy">A greedy one. Both together mean something else in PostgreSQL.</param>
/// <param name="LooksAround">It asks what surrounds a match, so that a part of the text must not be tried as if it were all.</param>
internal sealed record TranslatedRegex(string Pattern, RegexOptions Options, bool HasAlternatives, bool HasLazy, bool HasGreedy, bool LooksAround);

/// <summary>
/// PostgreSQL's advanced regular expressions as .NET's. <c>$</c> is the very end, <c>.</c> any character, <c>\b</c> a backspace, <c>\m \M \y \Y</c> are
/// word boundaries, classes are <c>[[:alpha:]]</c>; back references, look-around and bounds are the same. 2201B when the pattern is not valid.
/// </summary>
internal sealed class RegexTranslation
{
    private const string WordStart = @"(?<![\p{L}\p{N}_])(?=[\p{L}\p{N}_])";
    private const string WordEnd = @"(?<=[\p{L}\p{N}_])(?![\p{L}\p{N}_])";
    private readonly string _source;
    private readonly bool _isWide;
    private readonly StringBuilder _result = new();
    private RegexFlags _flags;
    private int _position;
    private bool _hasAlternatives;
    private bool _hasLazy;
    private bool _hasGreedy;
    private bool _looksAround;

    private RegexTranslation(string source, RegexFlags flags, bool isWide) => (_source, _flags, _isWide) = (source, flags, isWide);

    /// <param name="isWide">Texts may hold characters of two UTF-16 units, which <c>.</c> must take whole.</param>
    public static TranslatedRegex Translate(string pattern, RegexFlags flags, bool isWide) => new RegexTranslation(pattern, flags, isWide).Run();

    private TranslatedRegex Run()
    {
        ReadPrefix();
        if (_flags.IsLiteral) _result.Append(Regex.Escape(_source[_position..]));
        else
            while (_position < _source.Length) ReadAtom();
        var options = RegexOptions.CultureInvariant;
        if (_flags.IgnoresCase) options |= RegexOptions.IgnoreCase;
        if (_flags.AnchorsAtLines) options |= RegexOptions.Multiline;
        return new TranslatedRegex(_result.ToString(), options, _hasAlternatives, _hasLazy, _hasGreedy, _looksAround);
    }

    // "***=" literal, "***:" advanced, "(?flags)" at the very start.
    private void ReadPrefix()
    {
        if (_source.StartsWith("***=", StringComparison.Ordinal))
        {
            _flags = _flags with { IsLiteral = true };
            _position = 4;
            return;
        }

        if (_source.StartsWith("***:", StringComparison.Ordinal)) _position = 4;
        if (_position + 2 >= _source.Length || _source[_position] != '(' || _source[_position + 1] != '?' || !char.IsAsciiLetter(_source[_position + 2])) return;
        var close = _source.IndexOf(')', _position);
        if (close < 0) throw Invalid("parentheses () not balanced");
        _flags = RegexFlags.Read(_source[(_position + 2)..close], _flags);
        _position = close + 1;
    }

    private void ReadAtom()
    {
        var c = _source[_position];
        switch (c)
        {
            case '\\': ReadEscape(); break;
            case '[': ReadBracket(); break;
            case '.': _result.Append(AnyCharacter()); _position++; break;
            case '$':
                _looksAround = true;
                _result.Append(_flags.AnchorsAtLines ? "$" : @"\z");
                _position++;
                break;
            case '(': ReadOpen(); break;
            case '|': _hasAlternatives = true; _result.Append(c); _position++; break;
            case '*' or '+' or '?': ReadQuantifier(); break;
            case '{' when _position + 1 < _source.Length && char.IsAsciiDigit(_source[_position + 1]): ReadBound(); break;
            case '#' when _flags.IsExpanded: while (_position < _source.Length && _source[_position] != '\n') _position++; break;
            case ' ' or '\t' or '\n' or '\r' when _flags.IsExpanded: _position++; break;
            case '^' or ')': _result.Append(c); _position++; break;
            default: AppendLiteral(); break;
        }
    }

    private void AppendLiteral()
    {
        if (char.IsHighSurrogate(_source[_position]) && _position + 1 < _source.Length)
        {
            _result.Append("(?:").Append(_source, _position, 2).Append(')');
            _position += 2;
        }
        else _result.Append(Regex.Escape(_source[_position++].ToString()));
    }

    private void ReadOpen()
    {
        if (_position + 1 >= _source.Length || _source[_position + 1] != '?')
        {
            _result.Append('(');
            _position++;
            return;
        }

        foreach (var opening in (ReadOnlySpan<string>)["(?:", "(?=", "(?!", "(?<=", "(?<!"])
        {
            if (string.CompareOrdinal(_source, _position, opening, 0, opening.Length) != 0) continue;
            _looksAround |= opening != "(?:";
            _result.Append(opening);
            _position += opening.Length;
            return;
        }

        if (string.CompareOrdinal(_source, _position, "(?#", 0, 3) == 0 && _source.IndexOf(')', _position) is > 0 and var end)
        {
            _position = end + 1;
            return;
        }

        throw Invalid("quantifier operand invalid");
    }

    private void ReadQuantifier()
    {
        _result.Append(_source[_position++]);
        ReadLaziness();
    }

    private void ReadBound()
    {
        var close = _source.IndexOf('}', _position);
        if (close < 0) throw Invalid("braces {} not balanced");
        var bound = _source[_position..(close + 1)];
        foreach (var number in bound[1..^1].Split(','))
            if (number.Length > 0 && (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count > 255)) throw Invalid("invalid repetition count(s)");
        _result.Append(bound);
        _position = close + 1;
        ReadLaziness();
    }

    private void ReadLaziness()
    {
        if (_position < _source.Length && _source[_position] == '?')
        {
            _result.Append('?');
            _hasLazy = true;
            _position++;
        }
        else _hasGreedy = true;

        if (_position < _source.Length && _source[_position] is '*' or '+' && _position > 0) throw Invalid("quantifier operand invalid");
    }

    private void ReadEscape()
    {
        if (++_position >= _source.Length) throw Invalid("invalid escape \\ sequence");
        var c = _source[_position++];
        switch (c)
        {
            case 'A': _looksAround = true; _result.Append(@"\A"); break;
            case 'Z': _looksAround = true; _result.Append(@"\z"); break;
            case 'm': _looksAround = true; _result.Append(WordStart); break;
            case 'M': _looksAround = true; _result.Append(WordEnd); break;
            case 'y': _looksAround = true; _result.Append($"(?:{WordStart}|{WordEnd})"); break;
            case 'Y': _looksAround = true; _result.Append($"(?!{WordStart}|{WordEnd})"); break;
            case 'd' or 's' or 'w': _result.Append('[').Append(RegexClasses.OfEscape(c)).Append(']'); break;
            case 'D' or 'S' or 'W': _result.Append(Negated(RegexClasses.OfEscape(char.ToLowerInvariant(c)))); break;
            case >= '1' and <= '9': ReadBackReference(); break;
            default: _result.Append(RegexClasses.Quote(ReadCharacterEscape(c))); break;
        }
    }

    private void ReadBackReference()
    {
        var start = _position - 1;
        while (_position < _source.Length && char.IsAsciiDigit(_source[_position])) _position++;
        _result.Append(@"(?:\").Append(_source, start, _position - start).Append(')');
    }

    private int ReadCharacterEscape(char c)
    {
        switch (c)
        {
            case 'a': return 7;
            case 'b': return 8;
            case 'B': return '\\';
            case 'e': return 27;
            case 'f': return 12;
            case 'n': return 10;
            case 'r': return 13;
            case 't': return 9;
            case 'v': return 11;
            case '0': return 0;
            case 'c' when _position < _source.Length: return _source[_position++] & 31;
            case 'u': return ReadHex(4, 4);
            case 'U': return ReadHex(8, 8);
            case 'x': return ReadHex(1, 255);
            default: return char.IsLetterOrDigit(c) ? throw Invalid("invalid escape \\ sequence") : c;
        }
    }

    private int ReadHex(int least, int most)
    {
        var start = _position;
        while (_position < _source.Length && _position - start < most && char.IsAsciiHexDigit(_source[_position])) _position++;
        return _position - start >= least && int.TryParse(_source.AsSpan(start, _position - start), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var code)
            ? code
            : throw Invalid("invalid escape \\ sequence");
    }

    private void ReadBracket()
    {
        if (string.CompareOrdinal(_source, _position, "[[:<:]]", 0, 7) == 0 || string.CompareOrdinal(_source, _position, "[[:>:]]", 0, 7) == 0)
        {
            _looksAround = true;
            _result.Append(_source[_position + 3] == '<' ? WordStart : WordEnd);
            _position += 7;
            return;
        }

        _position++;
        var isNegated = _position < _source.Length && _source[_position] == '^';
        if (isNegated) _position++;
        var content = new StringBuilder();
        for (var isFirst = true; ; isFirst = false)
        {
            if (_position >= _source.Length) throw Invalid("brackets [] not balanced");
            if (_source[_position] == ']' && !isFirst) break;
            ReadBracketItem(content);
        }

        _position++;
        if (isNegated) _result.Append(Negated(content.ToString()));
        else _result.Append('[').Append(content).Append(']');
    }

    private void ReadBracketItem(StringBuilder content)
    {
        if (TryReadClass(content)) return;
        var first = ReadBracketCharacter(content);
        if (first < 0) return;
        if (_position + 1 >= _source.Length || _source[_position] != '-' || _source[_position + 1] == ']')
        {
            content.Append(RegexClasses.QuoteInBracket(first));
            return;
        }

        _position++;
        var last = ReadBracketCharacter(content);
        if (last < first) throw Invalid("invalid character range");
        content.Append(RegexClasses.QuoteInBracket(first)).Append('-').Append(RegexClasses.QuoteInBracket(last));
    }

    // "[:alpha:]", "[=a=]", "[.a.]"
    private bool TryReadClass(StringBuilder content)
    {
        if (_source[_position] != '[' || _position + 1 >= _source.Length || _source[_position + 1] is not (':' or '=' or '.')) return false;
        var kind = _source[_position + 1];
        var end = _source.IndexOf($"{kind}]", _position + 2, StringComparison.Ordinal);
        if (end < 0) throw Invalid("brackets [] not balanced");
        var name = _source[(_position + 2)..end];
        _position = end + 2;
        if (kind == ':') content.Append(RegexClasses.Find(name) ?? throw Invalid("invalid character class"));
        else if (name.Length == 1) content.Append(RegexClasses.QuoteInBracket(name[0]));
        else throw Invalid("invalid collating element");
        return true;
    }

    // A character's code, or -1 when it was a class escape already written.
    private int ReadBracketCharacter(StringBuilder content)
    {
        var c = _source[_position++];
        if (c != '\\') return c;
        if (_position >= _source.Length) throw Invalid("invalid escape \\ sequence");
        var escaped = _source[_position++];
        if (escaped is not ('d' or 's' or 'w')) return ReadCharacterEscape(escaped);
        content.Append(RegexClasses.OfEscape(escaped));
        return -1;
    }

    private string AnyCharacter() => Negated("");

    // Everything but the content; in newline-sensitive mode a newline neither.
    private string Negated(string content)
    {
        if (_flags.StopsAtNewlines) content += @"\n";
        if (!_isWide) return content.Length == 0 ? @"[\s\S]" : $"[^{content}]";
        return $@"(?:[\uD800-\uDBFF][\uDC00-\uDFFF]|[^\uD800-\uDFFF{content}])";
    }

    private static GatewayException Invalid(string reason) => new(SqlState.InvalidRegularExpression, $"invalid regular expression: {reason}");
}
