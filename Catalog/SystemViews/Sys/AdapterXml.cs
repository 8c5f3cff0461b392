using System.Xml.Linq;
using FederationGateway.Adapters.Abstractions;

namespace FederationGateway.Catalog.SystemViews.Sys;

/// <summary>What a user interface must ask for when it creates a source, in HANA's XML form.</summary>
internal static class AdapterXml
{
    public static string Describe(IAdapter adapter) => new XElement(
        "ConnectionProperties",
        new XAttribute("name", "configurations"),
        new XAttribute("displayName", adapter.Description.DisplayName),
        adapter.Description.Options.Where(option => !option.IsCredential).Select(option => new XElement("PropertyEntry", AttributesOf(option))),
        new XElement(
            "CredentialProperties",
            adapter.Description.Options.Where(option => option.IsCredential).Select(option => new XElement("CredentialEntry", AttributesOf(option))))).ToString(SaveOptions.DisableFormatting);

    private static IEnumerable<XAttribute> AttributesOf(AdapterOption option)
    {
        yield return new XAttribute("name", option.Name);
        yield return new XAttribute("description", option.Description);
        yield return new XAttribute("isRequired", option.IsRequired);
        if (option.Default is { } value) yield return new XAttribute("defaultValue", value);
    }
}
