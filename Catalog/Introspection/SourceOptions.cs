using FederationGateway.Catalog.SystemViews;

namespace FederationGateway.Catalog.Introspection;

/// <summary>A source's configuration as views may show it: nothing its adapter calls a secret, even if somebody wrote one there.</summary>
internal static class SourceOptions
{
    public static IEnumerable<KeyValuePair<string, string>> Of(RemoteSourceEntry source, IRuntimeState runtime)
    {
        var adapter = runtime.Adapters.FirstOrDefault(candidate => candidate.Name == source.Adapter);
        var hidden = adapter?.Description.Options.Where(option => option.IsSecret || option.IsCredential).Select(option => option.Name) ?? [];
        var secrets = hidden.Append("password").ToHashSet(StringComparer.OrdinalIgnoreCase);
        return source.Options.Where(option => !secrets.Contains(option.Key));
    }
}
