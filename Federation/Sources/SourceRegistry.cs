using System.Collections.Concurrent;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Catalog;
using FederationGateway.Common;

namespace FederationGateway.Federation;

/// <summary>
/// The live sources, one per committed definition and credential: made at first use, shared by all statements, let go when the definition changes or is dropped. A statement that
/// sees another definition (of its own transaction, or one that was altered meanwhile) gets a source of its own, which ends with the last lease on it.
/// </summary>
public sealed class SourceRegistry(AdapterRegistry adapters, ISourceCatalog catalog) : IAsyncDisposable
{
    // By source and by whose credential it is; 0 for the source's own.
    private readonly ConcurrentDictionary<(long Source, long User), LiveSource> _live = new();

    /// <summary>The source as <paramref name="seen"/> defines it, configuration and credential. Contacts nothing.</summary>
    /// <param name="user">The role that asks: it logs in with its own credential, if it has one, over connections of its own.</param>
    /// <exception cref="GatewayException">28000 when the source is for users with credentials of their own and this one has none.</exception>
    public LiveSource Get(CatalogSnapshot seen, RemoteSourceEntry entry, long user)
    {
        var credential = seen.CredentialOf(entry.Oid, user);
        if (credential is null && seen.UserCredentials.Keys.Any(known => known.Source == entry.Oid))
            throw new GatewayException(SqlState.InvalidAuthorizationSpecification, $"no credential for user \"{seen.RolesByOid.GetValueOrDefault(user)?.Name}\" on remote source \"{entry.Name}\"");
        var place = (entry.Oid, credential?.User ?? 0);
        while (true)
        {
            if (_live.TryGetValue(place, out var known) && known.IsMadeOf(entry, credential)) return known;
            var made = Make(entry, credential);
            if (!IsCommitted(entry, credential))
            {
                made.EndWithLastLease();
                return made;
            }

            if (known is null ? !_live.TryAdd(place, made) : !_live.TryUpdate(place, made, known)) continue;
            known?.Retire();

            // A commit in between has looked for outdated sources before this one was there.
            if (!IsCommitted(entry, credential)) Keep(catalog.Committed);
            return made;
        }
    }

    /// <summary>Lets go of all sources that are no longer defined as they were made, once their statements are done.</summary>
    public void Keep(CatalogSnapshot committed)
    {
        foreach (var (place, live) in _live)
            if (!IsIn(committed, live.Entry, live.Credential) && _live.TryRemove(KeyValuePair.Create(place, live))) live.Retire();
    }

    public IEnumerable<LiveSource> All => _live.Values;

    public async ValueTask DisposeAsync()
    {
        foreach (var live in _live.Values) await live.CloseAsync();
        _live.Clear();
    }

    private bool IsCommitted(RemoteSourceEntry entry, CredentialEntry? credential) => IsIn(catalog.Committed, entry, credential);

    private static bool IsIn(CatalogSnapshot snapshot, RemoteSourceEntry entry, CredentialEntry? credential) =>
        entry.Equals(snapshot.Sources.FindExact(entry.Name)) && Equals(credential, snapshot.CredentialOf(entry.Oid, credential?.User ?? 0));

    private LiveSource Make(RemoteSourceEntry entry, CredentialEntry? credential)
    {
        var adapter = adapters.Get(entry.Adapter);
        var options = entry.Options.ToDictionary(option => option.Key, option => option.Value, StringComparer.OrdinalIgnoreCase);
        var secret = credential is null ? new Dictionary<string, string>() : catalog.Decrypt(credential);
        return new LiveSource(entry, credential, adapter, adapter.CreateSource(new SourceDefinition(entry.Name, options, secret)));
    }
}
