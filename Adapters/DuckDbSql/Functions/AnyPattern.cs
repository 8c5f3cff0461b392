namespace FederationGateway.Adapters.DuckDbSql;

/// <summary><c>text LIKE ANY (patterns)</c> and its like, in three-valued logic: a null pattern leaves open what no other decides.</summary>
internal static class AnyPattern
{
    private static readonly RegexFlags Exact = RegexFlags.Read("");
    private static readonly RegexFlags Folding = RegexFlags.Read("i");

    public static bool? Matches(string symbol, string text, string?[] patterns, bool isAll)
    {
        var isNegated = symbol[0] == '!';
        var folded = symbol.EndsWith('*');
        var isLike = symbol.Contains("~~", StringComparison.Ordinal);
        var isOpen = false;
        foreach (var pattern in patterns)
        {
            if (pattern is null) isOpen = true;
            else if ((isLike ? Like(text, pattern, folded) : PgRegex.Of(pattern, folded ? Folding : Exact).IsMatch(text)) != isNegated != isAll) return !isAll;
        }

        return isOpen ? null : isAll;
    }

    private static bool Like(string text, string pattern, bool folded) => folded
        ? LikePattern.Matches(LetterCases.ToLower(text), LetterCases.ToLower(pattern), "\\")
        : LikePattern.Matches(text, pattern, "\\");
}
