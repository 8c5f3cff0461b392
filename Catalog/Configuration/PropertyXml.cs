using System.Xml;

namespace FederationGateway.Catalog.Configuration;

/// <summary>HANA's XML forms of configuration and credential. Documents with a DTD are refused: they could name files or grow without bound.</summary>
internal static class PropertyXml
{
    private static readonly XmlReaderSettings Settings = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = 1 << 20, ConformanceLevel = ConformanceLevel.Fragment };

    public static bool IsXml(string text) => text.AsSpan().TrimStart().StartsWith("<");

    /// <summary>Every PropertyEntry, wherever it stands, by its name.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> ReadConfiguration(string text) => Read(text, "CONFIGURATION", (reader, entries) =>
    {
        if (reader.LocalName != "PropertyEntry") return false;
        var name = reader.GetAttribute("name");
        if (entries.Exists(entry => entry.Key == name?.ToLowerInvariant())) throw KeyValueText.Malformed("CONFIGURATION", $"the key \"{name}\" is given twice");
        if (string.IsNullOrEmpty(name)) throw KeyValueText.Malformed("CONFIGURATION", "a PropertyEntry has no name");
        entries.Add(KeyValuePair.Create(name.ToLowerInvariant(), reader.ReadElementContentAsString()));
        return true;
    });

    /// <summary>The user, username and password elements of a CredentialEntry.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> ReadCredential(string text) => Read(text, "credential", (reader, entries) =>
    {
        if (reader.LocalName is not ("user" or "username" or "password")) return false;
        entries.Add(KeyValuePair.Create(reader.LocalName, reader.ReadElementContentAsString()));
        return true;
    });

    /// <param name="take">Reads the element the reader stands on, entirely, and says so; or leaves it.</param>
    private static List<KeyValuePair<string, string>> Read(string text, string what, Func<XmlReader, List<KeyValuePair<string, string>>, bool> take)
    {
        List<KeyValuePair<string, string>> entries = [];
        try
        {
            using var reader = XmlReader.Create(new StringReader(text.Trim()), Settings);
            reader.Read();
            while (!reader.EOF)
                if (reader.NodeType != XmlNodeType.Element || !take(reader, entries)) reader.Read();
        }
        catch (XmlException e)
        {
            // The parser's own message may quote the text, which may hold a secret.
            throw KeyValueText.Malformed(what, $"the XML is wrong at line {e.LineNumber}, column {e.LinePosition}");
        }

        return entries;
    }
}
