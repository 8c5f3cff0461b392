using FederationGateway.Adapters.Abstractions;
using FederationGateway.Catalog;
using FederationGateway.Catalog.Changes;
using FederationGateway.Catalog.Store;
using FederationGateway.Common;
using FederationGateway.Replication.Applying;
using FederationGateway.Replication.Backlog;
using FederationGateway.Replication.Monitoring;
using Microsoft.Extensions.Logging;

namespace FederationGateway.Replication.Provisioning;

/// <summary>
/// The capture of one source and the subscriptions that read it. What is wanted is in the catalog, durable before the source is told (<see cref="SettleAsync"/> tells it); so
/// whatever happens in between, the next start brings source and catalog together. One order comes after the other; the turn of the source, which the applier has in its rounds,
/// is taken for single changes only, and never while waiting for the source or for the receiver.
/// </summary>
internal sealed partial class SourceReplication : IAsyncDisposable
{
    private readonly long _source;
    private readonly CatalogStore _store;
    private readonly ISubscriptionPlanner _planner;
    private readonly ReplicationOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly CaptureAccess _access;
    private readonly LatencyMonitor _latency;
    private readonly ReceiverExceptions _events;
    private readonly SemaphoreSlim _orders = new(1, 1);
    private readonly CancellationTokenSource _end = new();
    private readonly SemaphoreSlim _unsettled = new(0);
    private readonly HashSet<string> _written = [];
    private Task _background = Task.CompletedTask;
    private CaptureRun? _run;
    private (CaptureStatus Status, DateTime Time)? _status;
    private bool _isToAsk;

    public SourceReplication(long source, CatalogStore store, Federation.SourceRegistry sources, Polling.ITableReader reader, ISubscriptionPlanner planner, ReplicationOptions options, TimeProvider time, ILogger log)
    {
        (_source, _store, _planner, _options, _time, _log) = (source, store, planner, options, time, log);
        _access = new CaptureAccess(source, store, sources, reader, time);
        _latency = new LatencyMonitor(source, store, () => _access.Capture, () => _access.Entry is not null, time, log);
        _events = new ReceiverExceptions(source, store, _latency, time, log);
    }

    /// <summary>Goes on with what the catalog says, and looks after it until it is disposed.</summary>
    public void Start() => _background = Task.WhenAll(KeepSettledAsync(), KeepFilledAsync(), WatchAsync(), _latency.RunAsync(_end.Token));

    /// <summary>The catalog has changed: subscriptions may be gone, or the source altered.</summary>
    public void Changed()
    {
        if (Capture is not null && _unsettled.CurrentCount == 0) _unsettled.Release();
        _run?.Applier.Changed();
        _latency.Changed();
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _background.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _orders.WaitAsync(CancellationToken.None);
        if (_run is not null) await _run.DisposeAsync();
        _run = null;
        await _access.StopListeningAsync();
        _access.Dispose();
        _latency.Dispose();
        _end.Dispose();
    }

    private CaptureRecord? Capture => _store.Subscriptions.Current.Captures.GetValueOrDefault(_source);

    private string Directory => Path.Combine(_options.Directory, _source.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>What is known of subscriptions of this source that are past CREATED.</summary>
    private List<SubscriptionProgress> Progress()
    {
        var snapshot = _store.Current;
        return [.. _store.Subscriptions.Current.Progress.Values.Where(progress => snapshot.SubscriptionsByOid.GetValueOrDefault(progress.Oid)?.Source == _source)];
    }

    // Again and again while the source does not do what the catalog says, and whenever the catalog has changed.
    private async Task KeepSettledAsync()
    {
        await Task.Yield();
        var pause = Timeout.InfiniteTimeSpan;
        while (!_end.IsCancellationRequested)
        {
            try
            {
                using (await OrderAsync(_end.Token))
                {
                    await RunAsync();
                    await SettleAsync(_end.Token);
                }

                pause = Timeout.InfiniteTimeSpan;
            }
            catch (OperationCanceledException) when (_end.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                pause = pause == Timeout.InfiniteTimeSpan ? _options.FirstRetry : pause * 2 < _options.LongestRetry ? pause * 2 : _options.LongestRetry;
                if (e is GatewayException) _log.NotSettled(Capture?.Name ?? "", _source, e.Message);
                else _log.SourceFailed(e, _source);
            }

            try
            {
                await _unsettled.WaitAsync(pause, _end.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    /// <summary>How the capture stands at the source, asked now and then: views show the latest answer, and how old replicas are is told by it.</summary>
    private async Task WatchAsync()
    {
        await Task.Yield();
        try
        {
            long asked = 0;
            while (true)
            {
                var isDue = asked == 0 || Volatile.Read(ref _isToAsk) || _time.GetElapsedTime(asked) >= (HasReplicas() || Capture is { IsCaptureSuspended: true } ? _options.ReplicaInterval : _options.StatusInterval);
                if (isDue && Capture is { Start.Length: > 0 } capture && _access.Entry is not null)
                {
                    asked = _time.GetTimestamp();
                    Volatile.Write(ref _isToAsk, false);
                    await AskAsync(capture);
                }

                await GiveUpPausedAsync();
                await Task.Delay(_options.ReplicaInterval, _time, _end.Token);
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private async Task AskAsync(CaptureRecord capture)
    {
        var run = _run;
        var now = _time.GetUtcNow().UtcDateTime;
        try
        {
            var status = await _access.Capture.CaptureStatusAsync(capture.Name, _end.Token);
            _status = (status, _time.GetUtcNow().UtcDateTime);
            if (status.Latest is { } latest) run?.Moments.Asked(now, latest);
        }
        catch (GatewayException)
        {
            // The receiver tells of sources that cannot be reached.
        }
    }

    // What a replica that is paused keeps here must not stop the others: it is loaded anew when it goes on.
    private async Task GiveUpPausedAsync()
    {
        if (_run is not { Backlog.IsNearlyFull: true }) return;
        var snapshot = _store.Current;
        var paused = Progress().Select(progress => snapshot.SubscriptionsByOid.GetValueOrDefault(progress.Oid)).OfType<SubscriptionEntry>().Where(subscription => ReplicaTables.IsPaused(snapshot, subscription)).ToList();
        if (paused.Count == 0) return;
        using var order = await OrderAsync(_end.Token);
        foreach (var subscription in paused)
        {
            _log.PausedGivenUp(subscription.Name, _source);
        }

        await ForgetAsync(paused);
        await TrySettleAsync(_end.Token);
    }

    private bool HasReplicas()
    {
        var snapshot = _store.Current;
        return !snapshot.Replicas.IsEmpty && Progress().Any(progress => snapshot.SubscriptionsByOid.GetValueOrDefault(progress.Oid) is { IsReplica: true });
    }

    /// <summary>Has the capture at work, when there is one. The caller has the order.</summary>
    private async Task RunAsync()
    {
        if (_run is not null || Capture is not { Start.Length: > 0 } capture) return;
        try
        {
            _run = new CaptureRun(capture, Directory, _store, _access, _planner, _events, () => Volatile.Write(ref _isToAsk, true), _options with { Applier = _options.Applier with { IsHeld = _resyncs.ContainsKey, Lacking = () => _lacking.Release(), Passed = _latency.Passed } }, _time, _log);
        }
        catch (GatewayException e)
        {
            await _events.FailedAsync(e);
            return;
        }

        await _run.ReceiveAsync(capture);
    }

    private async Task StopAsync()
    {
        if (_run is null) return;
        await _run.DisposeAsync();
        _run = null;
    }

    /// <summary>
    /// Brings the source to what the catalog says. (1) What subscriptions that are gone have left is forgotten. (2) A capture that nobody reads ends. (3) The source keeps the changes of
    /// those tables that somebody reads. (4) Marks that a crash has kept from the stream are put into it. The caller has the order.
    /// </summary>
    private async Task SettleAsync(CancellationToken cancellationToken)
    {
        // step 1
        await ForgetGoneAsync();
        if (Capture is not { } capture) return;
        var progress = Progress();

        // step 2
        if (progress.Count == 0)
        {
            await StopAsync();
            await EndCaptureAsync(capture, cancellationToken);
            return;
        }

        // step 3
        if (capture.Start.Length == 0)
        {
            await BeginAnewAsync(capture, cancellationToken);
            capture = Capture!;
        }

        var wanted = CaptureTables.OnlyUsed(capture, progress);
        if (!ReferenceEquals(wanted, capture)) await ChangeAsync(change => change.Set(wanted));
        if (wanted.IsUnsettled) await TellTablesAsync(wanted, cancellationToken);
        else if (_access.IsOutdated && _run is not null) await _run.ReceiveAsync(Capture!);

        // step 4
        foreach (var marker in progress.Select(MissingMarker).OfType<string>().Distinct().ToList())
        {
            await _access.Capture.WriteMarkerAsync(capture.Name, marker, cancellationToken);
            _written.Add(marker);
        }
    }

    // A stream tells of the tables it was opened for, and fails when the source keeps others: it is opened anew, for those that are left.
    private async Task TellTablesAsync(CaptureRecord wanted, CancellationToken cancellationToken)
    {
        if (_run is not null) await _run.Receiver.StopAsync(CancellationToken.None);
        try
        {
            if (await _access.Capture.StartCaptureAsync(wanted.Name, CaptureTables.Of(wanted), cancellationToken) is not null) throw Lost(wanted);
            await ChangeAsync(change => change.Set(Capture! with { IsUnsettled = false }));
        }
        finally
        {
            if (_run is not null) await _run.ReceiveAsync(Capture!);
        }
    }

    // A mark that is on its way may come twice: the first one counts for a begin, and after the last one nothing is wrong with an end.
    private string? MissingMarker(SubscriptionProgress progress) => (progress.State switch
    {
        SubscriptionState.MatStartBegMarker or SubscriptionState.MatCompBegMarker => progress.BeginMarker,
        SubscriptionState.MatCompEndMarker => progress.EndMarker,
        _ => null,
    }) is { } marker && !_written.Contains(marker) && _run?.Backlog.FindMarker(marker) is null ? marker : null;

    private async Task ForgetGoneAsync()
    {
        var snapshot = _store.Current;
        using var turn = await _store.Subscriptions.EnterAsync(_source, CancellationToken.None);
        var work = _store.Subscriptions.Current;
        var tables = Capture?.Tables.Select(table => table.Id).ToHashSet() ?? [];

        // Progress does not say which source it was of; that of subscriptions that are gone is everybody's to forget.
        var gone = work.Progress.Keys.Where(oid => !snapshot.SubscriptionsByOid.ContainsKey(oid)).ToList();
        var exceptions = work.Exceptions.Values.Where(entry => entry.Source == _source && entry.Subscription is { } oid && !snapshot.SubscriptionsByOid.ContainsKey(oid)).ToList();
        if (gone.Count == 0 && exceptions.Count == 0) return;
        await _store.Subscriptions.ChangeAsync(change =>
        {
            gone.ForEach(change.RemoveProgress);
            exceptions.ForEach(entry => change.RemoveException(entry.Oid));
        });
    }

    private async Task EndCaptureAsync(CaptureRecord capture, CancellationToken cancellationToken)
    {
        Failpoints.Hit("provisioning.ending");
        try
        {
            await _access.Capture.DropCaptureAsync(capture.Name, cancellationToken);
        }
        catch (GatewayException) when (_access.Entry is null)
        {
            // Nobody knows how to get there any more.
            _log.CaptureLeft(capture.Name);
        }

        Failpoints.Hit("provisioning.dropped");
        using (await _store.Subscriptions.EnterAsync(_source, CancellationToken.None))
        {
            var exceptions = _store.Subscriptions.Current.Exceptions.Values.Where(entry => entry.Source == _source && entry.Subscription is null).ToList();
            await _store.Subscriptions.ChangeAsync(change =>
            {
                change.RemoveCapture(_source);
                exceptions.ForEach(entry => change.RemoveException(entry.Oid));
            });
        }

        Failpoints.Hit("provisioning.ended");
        BacklogStore.Delete(Directory);
        _status = null;
        _access.Dispose();
        _log.CaptureChanged(capture.Name, _source, "has ended");
    }

    private async Task<IDisposable> OrderAsync(CancellationToken cancellationToken)
    {
        await _orders.WaitAsync(cancellationToken);
        return new Order(_orders);
    }

    private async Task ChangeAsync(Action<SubscriptionChange> change)
    {
        using var turn = await _store.Subscriptions.EnterAsync(_source, CancellationToken.None);
        Failpoints.Hit("provisioning.changing");
        await _store.Subscriptions.ChangeAsync(change);
        Failpoints.Hit("provisioning.changed");
    }

    private GatewayException Lost(CaptureRecord capture) => new(SqlState.ObjectNotInPrerequisiteState, $"capture {capture.Name} is gone at remote source \"{_access.Entry?.Name}\", and with it what changed since")
    {
        Hint = "RESET the subscriptions of the remote source, QUEUE them and load their targets again.",
    };

    private sealed class Order(SemaphoreSlim orders) : IDisposable
    {
        public void Dispose() => orders.Release();
    }
}
