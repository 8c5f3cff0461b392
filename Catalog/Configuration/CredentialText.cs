namespace FederationGateway.Catalog.Configuration;

/// <summary>A credential's USING text: <c>user=u;password=p</c>, values quoted or not, or HANA's CredentialEntry XML. Its errors never repeat the text.</summary>
public static class CredentialText
{
    public static IReadOnlyDictionary<string, string> Parse(string text)
    {
        var entries = PropertyXml.IsXml(text) ? PropertyXml.ReadCredential(text) : KeyValueText.Parse(text, "credential");
        return entries.ToDictionary(entry => entry.Key == "username" ? "user" : entry.Key, entry => entry.Value, StringComparer.OrdinalIgnoreCase);
    }
}
