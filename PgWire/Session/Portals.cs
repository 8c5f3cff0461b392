using FederationGateway.Common;

namespace FederationGateway.PgWire.Session;

/// <summary>The portals of a session, by name; they end with their transaction. Binding the empty name replaces the portal of that name.</summary>
internal sealed class Portals
{
    private readonly Dictionary<string, Portal> _portals = new(StringComparer.Ordinal);

    public void RequireFree(string name)
    {
        if (name.Length > 0 && _portals.ContainsKey(name)) throw new GatewayException(SqlState.DuplicateCursor, $"cursor \"{name}\" already exists");
    }

    public async ValueTask SetAsync(Portal portal)
    {
        await CloseAsync(portal.Name);
        _portals[portal.Name] = portal;
    }

    public bool Contains(string name) => _portals.ContainsKey(name);

    public Portal Get(string name) => _portals.TryGetValue(name, out var portal)
        ? portal
        : throw new GatewayException(SqlState.InvalidCursorName, $"portal \"{name}\" does not exist");

    public async ValueTask CloseAsync(string name)
    {
        if (_portals.Remove(name, out var portal)) await portal.DisposeAsync();
    }

    public async ValueTask CloseAllAsync()
    {
        while (_portals.Count > 0) await CloseAsync(_portals.Keys.First());
    }
}
