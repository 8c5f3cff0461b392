using FederationGateway.Common;
using FederationGateway.Replication.Monitoring;

namespace FederationGateway.Replication.Provisioning;

/// <summary>Orders to measure latencies.</summary>
internal sealed partial class SourceReplication
{
    public async Task StartLatencyMonitoringAsync(TicketName ticket, int? interval, CancellationToken cancellationToken)
    {
        using var order = await OrderAsync(cancellationToken);
        if (Capture is not { Start.Length: > 0 } capture || Progress().Count == 0) throw NothingCaptured();
        if (capture.IsCaptureSuspended) throw Suspended();
        await _latency.StartAsync(ticket, interval, cancellationToken);
    }

    public async Task StopLatencyMonitoringAsync(TicketName ticket, CancellationToken cancellationToken)
    {
        using var order = await OrderAsync(cancellationToken);
        await _latency.StopAsync(ticket);
    }

    public async Task ClearLatencyHistoryAsync(TicketName? ticket, CancellationToken cancellationToken)
    {
        using var order = await OrderAsync(cancellationToken);
        await _latency.ClearAsync(ticket);
    }

    private GatewayException NothingCaptured() =>
        new(SqlState.ObjectNotInPrerequisiteState, $"nothing of remote source \"{_access.Entry?.Name}\" is captured") { Hint = "ALTER REMOTE SUBSCRIPTION … QUEUE begins it." };
}
