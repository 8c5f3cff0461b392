using FederationGateway.Adapters.Abstractions;
using FederationGateway.Catalog;
using FederationGateway.Catalog.Store;
using FederationGateway.Common;
using FederationGateway.Replication.Polling;
using FederationGateway.Replication.Provisioning;

namespace FederationGateway.Replication.Pushing;

/// <summary>
/// A source that hands rows in, as one that tells of its changes. It listens from the first opening of its stream until its capture ends; while no stream is open, nothing is taken. What was handed in
/// is nowhere but on its way until it is in the backlog: only then does whoever handed it in hear so. Thread-safe.
/// </summary>
/// <param name="source">The OID of the remote source.</param>
/// <param name="remote">Its live source.</param>
internal sealed class PushedSource(long source, CatalogStore store, Func<IRemoteSource> remote, TimeProvider time) : ICaptureSource, IRowSink
{
    private readonly PushedKeys _keys = new(source, store, time);
    private readonly Lock _gate = new();
    private readonly List<string> _markers = [];
    private PushStream? _stream;
    private (IRemoteSource Source, IAsyncDisposable Listener)? _listening;

    /// <summary>Those with a subscription whose mark of the beginning has come: what is taken before that would be durable, and nobody's.</summary>
    public IReadOnlyList<CapturedTable> Tables
    {
        get
        {
            var work = store.Subscriptions.Current;
            if (!work.Captures.TryGetValue(source, out var capture)) return [];
            var snapshot = store.Current;
            var wanted = work.Progress.Values
                .Where(progress => progress.State is not (SubscriptionState.Created or SubscriptionState.MatStartBegMarker or SubscriptionState.MatCompBegMarker))
                .Where(progress => snapshot.SubscriptionsByOid.GetValueOrDefault(progress.Oid)?.Source == source)
                .Select(progress => progress.CapturedTable).ToHashSet();
            return [.. CaptureTables.Of(capture).Where(table => wanted.Contains(table.Id))];
        }
    }

    public static GatewayException NotNow() => new(SqlState.CannotConnectNow, "rows cannot be taken now: send them again later");

    public async ValueTask<bool> PushAsync(TableChanges changes, string? key, CancellationToken cancellationToken)
    {
        var push = new Push(changes, key, null);
        bool isAdded;
        lock (_gate) isAdded = _stream?.TryAdd(push) ?? false;
        if (!isAdded)
        {
            changes.Dispose();
            throw NotNow();
        }

        try
        {
            return await push.Taken.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // If the stream has not taken it, it will not.
            push.TryClaim();
            throw;
        }
    }

    public Task<IReadOnlyList<CaptureObstacle>> CheckCaptureAsync(string capture, IReadOnlyList<CapturedTable> tables, CancellationToken cancellationToken) => Task.FromResult(((IPushSource)remote()).CheckTables(tables));

    public async Task<ChangePosition?> StartCaptureAsync(string capture, IReadOnlyList<CapturedTable> tables, CancellationToken cancellationToken)
    {
        if (_keys.IsCaptured()) return null;
        await _keys.BeginAsync();
        return PollingStore.PositionOf(0);
    }

    public async Task DropCaptureAsync(string capture, CancellationToken cancellationToken)
    {
        await StopListeningAsync();
        lock (_gate) _markers.Clear();
        await _keys.EndAsync();
    }

    /// <summary>The mark comes behind what was taken before. It is durable with the stream only: one that a crash keeps from there is written again by whoever waits for it.</summary>
    public Task WriteMarkerAsync(string capture, string marker, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _markers.Add(marker);
            _stream?.TryAdd(new Push(null, null, marker));
        }

        return Task.CompletedTask;
    }

    public async ValueTask<IChangeStream> OpenChangesAsync(string capture, IReadOnlyList<CapturedTable> tables, ChangePosition after, CancellationToken cancellationToken)
    {
        if (!_keys.IsCaptured()) throw new GatewayException(SqlState.ObjectNotInPrerequisiteState, "the capture of what is handed in is gone");
        var position = PollingStore.NumberOf(after);
        await _keys.OpenAsync(position);
        await ListenAsync(cancellationToken);
        var stream = new PushStream(this, _keys, position, time);
        lock (_gate)
        {
            _stream = stream;
            foreach (var marker in _markers) stream.TryAdd(new Push(null, null, marker));
        }

        return stream;
    }

    public Task<CaptureStatus> CaptureStatusAsync(string capture, CancellationToken cancellationToken) =>
        Task.FromResult(new CaptureStatus(_keys.IsCaptured(), Condition: _listening is null ? "not listening" : "listening"));

    /// <summary>A mark is durable.</summary>
    public void MarkerTold(string marker)
    {
        lock (_gate) _markers.Remove(marker);
    }

    public void Closed(PushStream stream)
    {
        lock (_gate)
            if (ReferenceEquals(_stream, stream)) _stream = null;
    }

    public async Task StopListeningAsync()
    {
        var listening = _listening;
        _listening = null;
        if (listening is { } known) await known.Listener.DisposeAsync();
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        var live = remote();
        if (_listening is { } known && ReferenceEquals(known.Source, live)) return;
        await StopListeningAsync();
        _listening = (live, await ((IPushSource)live).ListenAsync(this, cancellationToken));
    }
}
