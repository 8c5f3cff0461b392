using FederationGateway.Common;

namespace FederationGateway.Catalog.SystemViews.Sys;

/// <summary>M_REMOTE_SOURCE_CAPTURES: sources whose changes are kept for subscriptions; the gateway's own view. What the source says is as old as STATUS_TIME.</summary>
public sealed class RemoteSourceCaptures() : SysView("M_REMOTE_SOURCE_CAPTURES", 105)
{
    protected override IReadOnlyList<(string Name, SqlType Type)> Columns { get; } =
    [
        Text("REMOTE_SOURCE_NAME"), Text("CAPTURE_NAME"), Text("STATE", 16), LongText("FAILURE"), Text("IS_CAPTURE_SUSPENDED", 5), Text("IS_DISTRIBUTION_SUSPENDED", 5), Integer("TABLE_COUNT"), Integer("SUBSCRIPTION_COUNT"),
        BigInt("RECEIVED_TRANSACTION_COUNT"), BigInt("RECEIVED_RECORD_COUNT"), BigInt("RECEIVED_BYTES"), Time("LAST_RECEIVED_TIME"), Time("LAST_COMMIT_TIME"), BigInt("BACKLOG_BYTES"), BigInt("BACKLOG_MAX_BYTES"),
        BigInt("FIRST_CHUNK"), BigInt("LAST_CHUNK"), Text("EXISTS_AT_SOURCE", 5), Text("SOURCE_CONDITION", 64), Text("LATEST_POSITION", 136), Text("ACKNOWLEDGED_POSITION", 136), BigInt("PENDING_BYTES"),
        BigInt("RETAINED_BYTES"), Time("STATUS_TIME"),
    ];

    public override IEnumerable<object?[]> Rows(SystemViewContext context) =>
        from report in context.Runtime.Captures
        let capture = report.Capture
        where RemoteSubscriptions.All(context).Any(subscription => subscription.Source == capture.Source) || RemoteSubscriptionExceptions.SeesAllOf(context, capture.Source)
        select new object?[]
        {
            RemoteSubscriptions.SourceNameOf(context, capture.Source), capture.Name, report.State, report.Failure, Word(capture.IsCaptureSuspended), Word(capture.IsDistributionSuspended),
            capture.Tables.Select(table => table.Id).Distinct().Count(), report.Subscriptions.Count, report.Transactions, report.Rows, report.Bytes, report.LastReceived, report.LastCommit, report.BacklogBytes,
            report.BacklogMostBytes, report.FirstChunk, report.LastChunk, report.Status is { } status ? Word(status.Exists) : null, report.Status?.Condition, report.Status?.Latest?.ToString(),
            report.Status?.Acknowledged?.ToString(), report.Status?.PendingBytes, report.Status?.RetainedBytes, report.StatusTime,
        };
}
