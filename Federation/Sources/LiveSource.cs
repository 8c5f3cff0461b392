using FederationGateway.Adapters.Abstractions;
using FederationGateway.Catalog;
using FederationGateway.Common;

namespace FederationGateway.Federation;

/// <summary>A definition with its adapter and connections. In use while leases are out; a retired one is disposed when the last lease ends.</summary>
public sealed class LiveSource(RemoteSourceEntry entry, CredentialEntry? credential, IAdapter adapter, IRemoteSource source)
{
    private readonly Lock _lock = new();
    private (string Reason, DateTimeOffset Until)? _uploadsRefused;
    private volatile IReadOnlyList<KeyValuePair<string, string>>? _lacking;
    private int _leases;
    private bool _retired;
    private bool _isClosing;

    public RemoteSourceEntry Entry { get; } = entry;

    /// <summary>What it logs in with, encrypted; null when it has no credential.</summary>
    public CredentialEntry? Credential { get; } = credential;

    /// <summary>Whose credential that is; 0 for the source's own.</summary>
    public long User => Credential?.User ?? 0;

    public IAdapter Adapter { get; } = adapter;

    public IRemoteSource Source { get; } = source;

    /// <summary>The adapter's capabilities as this source's properties change them.</summary>
    public CapabilitySet Capabilities { get; } = adapter.Capabilities.With(entry.Properties);

    /// <summary>The same without what its version lacks, as far as that is known.</summary>
    public CapabilitySet CapabilitiesNow => _lacking is { Count: > 0 } lacking ? Capabilities.Withholding(lacking) : Capabilities;

    /// <summary>Asks the source for its version, once, so that <see cref="CapabilitiesNow"/> are those it really has.</summary>
    public async ValueTask LearnVersionAsync(CancellationToken cancellationToken)
    {
        if (_lacking is null) _lacking = Adapter.LackingIn(await Source.CheckAsync(cancellationToken));
    }

    /// <summary>Keeps in mind that the source takes no uploads, so that it is not asked by each statement.</summary>
    public void RefuseUploads(string reason, DateTimeOffset until)
    {
        lock (_lock) _uploadsRefused = (reason, until);
    }

    /// <summary>Why the source takes no uploads, null as far as is known.</summary>
    public string? WhyNoUploads(DateTimeOffset now)
    {
        lock (_lock) return _uploadsRefused is var (reason, until) && now < until ? reason : null;
    }

    /// <summary>Keeps the source from being disposed until the lease is; null when it is disposed already and another has to be asked for.</summary>
    public Lease? TryRent()
    {
        lock (_lock)
        {
            if (_isClosing) return null;
            _leases++;
        }

        return new Lease(this);
    }

    /// <summary>As <see cref="TryRent"/>, for a source that was just got: 57P03 when it was altered in the very moment.</summary>
    public Lease Rent() => TryRent() ?? throw new GatewayException(SqlState.CannotConnectNow, $"remote source \"{Entry.Name}\" is being changed") { Hint = "Try again." };

    internal bool IsMadeOf(RemoteSourceEntry entry, CredentialEntry? credential) => Entry.Equals(entry) && Equals(Credential, credential);

    /// <summary>For one statement's use: the first time no lease is left is the end.</summary>
    internal void EndWithLastLease()
    {
        lock (_lock) _retired = true;
    }

    /// <summary>Nobody gets it any more: it ends with the leases that are out.</summary>
    internal void Retire()
    {
        lock (_lock)
        {
            _retired = true;
            if (_leases > 0) return;
            _isClosing = true;
        }

        _ = CloseAsync();
    }

    private void Return()
    {
        lock (_lock)
        {
            _leases--;
            if (!_retired || _leases > 0) return;
            _isClosing = true;
        }

        _ = CloseAsync();
    }

    // Nobody waits for the old connections to close, and their failure to close in good order concerns nobody.
    internal async Task CloseAsync()
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
