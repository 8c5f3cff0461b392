using FederationGateway.Common;

namespace FederationGateway.Catalog.SystemViews.Sys;

/// <summary>M_REMOTE_SOURCE_LATENCY_STATUS: tickets of START LATENCY MONITORING. ERROR_MESSAGE is the gateway's own.</summary>
public sealed class LatencyTickets() : SysView("M_REMOTE_SOURCE_LATENCY_STATUS", 106)
{
    protected override IReadOnlyList<(string Name, SqlType Type)> Columns { get; } =
        [Text("REMOTE_SOURCE_NAME"), Text("LATENCY_TICKET_NAME", LatencyTicket.LongestName), Integer("INTERVAL"), Text("STATUS", 8), Text("ERROR_MESSAGE", 2000)];

    public override IEnumerable<object?[]> Rows(SystemViewContext context)
    {
        var work = context.Runtime.Subscriptions;
        var receiving = context.Runtime.Captures.Where(report => report.IsReceiving).Select(report => report.Capture.Source).ToHashSet();
        return from ticket in work.Tickets.Values
               let source = context.Sources.FirstOrDefault(known => known.Oid == ticket.Source)
               where source is not null
               select new object?[] { source.Name, ticket.Name, ticket.Interval, StatusOf(ticket, work, context.Snapshot, receiving.Contains(ticket.Source)), ticket.Error };
    }

    private static string StatusOf(LatencyTicket ticket, SubscriptionsAtWork work, CatalogSnapshot snapshot, bool isReceiving) =>
        ticket.Status == LatencyStatus.Stopped ? "STOPPED" : ticket.IsFinished(work, snapshot) ? "FINISHED" : isReceiving && ticket.Error is null ? "RUNNING" : "WAITING";
}
