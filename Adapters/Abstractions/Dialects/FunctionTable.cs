using System.Collections;
using System.Globalization;

namespace FederationGateway.Adapters.Abstractions;

/// <summary>
/// The functions a dialect writes, by exact signature (<see cref="Plan.FunctionReference.Signature"/>): being listed is the permission, the value is how it is
/// written, with <c>{0}</c>, <c>{1}</c> … for the arguments and <c>{*}</c> for all of them, comma-separated.
/// </summary>
public sealed class FunctionTable : IEnumerable<KeyValuePair<string, string>>
{
    private readonly Dictionary<string, string> _templates = new(StringComparer.Ordinal);

    public static FunctionTable Empty { get; } = [];

    public string this[string signature]
    {
        get => _templates[signature];
        init => _templates[signature] = value;
    }

    public void Add(string signature, string template) => _templates.Add(signature, template);

    public string? Find(string signature) => _templates.GetValueOrDefault(signature);

    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => _templates.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Writes a template, calling <paramref name="writeArgument"/> for each argument in the order of the text.</summary>
    public static void Expand(string template, int argumentCount, Action<string> writeText, Action<int> writeArgument) =>
        Expand(template, argumentCount, writeText, (index, _) => writeArgument(index));

    /// <param name="writeArgument">Told for each argument whether it stands alone between parentheses or commas: anywhere else it is an operand.</param>
    public static void Expand(string template, int argumentCount, Action<string> writeText, Action<int, bool> writeArgument)
    {
        var start = 0;
        for (var open = template.IndexOf('{', StringComparison.Ordinal); open >= 0; open = template.IndexOf('{', start))
        {
            writeText(template[start..open]);
            var close = template.IndexOf('}', open);
            var name = template.AsSpan(open + 1, close - open - 1);
            if (name is "*")
            {
                for (var i = 0; i < argumentCount; i++)
                {
                    if (i > 0) writeText(", ");
                    writeArgument(i, true);
                }
            }
            else writeArgument(int.Parse(name, CultureInfo.InvariantCulture), StandsAlone(template.AsSpan(0, open), template.AsSpan(close + 1)));
            start = close + 1;
        }

        writeText(template[start..]);
    }

    private static bool StandsAlone(ReadOnlySpan<char> before, ReadOnlySpan<char> after)
    {
        before = before.TrimEnd();
        after = after.TrimStart();
        return (before.IsEmpty || before[^1] is '(' or ',' or '[') && (after.IsEmpty || after[0] is ')' or ',' or ']');
    }
}
