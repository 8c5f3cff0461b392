namespace FederationGateway.Catalog.Configuration;

/// <summary>A credential's USING text: <c>user=u;password=p</c>, values quoted or not, or HANA's CredentialEntry XML. Its errors never repeat the text.</summary>
public static class CredentialText
{
    public static IReadOnlyDictionary<string, string> Parse(string text)
    {
        var entries = PropertyXml.IsXml(text) ? PropertyXml.ReadCredential(text) : KeyValueText.Parse(text, "credential");
        Dictionary<string, string> credential = new(StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in entries)
        {
            var name = key == "username" ? "user" : key;
            if (!credential.TryAdd(name, value)) throw KeyValueText.Malformed("credential", $"the key \"{name}\" is given twice");
        }

        return credential;
    }
}
