using System.Security.Cryptography;
using System.Text;
using FederationGateway.Adapters.Abstractions;
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
            var captured = work.Captures.GetValueOrDefault(subscription.Source)?.Tables.Where(table => table.Id == progress.CapturedTable).MaxBy(table => table.SinceChunk <= progress.Chunk ? table.SinceChunk : -table.SinceChunk);
            var report = reports.GetValueOrDefault(subscription.Source);
            var lag = report?.Subscriptions.GetValueOrDefault(subscription.Oid);
            var query = captured is null ? null : QueryOf(captured.Definition);
            return new object?[]
            {
                subscription.Schema, subscription.Name, RemoteSubscriptions.SourceNameOf(context, subscription.Source), SubscriptionStates.NameOf(progress.State), query, query is null ? null : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(query))),
                captured is null ? null : (subscription.Source << 32) + captured.Id,
                captured is null ? null : (short)0, captured is null ? null : NameOf(captured.Definition), null, progress.BeginMarker, progress.EndMarker,
                progress.BeginMarkerTime, progress.EndMarkerTime, progress.TransactionId is { } id ? Encoding.UTF8.GetBytes(id) : null, progress.TransactionTime, null,
                progress.LastPosition?.Bytes.ToArray(), captured is null ? null : report?.Position?.Bytes.ToArray(), captured is null ? null : CustomId(report?.LastTransactionId), CustomId(progress.TransactionId), lag?.LagBytes, lag?.Lag?.TotalSeconds,
                StateOf(progress.Resync, lag?.Resync), lag?.Resync?.Rows, progress.Resync?.Condition,
            };
        });
    }

    // What the source is asked for, once for all who take it: whole rows. What a subscription computes and leaves out of them is done here.
    private static string QueryOf(RemoteTable table) => $"SELECT {string.Join(", ", table.Columns.Select(column => Quoted(column.RemoteName)))} FROM {NameOf(table)}";

    private static string NameOf(RemoteTable table) => string.Join('.', table.Path.Select(Quoted));

    private static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string? CustomId(string? id) => id is { Length: <= 64 } ? id : null;

    // What is noted and not under way has been left by a statement that was ended.
    private static string? StateOf(SubscriptionResync? noted, ResyncReport? running) => running?.Step ?? (noted is null ? null : noted.IsGap ? "REQUIRED" : noted.IsAutomatic ? "PENDING" : "INCOMPLETE");
}
