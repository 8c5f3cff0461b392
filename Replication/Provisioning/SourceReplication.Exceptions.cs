using FederationGateway.Catalog;

namespace FederationGateway.Replication.Provisioning;

/// <summary>What users order about exceptions.</summary>
internal sealed partial class SourceReplication
{
    public async Task RetryAsync(IReadOnlyList<SubscriptionExceptionEntry> exceptions, CancellationToken cancellationToken)
    {
        using var order = await OrderAsync(cancellationToken);
        await RemoveAsync(exceptions, static (_, _) => { });
        if (exceptions.Any(entry => entry.Subscription is null))
        {
            if (_run is null) await RunAsync();
            else await _run.ReceiveAsync(Capture!);
        }

        _run?.Applier.Changed();
    }

    public async Task IgnoreAsync(IReadOnlyList<SubscriptionExceptionEntry> exceptions, CancellationToken cancellationToken)
    {
        using var order = await OrderAsync(cancellationToken);
        await RemoveAsync(exceptions, (change, entries) =>
        {
            foreach (var mine in entries.GroupBy(entry => entry.Subscription!.Value))
                if (_store.Subscriptions.Current.Progress.GetValueOrDefault(mine.Key) is { } progress)
                    change.Set(progress with { Ignored = [.. progress.Ignored, .. mine.Select(entry => entry.Place!)] });
        });
        _run?.Applier.Changed();
    }

    // Those that are there still: others have been processed, or have gone away, in the meantime.
    private async Task RemoveAsync(IReadOnlyList<SubscriptionExceptionEntry> exceptions, Action<SubscriptionChange, IReadOnlyList<SubscriptionExceptionEntry>> besides)
    {
        using var turn = await _store.Subscriptions.EnterAsync(_source, CancellationToken.None);
        var open = exceptions.Where(entry => _store.Subscriptions.Current.Exceptions.ContainsKey(entry.Oid)).ToList();
        Failpoints.Hit("exceptions-processing");
        await _store.Subscriptions.ChangeAsync(change =>
        {
            open.ForEach(entry => change.RemoveException(entry.Oid));
            besides(change, open);
        });
        Failpoints.Hit("exceptions-processed");
    }
}
