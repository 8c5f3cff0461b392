using System.Text;
using FederationGateway.Common;

namespace FederationGateway.Catalog.SystemViews.Sys;

/// <summary>M_REMOTE_SUBSCRIPTIONS: what subscriptions are doing and how far they have come. LAG_BYTES, LAG_SECONDS and RESYNC_… are the gateway's own.</summary>
public sealed class RemoteSubscriptionStates() : SysView("M_REMOTE_SUBSCRIPTIONS", 102)
{
    protected override IReadOnlyList<(string Name, SqlType Type)> Columns { get; } =
    [
        Text("SCHEMA_NAME"), Text("SUBSCRIPTION_NAME"), Text("REMOTE_SOURCE_NAME"), Text("STATE"), LongText("OPTIMIZED_QUERY_STRING"), Text("OPTIMIZED_QUERY_HASH", 128), BigInt("INTERNAL_DISTRIBUTION_ID"),
        ("OPTIMIZED_QUERY_RESULTSET_TYPE", SqlType.Int2), Text("REMOTE_SUBSCRIPTION"), Integer("VOLUME_ID"), Text("BEGIN_MARKER", 64), Text("END_MARKER", 64), Time("BEGIN_MARKER_TIME"), Time("END_MARKER_TIME"),
        ("LAST_PROCESSED_TRANSACTION_ID", SqlType.Bytea), Time("LAST_PROCESSED_TRANSACTION_TIME"), ("LAST_PROCESSED_BEGIN_SEQUENCE_ID", SqlType.Bytea), ("LAST_PROCESSED_COMMIT_SEQUENCE_ID", SqlType.Bytea),
        ("LAST_RECEIVED_SEQUENCE_ID", SqlType.Bytea), Text("LAST_RECEIVED_CUSTOM_ID", 64), Text("LAST_PROCESSED_CUSTOM_ID", 64), BigInt("LAG_BYTES"), ("LAG_SECONDS", SqlType.Float8),
        Text("RESYNC_STATE", 32), BigInt("RESYNC_ROWS"), LongText("RESYNC_CONDITION"),
    ];

    public override IEnumerable<object?[]> Rows(SystemViewContext context)
    {
        var work = context.Runtime.Subscriptions;
        var reports = context.Runtime.Captures.ToDictionary(report => report.Capture.Source);
        return RemoteSubscriptions.All(context).Select(subscription =>
        {
            var progress = work.Progress.GetValueOrDefault(subscription.Oid) ?? new SubscriptionProgress(subscription.Oid, SubscriptionState.Created);
            var captured = work.Captures.GetValueOrDefault(subscription.Source)?.Tables.FirstOrDefault(table => table.Id == progress.CapturedTable);
            var lag = reports.GetValueOrDefault(subscription.Source)?.Subscriptions.GetValueOrDefault(subscription.Oid);
            return new object?[]
            {
                subscription.Schema, subscription.Name, RemoteSubscriptions.SourceNameOf(context, subscription.Source), SubscriptionStates.NameOf(progress.State), null, null, captured is null ? null : (long)captured.Id,
                captured is null ? null : (short)0, captured is null ? null : string.Join('.', captured.Definition.Path.Select(part => $"\"{part}\"")), null, progress.BeginMarker, progress.EndMarker,
                progress.BeginMarkerTime, progress.EndMarkerTime, progress.TransactionId is { } id ? Encoding.UTF8.GetBytes(id) : null, progress.TransactionTime, null,
                progress.LastPosition?.Bytes.ToArray(), null, null, progress.TransactionId is { Length: <= 64 } name ? name : null, lag?.BacklogBytes, lag?.Lag?.TotalSeconds,
                StateOf(progress.Resync, lag?.Resync), lag?.Resync?.Rows, progress.Resync?.Condition,
            };
        });
    }

    // What is noted and not under way has been left by a statement that was ended.
    private static string? StateOf(SubscriptionResync? noted, ResyncReport? running) => running?.Step ?? (noted is null ? null : noted.IsGap ? "REQUIRED" : noted.IsAutomatic ? "PENDING" : "INCOMPLETE");
}
