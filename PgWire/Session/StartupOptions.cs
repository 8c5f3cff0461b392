using System.Text;

namespace FederationGateway.PgWire.Session;

/// <summary>The settings inside the startup parameter <c>options</c>: <c>-c name=value</c> and <c>--name=value</c>; a backslash takes the next character as it is.</summary>
internal static class StartupOptions
{
    /// <summary>All settings of a startup message but user and database; a parameter of its own wins over one in <c>options</c>.</summary>
    public static Dictionary<string, string> Settings(IReadOnlyDictionary<string, string> startup)
    {
        var settings = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (startup.TryGetValue("options", out var options))
            foreach (var (name, value) in Parse(options)) settings[name] = value;
        foreach (var (name, value) in startup)
            if (name is not ("user" or "database" or "options")) settings[name] = value;
        return settings;
    }

    private static IEnumerable<(string Name, string Value)> Parse(string options)
    {
        var words = Split(options);
        for (var i = 0; i < words.Count; i++)
        {
            var word = words[i];
            string setting;
            if (word == "-c" && i + 1 < words.Count) setting = words[++i];
            else if (word.StartsWith("-c", StringComparison.Ordinal) && word.Length > 2) setting = word[2..];
            else if (word.StartsWith("--", StringComparison.Ordinal)) setting = word[2..];
            else continue;
            var equals = setting.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0) yield return (setting[..equals].Replace('-', '_'), setting[(equals + 1)..]);
        }
    }

    private static List<string> Split(string options)
    {
        List<string> words = [];
        var word = new StringBuilder();
        for (var i = 0; i < options.Length; i++)
        {
            if (char.IsWhiteSpace(options[i]))
            {
                if (word.Length > 0) words.Add(word.ToString());
                word.Clear();
            }
            else
            {
                if (options[i] == '\\' && i + 1 < options.Length) i++;
                word.Append(options[i]);
            }
        }

        if (word.Length > 0) words.Add(word.ToString());
        return words;
    }
}
