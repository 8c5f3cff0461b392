using FederationGateway.Adapters.Abstractions;
using FederationGateway.Catalog;
using FederationGateway.Catalog.Configuration;
using FederationGateway.Catalog.Store;
using FederationGateway.Common;
using FederationGateway.Federation;
using FederationGateway.Replication.Polling;
using FederationGateway.Replication.Pushing;

namespace FederationGateway.Replication.Provisioning;

/// <summary>
/// The way to a source that is captured, with the credential of the source itself: a stream is nobody's in particular. It is kept while the capture is, so that the capture can
/// still be ended when the source's definition is dropped. Thread-safe.
/// </summary>
internal sealed class CaptureAccess : IDisposable
{
    private const long OwnCredential = 0;

    private readonly long _source;
    private readonly CatalogStore _store;
    private readonly SourceRegistry _sources;
    private readonly SemaphoreSlim _turns = new(1, 1);
    private readonly PolledSource _polled;
    private readonly PushedSource _pushed;
    private readonly Lock _lock = new();
    private LiveSource? _live;
    private LiveSource.Lease? _lease;

    public CaptureAccess(long source, CatalogStore store, SourceRegistry sources, ITableReader reader, TimeProvider time)
    {
        (_source, _store, _sources) = (source, store, sources);
        _polled = new PolledSource(source, store, reader, () => Source, () => Entry is { } entry ? CaptureProperties.IntervalOf(entry) : Timeout.InfiniteTimeSpan, _turns, time);
        _pushed = new PushedSource(source, store, () => Source, time);
    }

    /// <summary>As it is defined now; null when it was dropped.</summary>
    public RemoteSourceEntry? Entry => _store.Current.Sources.Values.FirstOrDefault(known => known.Oid == _source);

    /// <summary>True when the source was altered since it was asked for last.</summary>
    public bool IsOutdated
    {
        get
        {
            lock (_lock) return _live is not null && Entry is { } entry && (!_live.Entry.Equals(entry) || !Equals(_live.Credential, _store.Current.CredentialOf(_source, OwnCredential)));
        }
    }

    public IRemoteSource Source => Live().Source;

    /// <summary>True when its tables are read from time to time: as its capture was begun, else as a capture would be.</summary>
    public bool IsPolled => _store.Subscriptions.Current.Captures.GetValueOrDefault(_source)?.IsPolled ?? (Entry is { } entry && CaptureProperties.IsPolled(entry));

    /// <summary>True when its tables are what virtual tables say of them, not what the source says.</summary>
    public bool TakesDefinitions => IsPolled || Source is IPushSource;

    /// <exception cref="GatewayException">0A000 when the source does not tell of changes, 28000 when it has no credential of its own, 42704 when it is gone.</exception>
    public ICaptureSource Capture => IsPolled ? _polled : Source is IPushSource ? _pushed : Source as ICaptureSource ?? throw new GatewayException(SqlState.FeatureNotSupported, $"remote source \"{Entry?.Name}\" does not tell of changes");

    /// <summary>Ends what listens for rows.</summary>
    public Task StopListeningAsync() => _pushed.StopListeningAsync();

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
            var snapshot = _store.Current;
            if (Entry is not { } entry) return _live ?? throw new GatewayException(SqlState.UndefinedObject, "the remote source does not exist any more");
            if (snapshot.CredentialOf(_source, OwnCredential) is null && snapshot.UserCredentials.Keys.Any(known => known.Source == _source))
            {
                throw new GatewayException(SqlState.InvalidAuthorizationSpecification, $"remote source \"{entry.Name}\" has no credential of its own, which capturing its changes takes")
                {
                    Hint = "ALTER REMOTE SOURCE … WITH CREDENTIAL TYPE 'PASSWORD' USING '…' gives it one.",
                };
            }

            var live = _sources.Get(snapshot, entry, OwnCredential);
            if (ReferenceEquals(live, _live)) return live;
            var lease = live.Rent();
            _lease?.Dispose();
            (_live, _lease) = (live, lease);
            return live;
        }
    }
}
