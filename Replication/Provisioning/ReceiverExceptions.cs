using FederationGateway.Adapters.Abstractions;
using FederationGateway.Catalog;
using FederationGateway.Catalog.Store;
using FederationGateway.Common;
using FederationGateway.Replication.Monitoring;
using FederationGateway.Replication.Receiving;
using Microsoft.Extensions.Logging;

namespace FederationGateway.Replication.Provisioning;

/// <summary>
/// What keeps a receiver from receiving, as exceptions of the source: durable, one at a time, gone when the stream is open again. The stream itself is the ADAPTER's, the backlog the RECEIVER's.
/// </summary>
internal sealed class ReceiverExceptions(long source, CatalogStore store, LatencyMonitor latency, TimeProvider time, ILogger log) : IReceiverEvents
{
    private const int AdapterFailed = 4708;
    private const int ReceiverFailed = 4709;
    private const int SourceDown = 4711;

    public const string Adapter = "ADAPTER";
    public const string Receiver = "RECEIVER";

    public ValueTask ConnectedAsync(ChangePosition after) => KeepAsync((_, _) => null);

    public void Received(in ReceivedChunk chunk) => latency.Received(chunk);

    public ValueTask FailedAsync(ReceiverFailure failure)
    {
        log.ReceiverFailed(source, failure.Error.Message, failure.NextRetry);
        return KeepAsync((known, now) => EntryOf(failure.Error, known, now) with { IsTransient = failure.IsTransient, Retries = failure.Retries, NextRetry = failure.NextRetry });
    }

    public ValueTask BacklogLevelChangedAsync(BacklogLevel level, long bytes, long mostBytes) => KeepAsync((known, now) => level == BacklogLevel.Normal
        ? null
        : new SubscriptionExceptionEntry(known?.Oid ?? store.Subscriptions.NewOid(), source, null, known?.Time ?? now, ReceiverFailed, MessageOf(level, bytes, mostBytes), Receiver)
        {
            SqlState = SqlState.ConfigurationLimitExceeded.Code,
            IsTransient = true,
        });

    /// <summary>Notes an error that nobody tries again by himself.</summary>
    public ValueTask FailedAsync(GatewayException error) => FailedAsync(new ReceiverFailure(error, 0, null));

    private SubscriptionExceptionEntry EntryOf(GatewayException error, SubscriptionExceptionEntry? known, DateTime now)
    {
        var isOurs = error.State == SqlState.DiskFull || error.State == SqlState.IoError || error.State == SqlState.DataCorrupted;
        var isDown = error.State == SqlState.RemoteConnectionFailed || error.State.Code.StartsWith("08", StringComparison.Ordinal);
        var message = error.Hint is { } hint ? $"{error.Message}: {hint}" : error.Message;
        return new SubscriptionExceptionEntry(
            known?.Oid ?? store.Subscriptions.NewOid(), source, null, known?.Time ?? now, isOurs ? ReceiverFailed : isDown ? SourceDown : AdapterFailed, message, isOurs ? Receiver : Adapter)
        {
            SqlState = error.State.Code,
        };
    }

    private static string MessageOf(BacklogLevel level, long bytes, long mostBytes) => level == BacklogLevel.Full
        ? $"the backlog is full: {bytes} of {mostBytes} bytes wait for subscriptions, and the source keeps what comes"
        : $"the backlog is nearly full: {bytes} of {mostBytes} bytes wait for subscriptions";

    // The receiver waits for this, and goes on whatever becomes of it.
    private async ValueTask KeepAsync(Func<SubscriptionExceptionEntry?, DateTime, SubscriptionExceptionEntry?> next)
    {
        try
        {
            using var turn = await store.Subscriptions.EnterAsync(source, CancellationToken.None);
            var known = store.Subscriptions.Current.Exceptions.Values.FirstOrDefault(entry => entry.Source == source && entry.Subscription is null);
            var entry = next(known, time.GetUtcNow().UtcDateTime);
            if (entry is not null)
            {
                if (await store.Subscriptions.RaiseAsync(entry) is { } failure) log.ExceptionNotKept(source, failure.Message);
            }
            else if (known is not null)
            {
                await store.Subscriptions.ChangeAsync(change => change.RemoveException(known.Oid));
            }
        }
        catch (Exception e) when (e is GatewayException or ObjectDisposedException)
        {
            log.ExceptionNotKept(source, e.Message);
        }
    }
}
