using FederationGateway.Catalog;
using FederationGateway.Common;

namespace FederationGateway.Replication.Provisioning;

/// <summary>Rows that a change of the source's definition has changed without telling: they are read from there, by a RESYNC that nobody has to order.</summary>
internal sealed partial class SourceReplication
{
    private readonly SemaphoreSlim _lacking = new(0);

    private async Task KeepFilledAsync()
    {
        await Task.Yield();
        var pause = Timeout.InfiniteTimeSpan;
        try
        {
            while (true)
            {
                var isDone = true;
                foreach (var progress in Progress().Where(progress => progress.Resync is { IsAutomatic: true })) isDone &= await TryFillAsync(progress);
                pause = isDone ? Timeout.InfiniteTimeSpan : pause == Timeout.InfiniteTimeSpan ? _options.FirstRetry : pause * 2 < _options.LongestRetry ? pause * 2 : _options.LongestRetry;
                await _lacking.WaitAsync(pause, _end.Token);
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    // What stands in its way is an exception of the subscription or of the source, as a rule, or goes away by itself.
    private async Task<bool> TryFillAsync(SubscriptionProgress progress)
    {
        if (_store.Current.SubscriptionsByOid.GetValueOrDefault(progress.Oid) is not { } subscription) return true;
        try
        {
            await _options.Resync(subscription, progress.Resync!.Condition, _end.Token);
            return true;
        }
        catch (Exception e) when (!_end.IsCancellationRequested)
        {
            _log.NotFilled(subscription.QualifiedName, e is GatewayException ? e.Message : e.ToString());
            return false;
        }
    }
}
