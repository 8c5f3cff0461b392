using FederationGateway.Adapters.Abstractions;
using FederationGateway.Catalog;
using FederationGateway.Common;
using FederationGateway.Replication.Backlog;

namespace FederationGateway.Replication.Provisioning;

/// <summary>A stream that has lost something begins anew; what it was for is made equal to the source again.</summary>
internal sealed partial class SourceReplication
{
    /// <summary>
    /// Begins the capture anew when the source no longer has what comes next, or the backlog is damaged: (1) what is in the way is said; (2) it is durable that the stream begins anew, and that all subscriptions lack
    /// changes; (3) the source begins. What is killed in between goes on with the next start.
    /// </summary>
    /// <returns>The subscriptions that lack changes.</returns>
    public async Task<IReadOnlyList<long>> RepairAsync(SubscriptionEntry subscription, CancellationToken cancellationToken)
    {
        using var order = await OrderAsync(cancellationToken);
        _ = Known(subscription, "RESYNC");
        if (Capture is { IsCaptureSuspended: true }) throw Suspended();
        if (Capture is { } capture && await IsLostAsync(capture, cancellationToken))
        {
            // step 1
            await CheckAsync(capture, cancellationToken);

            // step 2
            await StopAsync();
            await NoteGapAsync();
            Failpoints.Hit("resync.gap");

            // step 3
            await BeginAnewAsync(Capture!, cancellationToken);
            _log.CaptureChanged(capture.Name, _source, "has begun anew");
        }

        return [.. Progress().Where(progress => progress.Resync is { IsGap: true }).Select(progress => progress.Oid)];
    }

    private async Task<bool> IsLostAsync(CaptureRecord capture, CancellationToken cancellationToken) =>
        capture.Start.Length == 0
        || _store.Subscriptions.Current.Exceptions.Values.Any(entry =>
            entry.Source == _source && entry.Subscription is null && !entry.IsTransient && (entry.SqlState == SqlState.ObjectNotInPrerequisiteState.Code || entry.SqlState == SqlState.DataCorrupted.Code))
        || !(await _access.Capture.CaptureStatusAsync(capture.Name, cancellationToken)).Exists;

    // The backlog goes too: all of it is from before the position that rows are read as of.
    private async Task NoteGapAsync()
    {
        var now = _time.GetUtcNow().UtcDateTime;
        using var turn = await _store.Subscriptions.EnterAsync(_source, CancellationToken.None);
        var exceptions = _store.Subscriptions.Current.Exceptions.Values.Where(entry => entry.Source == _source).ToList();
        await _store.Subscriptions.ChangeAsync(change =>
        {
            var latest = CaptureTables.Of(Capture!).Select(table => new CapturedTableRecord(table.Id, table.Definition)).ToEquatableArray();
            change.Set(Capture! with { Start = "", Tables = latest });
            change.Set([.. Progress().Select(progress => progress with { Chunk = 0, LoadedPosition = null, Ignored = [], Resync = new SubscriptionResync(null, now, IsGap: true) })]);
            exceptions.ForEach(entry => change.RemoveException(entry.Oid));
        });
    }

    /// <summary>Has the source begin a capture that the catalog says is to begin anew. The caller has the order.</summary>
    private async Task BeginAnewAsync(CaptureRecord capture, CancellationToken cancellationToken)
    {
        BacklogStore.Delete(Directory);
        _written.Clear();
        await _access.Capture.DropCaptureAsync(capture.Name, cancellationToken);
        var start = await _access.Capture.StartCaptureAsync(capture.Name, CaptureTables.Of(capture), cancellationToken)
            ?? throw new GatewayException(SqlState.ObjectNotInPrerequisiteState, $"capture {capture.Name} is there again at remote source \"{_access.Entry?.Name}\"");
        Failpoints.Hit("resync.restarted");
        await ChangeAsync(change => change.Set(Capture! with { Start = start.ToString(), IsUnsettled = false }));
        await RunAsync();
    }
}
