using FederationGateway.Common;

namespace FederationGateway.Catalog.Configuration;

/// <summary>
/// A remote source's CONFIGURATION: <c>key=value;key="a;b"</c>, or HANA's XML of PropertyEntry elements, groups or not. Keys come out in lower case.
/// </summary>
public static class ConfigurationText
{
    public static EquatableArray<KeyValuePair<string, string>> Parse(string text) =>
        (PropertyXml.IsXml(text) ? PropertyXml.ReadConfiguration(text) : KeyValueText.Parse(text, "CONFIGURATION")).ToEquatableArray();
}
