using System.Collections.Concurrent;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Catalog;

namespace FederationGateway.Federation;

/// <summary>
/// The live sources, one per committed definition: made at first use, shared by all statements, let go when the definition changes or is dropped. A statement that
/// sees another definition (of its own transaction, or one that was altered meanwhile) gets a source of its own, which ends with the last lease on it.
/// </summary>
public sealed class SourceRegistry(AdapterRegistry adapters, ISourceCatalog catalog) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<long, LiveSource> _live = new();

    /// <summary>The source as <paramref name="seen"/> defines it, configuration and credential. Contacts nothing.</summary>
    public LiveSource Get(CatalogSnapshot seen, RemoteSourceEntry entry)
    {
        var credential = seen.Credentials.GetValueOrDefault(entry.Oid);
        while (true)
        {
            if (_live.TryGetValue(entry.Oid, out var known) && known.IsMadeOf(entry, credential)) return known;
            var made = Make(entry, credential);
            if (!IsCommitted(entry, credential))
            {
                made.EndWithLastLease();
                return made;
            }

            if (known is null ? !_live.TryAdd(entry.Oid, made) : !_live.TryUpdate(entry.Oid, made, known)) continue;
            known?.Retire();

            // A commit in between has looked for outdated sources before this one was there.
            if (!IsCommitted(entry, credential)) Keep(catalog.Committed);
            return made;
        }
    }

    /// <summary>Lets go of all sources that are no longer defined as they were made, once their statements are done.</summary>
    public void Keep(CatalogSnapshot committed)
    {
        foreach (var (oid, live) in _live)
            if (!IsIn(committed, live.Entry, live.Credential) && _live.TryRemove(KeyValuePair.Create(oid, live))) live.Retire();
    }

    public IEnumerable<LiveSource> All => _live.Values;

    public async ValueTask DisposeAsync()
    {
        foreach (var live in _live.Values) await live.CloseAsync();
        _live.Clear();
    }

    private bool IsCommitted(RemoteSourceEntry entry, CredentialEntry? credential) => IsIn(catalog.Committed, entry, credential);

    private static bool IsIn(CatalogSnapshot snapshot, RemoteSourceEntry entry, CredentialEntry? credential) =>
        entry.Equals(snapshot.Sources.FindExact(entry.Name)) && Equals(credential, snapshot.Credentials.GetValueOrDefault(entry.Oid));

    private LiveSource Make(RemoteSourceEntry entry, CredentialEntry? credential)
    {
        var adapter = adapters.Get(entry.Adapter);
        var options = entry.Options.ToDictionary(option => option.Key, option => option.Value, StringComparer.OrdinalIgnoreCase);
        var secret = credential is null ? new Dictionary<string, string>() : catalog.Decrypt(credential);
        return new LiveSource(entry, credential, adapter, adapter.CreateSource(new SourceDefinition(entry.Name, options, secret)));
    }
}
