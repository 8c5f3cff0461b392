using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using FederationGateway.Common;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>
/// A compiled pattern. Whether it matches is .NET's business; which match is the one PostgreSQL finds needs care: with alternatives the longest counts,
/// and greedy next to non-greedy quantifiers mean something .NET cannot express, so those are refused (0A000) where the match itself matters.
/// </summary>
internal sealed class PgRegex
{
    private const int MaxCached = 512;
    private const int MatchesBeforeCompiling = 4096;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);
    private static readonly ConcurrentDictionary<(string Pattern, RegexFlags Flags), PgRegex> Cache = new();
    private readonly (string Pattern, RegexFlags Flags) _source;
    private readonly TranslatedRegex _translated;
    private readonly Lazy<PgRegex> _wide;
    private Regex _regex;
    private Regex? _whole;
    private int _uses;

    private PgRegex(string pattern, RegexFlags flags, bool isWide)
    {
        _source = (pattern, flags);
        _translated = RegexTranslation.Translate(pattern, flags, isWide);
        _regex = Build(_translated.Pattern, RegexOptions.None);
        _wide = new Lazy<PgRegex>(() => new PgRegex(_source.Pattern, _source.Flags, isWide: true));
    }

    public static PgRegex Of(string pattern, RegexFlags flags)
    {
        flags = flags with { IsGlobal = false };
        if (Cache.TryGetValue((pattern, flags), out var known)) return known;
        if (Cache.Count >= MaxCached) Cache.Clear();
        return Cache[(pattern, flags)] = new PgRegex(pattern, flags, isWide: false);
    }

    /// <summary>The groups a match has, not counting the whole.</summary>
    public int GroupCount => _regex.GetGroupNumbers().Length - 1;

    public bool IsMatch(string text) => For(text).Run(regex => regex.IsMatch(text));

    /// <summary>The first match that starts at or behind <paramref name="start"/> (UTF-16 units).</summary>
    public Match Match(string text, int start)
    {
        if (_translated is { HasLazy: true, HasGreedy: true })
            throw GatewayException.Unsupported("a regular expression with both greedy and non-greedy quantifiers");
        return For(text).FindLongest(text, start);
    }

    private Match FindLongest(string text, int start)
    {
        var match = Run(regex => regex.Match(text, start));
        if (!match.Success || !_translated.HasAlternatives || _translated.HasLazy) return match;
        if (_translated.LooksAround) return match;

        // Every end from the far one down, until the pattern fills what lies between.
        _whole ??= Build($@"\A(?:{_translated.Pattern})\z", RegexOptions.None);
        for (var end = text.Length; end > match.Index + match.Length; end--)
        {
            var longer = _whole.Match(text, match.Index, end - match.Index);
            if (longer.Success) return longer;
        }

        return match;
    }

    // Texts with characters of two UTF-16 units are rare enough to have a pattern of their own.
    private PgRegex For(string text) => text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') ? _wide.Value : this;

    private T Run<T>(Func<Regex, T> run)
    {
        if (Interlocked.Increment(ref _uses) == MatchesBeforeCompiling) _regex = Build(_translated.Pattern, RegexOptions.Compiled);
        try
        {
            return run(_regex);
        }
        catch (RegexMatchTimeoutException e)
        {
            throw new GatewayException(SqlState.StatementTooComplex, "regular expression is too complex", e);
        }
    }

    private Regex Build(string pattern, RegexOptions options)
    {
        try
        {
            return new Regex(pattern, _translated.Options | options, Timeout);
        }
        catch (RegexParseException e)
        {
            throw new GatewayException(SqlState.InvalidRegularExpression, $"invalid regular expression: {Reason(e.Error)}", e);
        }
    }

    private static string Reason(RegexParseError error) => error switch
    {
        RegexParseError.InsufficientClosingParentheses or RegexParseError.InsufficientOpeningParentheses => "parentheses () not balanced",
        RegexParseError.QuantifierAfterNothing or RegexParseError.NestedQuantifiersNotParenthesized => "quantifier operand invalid",
        RegexParseError.UnterminatedBracket => "brackets [] not balanced",
        RegexParseError.ReversedCharacterRange => "invalid character range",
        RegexParseError.ReversedQuantifierRange => "invalid repetition count(s)",
        RegexParseError.UndefinedNumberedReference => "invalid backreference number",
        _ => "invalid pattern",
    };
}
