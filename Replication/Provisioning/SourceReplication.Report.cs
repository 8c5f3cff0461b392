using FederationGateway.Catalog;
using FederationGateway.Replication.Receiving;

namespace FederationGateway.Replication.Provisioning;

/// <summary>What is shown of it.</summary>
internal sealed partial class SourceReplication
{
    private static readonly TimeSpan s_told = TimeSpan.FromSeconds(5);

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
            Tables = receiver.Tables,
            LastTransactionId = receiver.LastTransactionId,
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
            Position = run.Backlog.Position,
            Subscriptions = Progress().ToDictionary(
                progress => progress.Oid,
                progress => new SubscriptionReport(BytesBehind(progress, report, run), LagOf(progress, report, run), run.Applier.LatencyOf(progress.Oid)) { Resync = _resyncs.GetValueOrDefault(progress.Oid) }),
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

    private static long BytesBehind(SubscriptionProgress progress, CaptureReport report, CaptureRun run) =>
        (run.Pending.Behind(progress.CapturedTable, progress.Chunk).IsAny ? run.Backlog.BytesAfter(progress.Chunk) : 0) + (report.IsReceiving ? 0 : report.Status?.PendingBytes ?? 0);

    /// <summary>
    /// The age of the oldest change that has come and is not in the target; and, while the stream is closed or has not come to where the source was when it was asked, the time since which the target is known
    /// to have everything.
    /// </summary>
    private TimeSpan? LagOf(SubscriptionProgress progress, CaptureReport report, CaptureRun run)
    {
        if (progress.State is not (SubscriptionState.AutoCorrectChangeData or SubscriptionState.ApplyChangeData)) return null;
        var now = _time.GetUtcNow().UtcDateTime;
        var (isPending, since) = run.Pending.Behind(progress.CapturedTable, progress.Chunk);
        var complete = Later(Later(progress.TransactionTime ?? progress.BeginMarkerTime, progress.LastApplied), run.Moments.CompleteAsOf(progress.Chunk));
        if (!isPending) complete = Later(complete, report.LastReceived);
        var oldest = isPending ? since ?? complete : null;
        if (!report.IsReceiving || IsCatchingUp(report, run, now)) oldest = oldest < complete ? oldest : complete;
        return oldest is { } moment && moment < now ? now - moment : TimeSpan.Zero;
    }

    // Shortly after the source has written something, a stream has been there: one that has not for a while, or brings what is old when it comes, is behind.
    private static bool IsCatchingUp(CaptureReport report, CaptureRun run, DateTime now) =>
        run.Moments.Unreached is { } asked && (now - asked > s_told || report.LastReceived - report.LastCommit > s_told);

    private static DateTime? Later(DateTime? one, DateTime? other) => one is null || other > one ? other : one;
}
