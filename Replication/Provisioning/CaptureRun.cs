using FederationGateway.Adapters.Abstractions;
using FederationGateway.Catalog;
using FederationGateway.Catalog.Store;
using FederationGateway.Common;
using FederationGateway.Replication.Applying;
using FederationGateway.Replication.Backlog;
using FederationGateway.Replication.Receiving;
using Microsoft.Extensions.Logging;

namespace FederationGateway.Replication.Provisioning;

/// <summary>A capture at work: its stream comes into the backlog, and goes from there to the targets.</summary>
internal sealed class CaptureRun : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly Task _applying;

    /// <exception cref="GatewayException">XX001 when the backlog is damaged.</exception>
    public CaptureRun(
        CaptureRecord capture, string directory, CatalogStore store, CaptureAccess access, ISubscriptionPlanner planner, ReceiverExceptions events, Action connected, ReplicationOptions options, TimeProvider time, ILogger log)
    {
        Backlog = BacklogStore.Open(directory, options.Backlog, time);
        Moments = new SourceMoments(Backlog);
        Pending = new PendingChanges(Backlog.Last, events, connected);
        Receiver = new Receiver(capture.Name, _ => ValueTask.FromResult(access.Capture), Backlog, ChangePosition.FromHex(capture.Start), Pending, time, options.Receiver);
        Applier = new Applier(capture.Source, store, Backlog, planner, options.Applier with { Settled = Settle }, time, log);
        _applying = Task.Run(() => Applier.RunAsync(_end.Token));
    }

    public BacklogStore Backlog { get; }

    /// <summary>Up to when the backlog is known to have everything.</summary>
    public SourceMoments Moments { get; }

    /// <summary>What of it waits for whom.</summary>
    public PendingChanges Pending { get; }

    public Receiver Receiver { get; }

    public Applier Applier { get; }

    /// <summary>Opens the stream, anew if it is open, unless it is suspended.</summary>
    public Task ReceiveAsync(CaptureRecord capture) =>
        capture.IsCaptureSuspended ? Receiver.StopAsync(CancellationToken.None) : Receiver.StartAsync(CaptureTables.Of(capture), CancellationToken.None);

    private void Settle(long chunk)
    {
        Pending.Settled(chunk);
        Backlog.Trim(chunk);
    }

    public async ValueTask DisposeAsync()
    {
        await Receiver.DisposeAsync();
        await _end.CancelAsync();
        await _applying.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Backlog.DisposeAsync();
        _end.Dispose();
    }
}
