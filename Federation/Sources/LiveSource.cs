using FederationGateway.Adapters.Abstractions;
using FederationGateway.Catalog;

namespace FederationGateway.Federation;

/// <summary>A definition with its adapter and connections. In use while leases are out; a retired one is disposed when the last lease ends.</summary>
public sealed class LiveSource(RemoteSourceEntry entry, IAdapter adapter, IRemoteSource source)
{
    private readonly Lock _lock = new();
    private int _leases;
    private bool _retired;

    public RemoteSourceEntry Entry { get; } = entry;

    public IAdapter Adapter { get; } = adapter;

    public IRemoteSource Source { get; } = source;

    /// <summary>The adapter's capabilities as this source's properties change them.</summary>
    public CapabilitySet Capabilities { get; } = adapter.Capabilities.With(entry.Properties);

    /// <summary>Keeps the source from being disposed until the lease is.</summary>
    public Lease Rent()
    {
        lock (_lock) _leases++;
        return new Lease(this);
    }

    internal void Retire()
    {
        lock (_lock)
        {
            _retired = true;
            if (_leases > 0) return;
        }

        _ = DisposeInBackgroundAsync();
    }

    private void Return()
    {
        lock (_lock)
        {
            _leases--;
            if (!_retired || _leases > 0) return;
        }

        _ = DisposeInBackgroundAsync();
    }

    // Nobody waits for the old connections to close, and their failure to close in good order concerns nobody.
    private async Task DisposeInBackgroundAsync()
    {
        try
        {
            await Source.DisposeAsync();
        }
        catch (Exception)
        {
            // The source is gone either way.
        }
    }

    /// <summary>One user's hold on a live source.</summary>
    public sealed class Lease(LiveSource live) : IDisposable
    {
        private LiveSource? _live = live;

        public void Dispose() => Interlocked.Exchange(ref _live, null)?.Return();
    }
}
