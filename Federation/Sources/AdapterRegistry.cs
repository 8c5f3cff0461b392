using FederationGateway.Adapters.Abstractions;
using FederationGateway.Common;

namespace FederationGateway.Federation;

/// <summary>The adapters this process has, by name.</summary>
public sealed class AdapterRegistry(IEnumerable<IAdapter> adapters)
{
    private readonly Dictionary<string, IAdapter> _adapters = adapters.ToDictionary(adapter => adapter.Name, StringComparer.OrdinalIgnoreCase);

    public IEnumerable<IAdapter> All => _adapters.Values.OrderBy(adapter => adapter.Name, StringComparer.Ordinal);

    public IAdapter? Find(string name) => _adapters.GetValueOrDefault(name);

    public IAdapter Get(string name) => Find(name)
        ?? throw new GatewayException(SqlState.UndefinedObject, $"adapter \"{name}\" does not exist") { Hint = $"The adapters are {string.Join(", ", All.Select(adapter => adapter.Name))}." };
}
