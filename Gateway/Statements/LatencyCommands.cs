using System.Diagnostics;
using FederationGateway.Catalog;
using FederationGateway.Common;
using FederationGateway.Parser.Ast;
using FederationGateway.Replication.Monitoring;

namespace FederationGateway.Gateway.Statements;

/// <summary>ALTER REMOTE SOURCE … START LATENCY MONITORING, STOP LATENCY MONITORING and CLEAR LATENCY HISTORY: like other orders to what runs subscriptions, outside of transaction blocks.</summary>
internal static class LatencyCommands
{
    public static Task RunAsync(StatementRun run, RemoteSourceEntry source, AlterRemoteSourceAction action)
    {
        SubscriptionCommands.RequireOutsideBlock(run, $"ALTER REMOTE SOURCE … {WordsOf(action)}");
        run.Session.RequireWritable("ALTER REMOTE SOURCE");
        var replication = run.Session.Core.Replication;
        return action switch
        {
            StartLatencyMonitoringAction start => replication.StartLatencyMonitoringAsync(source.Oid, NameOf(start.Ticket), SecondsOf(start.Interval), run.CancellationToken),
            StopLatencyMonitoringAction stop => replication.StopLatencyMonitoringAsync(source.Oid, NameOf(stop.Ticket), run.CancellationToken),
            ClearLatencyHistoryAction clear => replication.ClearLatencyHistoryAsync(source.Oid, clear.Ticket is { } ticket ? NameOf(ticket) : null, run.CancellationToken),
            _ => throw new UnreachableException(),
        };
    }

    private static string WordsOf(AlterRemoteSourceAction action) => action switch
    {
        StartLatencyMonitoringAction => "START LATENCY MONITORING",
        StopLatencyMonitoringAction => "STOP LATENCY MONITORING",
        _ => "CLEAR LATENCY HISTORY",
    };

    private static TicketName NameOf(Identifier ticket)
    {
        if (ticket.Text.Length == 0) throw new GatewayException(SqlState.InvalidParameterValue, "the name of a latency ticket is empty") { Position = ticket.Span.Start };
        return ticket.Text.Length <= LatencyTicket.LongestName
            ? new TicketName(ticket.Text, ticket.Span.Start)
            : throw new GatewayException(SqlState.NameTooLong, $"the name of a latency ticket has at most {LatencyTicket.LongestName} characters") { Position = ticket.Span.Start };
    }

    private static int? SecondsOf(LatencyInterval? interval) => interval switch
    {
        null => null,
        { Seconds: >= 1 and <= int.MaxValue } => (int)interval.Seconds,
        _ => throw new GatewayException(SqlState.InvalidParameterValue, $"an interval has 1 to {int.MaxValue} seconds") { Position = interval.Span.Start },
    };
}
