using System.Globalization;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Catalog;
using FederationGateway.Common;
using FederationGateway.Replication.Backlog;
using FederationGateway.Replication.Polling;

namespace FederationGateway.Replication.Provisioning;

/// <summary>What users order: QUEUE, DISTRIBUTE, RESET, SUSPEND, RESUME.</summary>
internal sealed partial class SourceReplication
{
    /// <summary>
    /// Begins to keep the changes of subscriptions' tables, of all of them together: (1) what is in the way is said, all at once; (2) what the capture will be is durable; (3) the source is told; (4) so is
    /// that it has been; (5) the stream is opened with the new tables; (6) one mark for all of them goes into it. What fails leaves the subscriptions CREATED and nothing at the source.
    /// </summary>
    public async Task QueueAsync(IReadOnlyList<SubscriptionEntry> subscriptions, CancellationToken cancellationToken)
    {
        using var order = await OrderAsync(cancellationToken);

        // step 1
        foreach (var subscription in subscriptions)
            if (_store.Subscriptions.Current.Progress.GetValueOrDefault(subscription.Oid) is { } known) throw WrongState(subscription, known.State, "QUEUE", "RESET takes it back to CREATED.");
        RefuseExceptions("QUEUE");
        if (Capture is { IsCaptureSuspended: true }) throw Suspended();
        await SettleAsync(cancellationToken);
        await RunAsync();
        var before = Capture;
        if (before is not null && _run is null) throw new GatewayException(SqlState.ObjectNotInPrerequisiteState, "the backlog of the remote source cannot be opened") { Hint = "Its exception says why." };
        var capture = before ?? new CaptureRecord(_source, NameOf(_source), "") { IsPolled = _access.IsPolled };
        var tables = new List<int>();
        foreach (var (subscription, definition) in subscriptions.Zip(await DefineAsync(subscriptions, cancellationToken)))
        {
            (capture, var table) = CaptureTables.With(capture, definition, _run?.Backlog.Last ?? 0);
            _planner.Plan(_store.Current, subscription, table);
            tables.Add(table.Id);
        }

        await CheckAsync(capture, cancellationToken);
        try
        {
            if (capture.IsUnsettled) capture = await TellAsync(capture, before is null, cancellationToken);

            // step 4
            var now = _time.GetUtcNow().UtcDateTime;
            var marker = MarkerOf('B', subscriptions[0], now);
            var progress = subscriptions.Select((subscription, i) => new SubscriptionProgress(subscription.Oid, SubscriptionState.MatStartBegMarker)
            {
                BeginMarker = marker,
                BeginMarkerTime = now,
                Chunk = _run?.Backlog.Last ?? 0,
                CapturedTable = tables[i],
            }).ToList();
            await ChangeAsync(change =>
            {
                change.Set(capture);
                change.Set(progress);
            });
            Failpoints.Hit("provisioning.queued");

            // step 5
            if (_run is null) await RunAsync();
            else if (before?.Tables != capture.Tables) await _run.ReceiveAsync(capture);

            // step 6
            _written.Add(marker);
            await _access.Capture.WriteMarkerAsync(capture.Name, marker, cancellationToken);
            Failpoints.Hit("provisioning.marked");
            _run?.Applier.Changed();
        }
        catch
        {
            await UndoAsync(subscriptions);
            throw;
        }
    }

    /// <summary>The targets are loaded: what changed since QUEUE is brought there, and then what changes.</summary>
    public async Task DistributeAsync(IReadOnlyList<SubscriptionEntry> subscriptions, CancellationToken cancellationToken)
    {
        using var order = await OrderAsync(cancellationToken);
        RefuseExceptions("DISTRIBUTE");
        foreach (var subscription in subscriptions)
        {
            var progress = Known(subscription, "DISTRIBUTE");
            if (progress.State is not (SubscriptionState.MatStartBegMarker or SubscriptionState.MatStartEndMarker)) throw WrongState(subscription, progress.State, "DISTRIBUTE", "It has been given already.");
            if (progress.Resync is { IsGap: true }) throw WrongState(subscription, progress.State, "DISTRIBUTE", "Changes are missing since it was queued: RESYNC loads the target.");
        }

        // The mark first: one that nobody waits for does no harm, and a state that waits for one that was never written would wait for ever.
        var now = _time.GetUtcNow().UtcDateTime;
        var marker = MarkerOf('E', subscriptions[0], now);
        _written.Add(marker);
        await _access.Capture.WriteMarkerAsync(Capture!.Name, marker, cancellationToken);
        Failpoints.Hit("provisioning.distributing");
        using (await _store.Subscriptions.EnterAsync(_source, CancellationToken.None))
        {
            var distributed = subscriptions.Select(subscription => Known(subscription, "DISTRIBUTE")).Select(progress => progress with
            {
                State = progress.State == SubscriptionState.MatStartBegMarker ? SubscriptionState.MatCompBegMarker : SubscriptionState.MatCompEndMarker,
                EndMarker = marker,
                EndMarkerTime = now,
            }).ToList();
            await _store.Subscriptions.ChangeAsync(change => change.Set(distributed));
            Failpoints.Hit("provisioning.distributed");
        }

        _run?.Applier.Changed();
    }

    /// <summary>Takes subscriptions back to CREATED, from any state; what the source could not be told now is told later.</summary>
    /// <returns>What the user has to know of that; null when everything is done.</returns>
    public async Task<string?> ResetAsync(IReadOnlyList<SubscriptionEntry> subscriptions, CancellationToken cancellationToken)
    {
        using var order = await OrderAsync(cancellationToken);
        await ForgetAsync(subscriptions);
        return await TrySettleAsync(cancellationToken);
    }

    /// <summary>ALTER REMOTE SOURCE … SUSPEND | RESUME CAPTURE | DISTRIBUTION.</summary>
    public async Task SuspendAsync(Func<CaptureRecord, CaptureRecord> change, CancellationToken cancellationToken)
    {
        using var order = await OrderAsync(cancellationToken);
        if (Capture is not { Start.Length: > 0 } before || Progress().Count == 0) throw NothingCaptured();
        var after = change(before);
        if (after == before) return;
        await ChangeAsync(made => made.Set(change(Capture!)));
        if (_run is null) return;
        if (after.IsCaptureSuspended != before.IsCaptureSuspended) await _run.ReceiveAsync(after);
        _run.Applier.Changed();
    }

    // What a source tells is what it has; what is read, or handed in, is what the virtual table says of it.
    private async Task<IReadOnlyList<RemoteTable>> DefineAsync(IReadOnlyList<SubscriptionEntry> subscriptions, CancellationToken cancellationToken)
    {
        var tables = subscriptions.Select(subscription => _store.Current.RelationsByOid.GetValueOrDefault(subscription.VirtualTable) as VirtualTableEntry
            ?? throw new GatewayException(SqlState.UndefinedObject, "the virtual table of the remote subscription is gone")).ToList();
        if (_access.TakesDefinitions) return [.. tables.Select(table => PolledTable.Define(new RemoteTable(table.RemoteName, table.Handle.Path, table.Columns, table.Handle.Keys), table.Handle.Properties))];
        return await ImportedTables.ReadAsync(_access.Source, [.. tables.Select(table => table.RemoteName)], cancellationToken);
    }

    private async Task CheckAsync(CaptureRecord capture, CancellationToken cancellationToken)
    {
        var obstacles = await _access.Capture.CheckCaptureAsync(capture.Name, CaptureTables.Of(capture), cancellationToken);
        if (obstacles.Count == 0) return;
        throw new GatewayException(SqlState.ObjectNotInPrerequisiteState, obstacles.Count == 1
            ? $"remote source \"{_access.Entry?.Name}\" cannot be captured: {obstacles[0].Message}"
            : $"remote source \"{_access.Entry?.Name}\" cannot be captured for {obstacles.Count} reasons")
        {
            Detail = obstacles.Count == 1 ? null : string.Join('\n', obstacles.Select(obstacle => obstacle.Message)),
            Hint = string.Join('\n', obstacles.Select(obstacle => obstacle.Remedy)),
        };
    }

    private async Task<CaptureRecord> TellAsync(CaptureRecord capture, bool isNew, CancellationToken cancellationToken)
    {
        // step 2
        if (isNew) BacklogStore.Delete(Directory);
        await ChangeAsync(change => change.Set(capture));
        Failpoints.Hit("provisioning.noted");

        // step 3
        if (isNew) await _access.Capture.DropCaptureAsync(capture.Name, cancellationToken);
        var start = await _access.Capture.StartCaptureAsync(capture.Name, CaptureTables.Of(capture), cancellationToken);
        Failpoints.Hit("provisioning.started");
        if (!isNew && start is not null) throw Lost(capture);
        if (isNew) _log.CaptureChanged(capture.Name, _source, "has begun");
        return capture with { Start = isNew ? start!.ToString() : capture.Start, IsUnsettled = false };
    }

    // As if the subscriptions had never been queued; the source is told now if it can be, and else later.
    private async Task UndoAsync(IReadOnlyList<SubscriptionEntry> subscriptions)
    {
        await ForgetAsync(subscriptions);
        await TrySettleAsync(CancellationToken.None);
    }

    private async Task ForgetAsync(IReadOnlyList<SubscriptionEntry> subscriptions)
    {
        using (await _store.Subscriptions.EnterAsync(_source, CancellationToken.None))
        {
            var oids = subscriptions.Select(subscription => subscription.Oid).ToHashSet();
            var exceptions = _store.Subscriptions.Current.Exceptions.Values.Where(entry => entry.Subscription is { } oid && oids.Contains(oid)).ToList();
            await _store.Subscriptions.ChangeAsync(change =>
            {
                foreach (var oid in oids) change.RemoveProgress(oid);
                exceptions.ForEach(entry => change.RemoveException(entry.Oid));
            });
        }

        Failpoints.Hit("provisioning.reset");
        _run?.Applier.Changed();
    }

    private async Task<string?> TrySettleAsync(CancellationToken cancellationToken)
    {
        try
        {
            await SettleAsync(cancellationToken);
            return null;
        }
        catch (GatewayException e)
        {
            _unsettled.Release();
            return $"remote source \"{_access.Entry?.Name}\" could not be told, which is tried again until it can: {e.Message}";
        }
    }

    private SubscriptionProgress Known(SubscriptionEntry subscription, string order) => _store.Subscriptions.Current.Progress.GetValueOrDefault(subscription.Oid)
        ?? throw WrongState(subscription, SubscriptionState.Created, order, "ALTER REMOTE SUBSCRIPTION … QUEUE comes first.");

    private void RefuseExceptions(string order)
    {
        var open = _store.Subscriptions.Current.Exceptions.Values.Where(entry => entry.Source == _source && !entry.IsTransient).ToList();
        if (open.Count == 0) return;
        throw new GatewayException(SqlState.ObjectNotInPrerequisiteState, $"{order} waits until the exceptions of remote source \"{_access.Entry?.Name}\" are processed: there {(open.Count == 1 ? "is 1" : $"are {open.Count}")}")
        {
            Detail = open[0].Message,
            Hint = "They are in SYS.REMOTE_SUBSCRIPTION_EXCEPTIONS; PROCESS REMOTE SUBSCRIPTION EXCEPTION processes them.",
        };
    }

    private GatewayException Suspended() => new(SqlState.ObjectNotInPrerequisiteState, $"the capture of remote source \"{_access.Entry?.Name}\" is suspended") { Hint = "ALTER REMOTE SOURCE … RESUME CAPTURE." };

    private static GatewayException WrongState(SubscriptionEntry subscription, SubscriptionState state, string order, string hint) =>
        new(SqlState.ObjectNotInPrerequisiteState, $"{order} is not possible: remote subscription \"{subscription.Name}\" is in state {SubscriptionStates.NameOf(state)}") { Hint = hint };

    private string NameOf(long source) => string.Create(CultureInfo.InvariantCulture, $"{_store.Transactions.NamePrefix}{source}");

    private string MarkerOf(char letter, SubscriptionEntry subscription, DateTime time) => string.Create(CultureInfo.InvariantCulture, $"{letter}{_source}_{subscription.Oid}_{time.Ticks}");
}
