using FederationGateway.Catalog;
using FederationGateway.Replication.Receiving;

namespace FederationGateway.Replication.Provisioning;

/// <summary>What is shown of it.</summary>
internal sealed partial class SourceReplication
{
    public CaptureReport Report(CaptureRecord capture)
    {
        var run = _run;
        var status = _status;
        var receiver = run?.Receiver.Status ?? new ReceiverStatus(ReceiverState.Stopped);
        var report = new CaptureReport(capture, StateOf(receiver, capture))
        {
            IsReceiving = receiver.State is ReceiverState.Receiving or ReceiverState.WaitingForRoom,
            Failure = receiver.Failure?.Error.Message,
            Transactions = receiver.Transactions,
            Rows = receiver.Rows,
            Bytes = receiver.Bytes,
            TableRows = receiver.TableRows,
            LastReceived = receiver.LastReceived,
            LastCommit = receiver.LastCommit,
            Status = status?.Status,
            StatusTime = status?.Time,
        };
        return run is null ? report : report with
        {
            BacklogBytes = run.Backlog.Bytes,
            BacklogMostBytes = run.Backlog.MostBytes,
            FirstChunk = run.Backlog.First,
            LastChunk = run.Backlog.Last,
            Subscriptions = Progress().ToDictionary(
                progress => progress.Oid,
                progress => new SubscriptionReport(run.Backlog.BytesAfter(progress.Chunk), LagOf(progress, report, run.Backlog.Last), run.Applier.LatencyOf(progress.Oid)) { Resync = _resyncs.GetValueOrDefault(progress.Oid) }),
        };
    }

    /// <summary>The moment (UTC) up to which a subscription's target has everything; null when nobody knows.</summary>
    public DateTime? CompleteAsOf(SubscriptionProgress progress) => _run?.Moments.CompleteAsOf(progress.Chunk);

    /// <summary>False when the source does not say where its log is.</summary>
    public bool KnowsMoments => _run is { Moments.IsEmpty: false };

    private static string StateOf(ReceiverStatus receiver, CaptureRecord capture) => receiver.State switch
    {
        _ when capture.IsCaptureSuspended => "SUSPENDED",
        ReceiverState.Receiving => "RECEIVING",
        ReceiverState.Connecting => "CONNECTING",
        ReceiverState.WaitingForRoom => "BACKLOG FULL",
        ReceiverState.WaitingToRetry => "RETRYING",
        ReceiverState.Failed => "FAILED",
        _ => "STOPPED",
    };

    // While the stream is closed nobody knows what has changed since something came last; while it is open, what has come is what there is.
    private TimeSpan? LagOf(SubscriptionProgress progress, CaptureReport report, long last)
    {
        if (progress.State is not (SubscriptionState.AutoCorrectChangeData or SubscriptionState.ApplyChangeData)) return null;
        var applied = progress.TransactionTime ?? progress.BeginMarkerTime;
        if (!report.IsReceiving) return _time.GetUtcNow().UtcDateTime - (report.LastReceived ?? progress.LastApplied ?? applied);
        return progress.Chunk < last && report.LastCommit is { } commit && commit > applied ? commit - applied : TimeSpan.Zero;
    }
}
