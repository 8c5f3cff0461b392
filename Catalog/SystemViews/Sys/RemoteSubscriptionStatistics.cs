using FederationGateway.Common;

namespace FederationGateway.Catalog.SystemViews.Sys;

/// <summary>M_REMOTE_SUBSCRIPTION_STATISTICS: rows received of a subscription's table since the gateway started, rows applied since QUEUE. Latencies are in microseconds.</summary>
public sealed class RemoteSubscriptionStatistics() : SysView("M_REMOTE_SUBSCRIPTION_STATISTICS", 103)
{
    protected override IReadOnlyList<(string Name, SqlType Type)> Columns { get; } =
    [
        Text("SCHEMA_NAME"), Text("SUBSCRIPTION_NAME"), BigInt("RECEIVED_MESSAGE_COUNT"), BigInt("RECEIVED_MESSAGE_SIZE"), BigInt("APPLIED_MESSAGE_COUNT"), BigInt("APPLIED_MESSAGE_SIZE"), BigInt("REJECTED_MESSAGE_COUNT"),
        Time("LAST_MESSAGE_RECEIVED"), Time("LAST_MESSAGE_APPLIED"), BigInt("RECEIVER_LATENCY"), BigInt("APPLIER_LATENCY"), BigInt("APPLIED_TRANSACTION_COUNT"),
    ];

    public override IEnumerable<object?[]> Rows(SystemViewContext context)
    {
        var reports = context.Runtime.Captures.ToDictionary(report => report.Capture.Source);
        return from subscription in RemoteSubscriptions.All(context)
               let progress = context.Runtime.Subscriptions.Progress.GetValueOrDefault(subscription.Oid)
               where progress is not null
               let report = reports.GetValueOrDefault(subscription.Source)
               select new object?[]
               {
                   subscription.Schema, subscription.Name, report?.TableRows.GetValueOrDefault(progress.CapturedTable), null, progress.AppliedRows, progress.AppliedBytes, progress.IgnoredRows,
                   report?.LastReceived, progress.LastApplied, Microseconds(report?.LastReceived - report?.LastCommit), Microseconds(report?.Subscriptions.GetValueOrDefault(subscription.Oid)?.Latency),
                   progress.AppliedTransactions,
               };
    }

    private static long? Microseconds(TimeSpan? time) => time is { } known ? (long)known.TotalMicroseconds : null;
}
