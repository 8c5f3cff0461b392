using System.Globalization;
using FederationGateway.Common;

namespace FederationGateway.Catalog.SystemViews.Sys;

/// <summary>
/// M_REMOTE_SOURCE_LATENCY_HISTORY: how long marks took from each part of the machinery to the next, oldest first. The microseconds of a measurement's parts add up to its total; the commit time alone is of
/// the source's clock.
/// </summary>
public sealed class LatencyHistory() : SysView("M_REMOTE_SOURCE_LATENCY_HISTORY", 107)
{
    private const string Service = "dpserver";
    private const string Adapter = "ADAPTER";
    private const string Receiver = "RECEIVER";
    private const string Applier = "APPLIER";

    protected override IReadOnlyList<(string Name, SqlType Type)> Columns { get; } =
    [
        Text("REMOTE_SOURCE_NAME"), Text("LATENCY_TICKET_NAME", LatencyTicket.LongestName), Time("START_TIME"), Text("SERVICE_NAME", 32), Text("COMPONENT", 32), Text("SUB_COMPONENT", 513),
        Text("STATISTIC_NAME", 128), Text("STATISTIC_VALUE", 64),
    ];

    public override IEnumerable<object?[]> Rows(SystemViewContext context) =>
        from measurement in context.Runtime.Subscriptions.Measurements.Values
        let source = context.Sources.FirstOrDefault(known => known.Oid == measurement.Source)
        where source is not null
        from statistic in StatisticsOf(measurement, context)
        where statistic.Value is not null
        select new object?[] { source.Name, measurement.Ticket, measurement.Start, Service, statistic.Component, statistic.Part, statistic.Name, statistic.Value };

    private static IEnumerable<(string Component, string? Part, string Name, string? Value)> StatisticsOf(LatencyMeasurement measurement, SystemViewContext context)
    {
        yield return (Adapter, null, "WRITE_MICROSECONDS", Between(measurement.Start, measurement.Written));
        yield return (Adapter, null, "COMMIT_TIME", measurement.Commit?.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture));
        yield return (Receiver, null, "RECEIVE_MICROSECONDS", Between(measurement.Start, measurement.Received));
        yield return (Receiver, null, "DURABLE_MICROSECONDS", Between(measurement.Received, measurement.Durable));
        foreach (var passage in measurement.Passages)
        {
            if (context.Snapshot.SubscriptionsByOid.GetValueOrDefault(passage.Subscription) is not { } subscription || !context.Rights.Sees(subscription)) continue;
            yield return (Applier, subscription.QualifiedName, "APPLY_MICROSECONDS", Between(measurement.Durable, passage.Applied));
            yield return (Applier, subscription.QualifiedName, "COMMIT_MICROSECONDS", Between(passage.Applied, passage.Committed));
            yield return (Applier, subscription.QualifiedName, "TOTAL_MICROSECONDS", Between(measurement.Start, passage.Committed));
        }
    }

    // Of moments in whole microseconds, so that they add up.
    private static string? Between(DateTime? from, DateTime? to) => to is { } end && from is { } start
        ? ((end.Ticks / TimeSpan.TicksPerMicrosecond) - (start.Ticks / TimeSpan.TicksPerMicrosecond)).ToString(CultureInfo.InvariantCulture)
        : null;
}
