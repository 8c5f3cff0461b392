using System.Collections.Frozen;
using FedSqlGrammar;

namespace FederationGateway.Parser.Lexing;

/// <summary>The words that are tokens of their own: every token the grammar names in capitals.</summary>
internal static class Keywords
{
    private static readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> Types = Collect();

    private static readonly int Longest = Types.Dictionary.Keys.Max(word => word.Length);

    /// <summary>The token type of a keyword in any case, 0 for another word.</summary>
    public static int TypeOf(ReadOnlySpan<char> word)
    {
        if (word.Length > Longest) return 0;
        Span<char> upper = stackalloc char[word.Length];
        for (var i = 0; i < word.Length; i++)
        {
            var c = word[i];
            if (c > '\x7f') return 0;
            upper[i] = char.IsAsciiLetterLower(c) ? (char)(c - 'a' + 'A') : c;
        }

        return Types.TryGetValue(upper, out var type) ? type : 0;
    }

    private static FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> Collect()
    {
        var vocabulary = FedSqlLexer.DefaultVocabulary;
        var types = new Dictionary<string, int>();
        for (var type = 1; type <= FedSqlLexer.Unexpected; type++)
            if (vocabulary.GetSymbolicName(type) is { } name && name.All(c => char.IsAsciiLetterUpper(c) || c == '_'))
                types[name.TrimEnd('_')] = type;
        return types.ToFrozenDictionary(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
    }
}
