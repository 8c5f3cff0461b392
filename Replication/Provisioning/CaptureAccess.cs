using FederationGateway.Adapters.Abstractions;
using FederationGateway.Catalog;
using FederationGateway.Catalog.Store;
using FederationGateway.Common;
using FederationGateway.Federation;

namespace FederationGateway.Replication.Provisioning;

/// <summary>
/// The way to a source that is captured, with the credential of the source itself: a stream is nobody's in particular. It is kept while the capture is, so that the capture can
/// still be ended when the source's definition is dropped. Thread-safe.
/// </summary>
internal sealed class CaptureAccess(long source, CatalogStore store, SourceRegistry sources) : IDisposable
{
    private const long OwnCredential = 0;

    private readonly Lock _lock = new();
    private LiveSource? _live;
    private LiveSource.Lease? _lease;

    /// <summary>As it is defined now; null when it was dropped.</summary>
    public RemoteSourceEntry? Entry => store.Current.Sources.Values.FirstOrDefault(known => known.Oid == source);

    /// <summary>True when the source was altered since it was asked for last.</summary>
    public bool IsOutdated
    {
        get
        {
            lock (_lock) return _live is not null && Entry is { } entry && (!_live.Entry.Equals(entry) || !Equals(_live.Credential, store.Current.CredentialOf(source, OwnCredential)));
        }
    }

    public IRemoteSource Source => Live().Source;

    /// <exception cref="GatewayException">0A000 when the source does not tell of changes, 28000 when it has no credential of its own, 42704 when it is gone.</exception>
    public ICaptureSource Capture => Source as ICaptureSource ?? throw new GatewayException(SqlState.FeatureNotSupported, $"remote source \"{Entry?.Name}\" does not tell of changes");

    public void Dispose()
    {
        lock (_lock)
        {
            _lease?.Dispose();
            (_live, _lease) = (null, null);
        }
    }

    private LiveSource Live()
    {
        lock (_lock)
        {
            var snapshot = store.Current;
            if (Entry is not { } entry) return _live ?? throw new GatewayException(SqlState.UndefinedObject, "the remote source does not exist any more");
            if (snapshot.CredentialOf(source, OwnCredential) is null && snapshot.UserCredentials.Keys.Any(known => known.Source == source))
            {
                throw new GatewayException(SqlState.InvalidAuthorizationSpecification, $"remote source \"{entry.Name}\" has no credential of its own, which capturing its changes takes")
                {
                    Hint = "ALTER REMOTE SOURCE … WITH CREDENTIAL TYPE 'PASSWORD' USING '…' gives it one.",
                };
            }

            var live = sources.Get(snapshot, entry, OwnCredential);
            if (ReferenceEquals(live, _live)) return live;
            var lease = live.Rent();
            _lease?.Dispose();
            (_live, _lease) = (live, lease);
            return live;
        }
    }
}
