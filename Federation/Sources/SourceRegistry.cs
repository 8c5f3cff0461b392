using System.Collections.Concurrent;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Catalog;

namespace FederationGateway.Federation;

/// <summary>
/// The live sources, one per definition: made at first use, shared by all statements, let go when the definition changes or is dropped. Statements that still
/// hold an older one finish on it.
/// </summary>
public sealed class SourceRegistry(AdapterRegistry adapters, ISourceCredentials credentials) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<long, LiveSource> _live = new();

    /// <summary>The source for this definition. Contacts nothing.</summary>
    public LiveSource Get(RemoteSourceEntry entry)
    {
        while (true)
        {
            var live = _live.GetOrAdd(entry.Oid, static (_, state) => state.Registry.Make(state.Entry), (Registry: this, Entry: entry));
            if (live.Entry.Revision >= entry.Revision) return live;
            if (_live.TryRemove(KeyValuePair.Create(entry.Oid, live))) live.Retire();
        }
    }

    /// <summary>Lets go of the connections of a dropped or altered source, once its statements are done.</summary>
    public void Forget(long sourceOid)
    {
        if (_live.TryRemove(sourceOid, out var live)) live.Retire();
    }

    public IEnumerable<LiveSource> All => _live.Values;

    public async ValueTask DisposeAsync()
    {
        foreach (var live in _live.Values) await live.Source.DisposeAsync();
        _live.Clear();
    }

    private LiveSource Make(RemoteSourceEntry entry)
    {
        var adapter = adapters.Get(entry.Adapter);
        var options = entry.Options.ToDictionary(option => option.Key, option => option.Value, StringComparer.OrdinalIgnoreCase);
        var source = adapter.CreateSource(new SourceDefinition(entry.Name, options, credentials.CredentialOf(entry)));
        return new LiveSource(entry, adapter, source);
    }
}
