using FederationGateway.Common;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>The letters of a flags argument or of a leading <c>(?…)</c>.</summary>
internal readonly record struct RegexFlags(
    bool IgnoresCase = false, bool IsGlobal = false, bool IsLiteral = false, bool IsExpanded = false, bool StopsAtNewlines = false, bool AnchorsAtLines = false)
{
    /// <summary>22023 for a letter that means nothing.</summary>
    public static RegexFlags Read(string letters, RegexFlags flags = default)
    {
        foreach (var letter in letters)
        {
            flags = letter switch
            {
                'i' => flags with { IgnoresCase = true },
                'c' => flags with { IgnoresCase = false },
                'g' => flags with { IsGlobal = true },
                'q' => flags with { IsLiteral = true },
                'x' => flags with { IsExpanded = true },
                't' => flags with { IsExpanded = false },
                'n' or 'm' => flags with { StopsAtNewlines = true, AnchorsAtLines = true },
                'p' => flags with { StopsAtNewlines = true, AnchorsAtLines = false },
                'w' => flags with { StopsAtNewlines = false, AnchorsAtLines = true },
                's' => flags with { StopsAtNewlines = false, AnchorsAtLines = false },
                'e' => flags,
                'b' => throw GatewayException.Unsupported("a basic regular expression (flag b)"),
                _ => throw new GatewayException(SqlState.InvalidParameterValue, $"invalid regular expression option: \"{letter}\""),
            };
        }

        return flags;
    }
}
