using FederationGateway.Common;

namespace FederationGateway.Catalog.SystemViews.Sys;

/// <summary>M_REMOTE_SUBSCRIPTION_STATISTICS, and REMOTE_SUBSCRIPTION_STATISTICS, as scripts call it: rows received of a subscription's table since the gateway started, rows applied since QUEUE. Latencies are in microseconds.</summary>
public sealed class RemoteSubscriptionStatistics(string name, int number) : SysView(name, number)
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
               let received = report?.Tables.GetValueOrDefault(progress.CapturedTable)
               select new object?[]
               {
                   subscription.Schema, subscription.Name, report is null ? null : received?.Rows ?? 0, report is null ? null : received?.Bytes ?? 0, progress.AppliedRows, progress.AppliedBytes, progress.IgnoredRows,
                   received?.Received, progress.LastApplied, Microseconds(received?.Latency), Microseconds(report?.Subscriptions.GetValueOrDefault(subscription.Oid)?.Latency),
                   progress.AppliedTransactions,
               };
    }

    private static long? Microseconds(TimeSpan? time) => time is { } known ? (long)known.TotalMicroseconds : null;
}
