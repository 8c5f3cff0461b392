using System.Text;
using FederationGateway.Common;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>
/// <c>normalize</c> and <c>IS NORMALIZED</c> in Unicode's four forms, by the version PostgreSQL 15 has: the runtime's own normalization knows whatever characters the machine's library knows.
/// </summary>
internal static class NormalForms
{
    // A syllable of Hangul is a leading consonant, a vowel and perhaps a trailing consonant, numbered through.
    private const int FirstSyllable = 0xAC00;
    private const int FirstLeading = 0x1100;
    private const int FirstVowel = 0x1161;
    private const int NoTrailing = 0x11A7;
    private const int Leadings = 19;
    private const int Vowels = 21;
    private const int Trailings = 28;
    private const int Syllables = Leadings * Vowels * Trailings;

    public static string Normalize(string text, string form)
    {
        var (composes, isCompatible) = FormOf(form);
        if (Ascii.IsValid(text)) return text;
        List<int> characters = new(text.Length);
        foreach (var rune in text.EnumerateRunes()) Decompose(rune.Value, isCompatible, characters);
        Order(characters);
        if (composes) Compose(characters);
        var result = new StringBuilder(characters.Count);
        foreach (var character in characters) result.Append(new Rune(character).ToString());
        return result.ToString();
    }

    public static bool IsNormalized(string text, string form) => Normalize(text, form).Equals(text, StringComparison.Ordinal);

    private static (bool Composes, bool IsCompatible) FormOf(string form) => form.ToUpperInvariant() switch
    {
        "NFC" => (true, false),
        "NFD" => (false, false),
        "NFKC" => (true, true),
        "NFKD" => (false, true),
        _ => throw new GatewayException(SqlState.InvalidParameterValue, $"invalid normalization form: {form}"),
    };

    private static void Decompose(int character, bool isCompatible, List<int> into)
    {
        var syllable = character - FirstSyllable;
        if (syllable is >= 0 and < Syllables)
        {
            into.Add(FirstLeading + syllable / (Vowels * Trailings));
            into.Add(FirstVowel + syllable / Trailings % Vowels);
            if (syllable % Trailings != 0) into.Add(NoTrailing + syllable % Trailings);
        }
        else if (CharacterDecompositions.Instance.Of(character, isCompatible) is { } parts)
        {
            foreach (var part in parts) Decompose(part, isCompatible, into);
        }
        else
        {
            into.Add(character);
        }
    }

    /// <summary>Sorts what combines with the same base by class; those of one class stay as they were.</summary>
    private static void Order(List<int> characters)
    {
        var data = CharacterDecompositions.Instance;
        for (var i = 1; i < characters.Count; i++)
        {
            var (character, rank) = (characters[i], data.ClassOf(characters[i]));
            if (rank == 0) continue;
            var to = i;
            for (; to > 0 && data.ClassOf(characters[to - 1]) > rank; to--) characters[to] = characters[to - 1];
            characters[to] = character;
        }
    }

    /// <summary>Joins each base with what follows it, unless something of the same class or a higher one stands between them.</summary>
    private static void Compose(List<int> characters)
    {
        var data = CharacterDecompositions.Instance;
        var (start, count, lastClass) = (0, 1, -1);
        for (var i = 1; i < characters.Count; i++)
        {
            var character = characters[i];
            var rank = data.ClassOf(character);
            if (lastClass < rank && (ComposeSyllable(characters[start], character) ?? data.Compose(characters[start], character)) is { } composed)
            {
                characters[start] = composed;
                continue;
            }

            (start, lastClass) = rank == 0 ? (count, -1) : (start, rank);
            characters[count++] = character;
        }

        characters.RemoveRange(count, characters.Count - count);
    }

    private static int? ComposeSyllable(int first, int second)
    {
        var (leading, vowel, trailing) = (first - FirstLeading, second - FirstVowel, second - NoTrailing);
        if (leading is >= 0 and < Leadings && vowel is >= 0 and < Vowels) return FirstSyllable + (leading * Vowels + vowel) * Trailings;
        var syllable = first - FirstSyllable;
        return syllable is >= 0 and < Syllables && syllable % Trailings == 0 && trailing is > 0 and < Trailings ? first + trailing : null;
    }
}
