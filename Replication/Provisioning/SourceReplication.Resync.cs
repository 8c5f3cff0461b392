using System.Collections.Concurrent;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Catalog;
using FederationGateway.Catalog.Store;
using FederationGateway.Common;
using FederationGateway.DuckDb;
using FederationGateway.Replication.Applying;
using FederationGateway.Replication.Correcting;

namespace FederationGateway.Replication.Provisioning;

/// <summary>Targets that are made equal to the source again while changes go on.</summary>
internal sealed partial class SourceReplication
{
    private const int MostConflicts = 6;

    /// <summary>Subscriptions that stand because their targets are corrected, and how far that has come.</summary>
    private readonly ConcurrentDictionary<long, ResyncReport> _resyncs = new();

    /// <summary>
    /// (1) The subscription stands, and the catalog says what is under way. (2) The source's rows are read as of one position of its stream; where it cannot be seen so, between two marks. (3) For a range, what was committed
    /// up to there is applied, and nothing behind it; for all rows that is left out. (4) What differs is written, together with the place from which the subscription goes on. Cancelled or killed before the end, the target is as it
    /// was but for (3), and the catalog says what has not been done.
    /// </summary>
    public async Task<ResyncResult> ResyncAsync(ResyncOrder order, CancellationToken cancellationToken)
    {
        var subscription = order.Subscription;
        var correction = new TargetCorrection(order.Plan, order.Range, _time.GetUtcNow().UtcDateTime);
        RefuseResync(order);
        if (!_resyncs.TryAdd(subscription.Oid, new ResyncReport("OPENING", 0))) throw new GatewayException(SqlState.ObjectInUse, $"remote subscription \"{subscription.Name}\" is being synchronised already");
        try
        {
            // step 1: a round under way has the turn.
            SubscriptionProgress began;
            using (await _store.Subscriptions.EnterAsync(_source, cancellationToken))
            {
                began = Known(subscription, "RESYNC");
                if (order.Replaced is null && began.Resync is not ({ IsGap: true } or { IsAutomatic: true }))
                {
                    began = began with { Resync = new SubscriptionResync(order.Condition, _time.GetUtcNow().UtcDateTime) };
                    await _store.Subscriptions.ChangeAsync(change => change.Set(began));
                }
            }

            Failpoints.Hit("resync.noted");
            using var connection = _store.Connect();
            await correction.BeginAsync(connection, cancellationToken);

            // step 2: what is seen of the source is given back as soon as it is read.
            ChangePosition? position;
            string? begin = null;
            await using (var snapshot = await OpenSnapshotAsync(cancellationToken))
            {
                position = snapshot?.Position;
                if (snapshot is null && !correction.CanBeCorrected) throw NotAligned(correction);
                if (snapshot is null) begin = await MarkAsync(subscription, 'R', cancellationToken);
                await ReadAsync(order, correction, snapshot, connection, cancellationToken);
            }

            Failpoints.Hit("resync.read");

            // step 3
            var end = position is null || order.Range is not null ? await MarkAsync(subscription, 'S', cancellationToken) : null;
            if (order.Range is not null) await AdvanceAsync(order, correction, position, begin, cancellationToken);
            Failpoints.Hit("resync.advanced");

            // step 4
            Show(subscription, "CORRECTING");
            var corrected = await CorrectAsync(order, began, correction, connection, position, begin, end, cancellationToken);
            return new ResyncResult(_resyncs[subscription.Oid].Rows, corrected);
        }
        finally
        {
            _resyncs.TryRemove(subscription.Oid, out _);
            _run?.Applier.Changed();
        }
    }

    private GatewayException NotAligned(TargetCorrection correction) =>
        new(SqlState.FeatureNotSupported, $"remote source \"{_access.Entry?.Name}\" cannot be seen as of one position of its stream, without which this target cannot be made right")
        {
            Hint = correction.HasKeys ? "A row for each change would have those that come meanwhile twice: RESET the subscription, empty the target and load it." : "Rows without a key cannot be corrected by what changes meanwhile.",
        };

    private void RefuseResync(ResyncOrder order)
    {
        var progress = Known(order.Subscription, "RESYNC");
        if (Capture is { IsCaptureSuspended: true }) throw Suspended();
        if (Capture is { IsDistributionSuspended: true }) throw new GatewayException(SqlState.ObjectNotInPrerequisiteState, $"the distribution of remote source \"{_access.Entry?.Name}\" is suspended") { Hint = "ALTER REMOTE SOURCE … RESUME DISTRIBUTION." };
        if (progress.State is SubscriptionState.MatStartBegMarker or SubscriptionState.MatCompBegMarker && progress.Resync is not { IsGap: true })
            throw WrongState(order.Subscription, progress.State, "RESYNC", "The mark of the beginning has not come yet: try again in a moment.");
        if (order.Range is null) return;
        if (progress.Resync is { IsGap: true })
        {
            throw new GatewayException(SqlState.ObjectNotInPrerequisiteState, $"changes of remote subscription \"{order.Subscription.Name}\" are missing, and nobody knows of which rows")
            {
                Hint = "RESYNC without WHERE makes all rows equal.",
            };
        }

        if (progress.State != SubscriptionState.ApplyChangeData) throw WrongState(order.Subscription, progress.State, "RESYNC of a part", "RESYNC without WHERE loads all of the target.");
    }

    private async Task ReadAsync(ResyncOrder order, TargetCorrection correction, IAlignedSnapshot? snapshot, DuckDbConnection connection, CancellationToken cancellationToken)
    {
        void Count(long rows) => _resyncs.AddOrUpdate(order.Subscription.Oid, static (_, rows) => new ResyncReport("READING", rows), static (_, known, rows) => known with { Step = "READING", Rows = known.Rows + rows }, rows);
        Count(0);
        await order.Reader.ReadAsync(correction.Read, order.Range, snapshot, connection, Count, cancellationToken);
        if (correction.IsOfKeys || order.Replaced is not null || await correction.StraysAsync(connection, cancellationToken) == 0) return;

        // Rows of the range here that are in it at the source no more, or never were.
        await TargetCorrection.AgainAsync(connection, cancellationToken);
        await order.Reader.ReadAsync(correction.Read, range: null, snapshot, connection, Count, cancellationToken);
        await correction.KeepConcernedAsync(connection, cancellationToken);
    }

    /// <summary>Puts a mark into the stream and waits until it comes: everything that was committed before has come then.</summary>
    private async Task<string> MarkAsync(SubscriptionEntry subscription, char letter, CancellationToken cancellationToken)
    {
        Show(subscription, "WAITING FOR CHANGES");
        var marker = MarkerOf(letter, subscription, _time.GetUtcNow().UtcDateTime);
        await _access.Capture.WriteMarkerAsync(Capture!.Name, marker, cancellationToken);
        while (_run?.Backlog.FindMarker(marker) is null)
        {
            RefuseStanding([]);
            await Task.Delay(LookAgainAfter, _time, cancellationToken);
        }

        return marker;
    }

    private async Task AdvanceAsync(ResyncOrder order, TargetCorrection correction, ChangePosition? position, string? begin, CancellationToken cancellationToken)
    {
        Show(order.Subscription, "APPLYING");
        var run = _run ?? throw NotAtWork();
        using (await _store.Subscriptions.EnterAsync(_source, cancellationToken))
            await run.Applier.AdvanceAsync(order.Replaced ?? order.Subscription, position, begin is null ? null : run.Backlog.FindMarker(begin), isTolerant: correction.HasKeys, cancellationToken);
    }

    private async Task<long> CorrectAsync(
        ResyncOrder order, SubscriptionProgress began, TargetCorrection correction, DuckDbConnection connection, ChangePosition? position, string? begin, string? end, CancellationToken cancellationToken)
    {
        var (subscription, condition) = (order.Subscription, order.Condition);
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await connection.ExecuteAsync("BEGIN TRANSACTION", cancellationToken);
                using var catalog = order.Replaced is null ? null : await _store.BeginAsync(connection, cancellationToken);
                if (order.Replaced is { } replaced)
                {
                    if (catalog!.Snapshot.SubscriptionsByOid.GetValueOrDefault(replaced.Oid) != replaced) throw new GatewayException(SqlState.ObjectNotInPrerequisiteState, $"remote subscription \"{replaced.Name}\" was altered meanwhile");
                    await correction.ReshapeAsync(replaced, connection, cancellationToken);
                    catalog.Replace(replaced, subscription);
                }

                var corrected = await correction.WriteAsync(connection, cancellationToken);
                Failpoints.Hit("resync.written");
                using (await _store.Subscriptions.EnterAsync(_source, cancellationToken))
                {
                    var progress = Known(subscription, "RESYNC");
                    if (_store.Current.RelationsByOid.GetValueOrDefault(correction.Plan.Target.Oid) is not LocalTableEntry target || target.Columns != correction.Plan.Target.Columns) throw Altered(correction.Plan.Target);
                    if (progress.BeginMarker != began.BeginMarker) throw WrongState(subscription, progress.State, "RESYNC", "It was reset meanwhile.");
                    var change = new SubscriptionChange(connection);
                    change.Set(Corrected(progress, position, begin, end) with { Resync = correction.HasRange && order.Replaced is null && progress.Resync?.Condition != condition ? progress.Resync : null });
                    foreach (var gone in _store.Subscriptions.Current.Exceptions.Values.Where(entry => entry.Subscription == subscription.Oid)) change.RemoveException(gone.Oid);
                    await _store.Subscriptions.CommitAsync(change, () => connection.CommitAsync());
                    Failpoints.Hit("resync.committed");
                    catalog?.Publish();
                }

                return corrected;
            }
            catch (Exception e) when (attempt < MostConflicts && ApplierExceptions.IsConflict(e))
            {
                await RollBackAsync(connection);
                await Task.Delay(LookAgainAfter * (1 << attempt), _time, cancellationToken);
            }
        }
    }

    private SubscriptionProgress Corrected(SubscriptionProgress progress, ChangePosition? position, string? begin, string? end) => position is not null
        ? progress with { State = SubscriptionState.ApplyChangeData, LoadedPosition = position.ToString() }
        : progress with
        {
            // What changed between the marks was read or not.
            State = SubscriptionState.AutoCorrectChangeData, EndMarker = end, EndMarkerTime = _time.GetUtcNow().UtcDateTime, Chunk = Math.Max(progress.Chunk, _run?.Backlog.FindMarker(begin!) ?? 0),
        };

    private static async Task RollBackAsync(DuckDbConnection connection)
    {
        try
        {
            await connection.ExecuteAsync("ROLLBACK", CancellationToken.None);
        }
        catch (GatewayException)
        {
            // A commit that failed has ended the transaction already.
        }
    }

    private void Show(SubscriptionEntry subscription, string step) => _resyncs.AddOrUpdate(subscription.Oid, static (_, step) => new ResyncReport(step, 0), static (_, known, step) => known with { Step = step }, step);

    private static GatewayException Altered(LocalTableEntry target) =>
        new(SqlState.ObjectNotInPrerequisiteState, $"table \"{target.QualifiedName}\" was altered while it was made equal to the source") { Hint = "Order RESYNC again." };

    private static GatewayException NotAtWork() => new(SqlState.ObjectNotInPrerequisiteState, "the capture of the remote source is not at work") { Hint = "Its exception says why." };
}
