using System.Globalization;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>What characters are made of, as of Unicode 14: see <c>normalization.txt</c>. Syllables of Hangul follow a rule and are not among them.</summary>
internal sealed class CharacterDecompositions
{
    private readonly Dictionary<int, int[]> _canonical = [];
    private readonly Dictionary<int, int[]> _compatible = [];
    private readonly Dictionary<(int, int), int> _compositions = [];
    private readonly Dictionary<int, int> _classes = [];

    private CharacterDecompositions(TextReader lines)
    {
        while (lines.ReadLine() is { } line)
            if (line[0] != '#') Add(line[0], line[2..].Split(' '));
    }

    /// <summary>Read when the first text outside ASCII is normalized.</summary>
    public static CharacterDecompositions Instance { get; } = Read();

    /// <summary>Where a combining character stands among others behind the same base; 0 for all that do not combine.</summary>
    public int ClassOf(int character) => _classes.GetValueOrDefault(character);

    /// <summary>One step of a character's decomposition; null when it has none.</summary>
    public int[]? Of(int character, bool isCompatible) =>
        _canonical.GetValueOrDefault(character) ?? (isCompatible ? _compatible.GetValueOrDefault(character) : null);

    /// <summary>The character two others become when they meet; null when they stay two.</summary>
    public int? Compose(int first, int second) => _compositions.TryGetValue((first, second), out var composed) ? composed : null;

    private static CharacterDecompositions Read()
    {
        using var lines = new StreamReader(typeof(CharacterDecompositions).Assembly.GetManifestResourceStream("normalization.txt")!);
        return new CharacterDecompositions(lines);
    }

    private void Add(char kind, string[] fields)
    {
        if (kind == 'C')
        {
            for (var character = Hex(fields[0]); character <= Hex(fields[1]); character++) _classes.Add(character, int.Parse(fields[2], CultureInfo.InvariantCulture));
            return;
        }

        int[] parts = [.. fields.Skip(1).Select(Hex)];
        (kind == 'K' ? _compatible : _canonical).Add(Hex(fields[0]), parts);
        if (kind == 'D') _compositions.Add((parts[0], parts[1]), Hex(fields[0]));
    }

    private static int Hex(string text) => int.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
