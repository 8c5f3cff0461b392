using System.Text;

namespace FederationGateway.Gateway.Sessions;

/// <summary>The value of <c>search_path</c>: names separated by commas, quoted where they must be.</summary>
internal static class SearchPaths
{
    /// <summary>The schema names, folded as unquoted names are; <c>$user</c> becomes the user's name.</summary>
    public static IReadOnlyList<string> Parse(string value, string user)
    {
        List<string> names = [];
        var name = new StringBuilder();
        var (quoted, wasQuoted) = (false, false);
        foreach (var c in value + ",")
        {
            if (c == '"') (quoted, wasQuoted) = (!quoted, true);
            else if (quoted) name.Append(c);
            else if (c != ',') name.Append(wasQuoted ? c : char.ToLowerInvariant(c));
            else
            {
                var text = wasQuoted ? name.ToString().Trim(' ') : name.ToString().Trim();
                if (text.Length > 0) names.Add(text == "$user" ? user : text);
                name.Clear();
                wasQuoted = false;
            }
        }

        return names;
    }

    /// <summary>Names as one value: each quoted unless it is a plain lower-case word.</summary>
    public static string Format(IEnumerable<string> names) => string.Join(", ", names.Select(Quote));

    private static string Quote(string name) =>
        name.Length > 0 && name.All(c => c is (>= 'a' and <= 'z') or '_' or (>= '0' and <= '9')) && !char.IsAsciiDigit(name[0])
            ? name
            : $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
