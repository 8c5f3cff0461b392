using FederationGateway.Adapters.Abstractions;
using FederationGateway.Catalog;
using FederationGateway.Common;
using FederationGateway.DuckDb;

namespace FederationGateway.Replication.Provisioning;

/// <summary>Loads that meet the stream at exactly one position.</summary>
internal sealed partial class SourceReplication
{
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(20);

    /// <summary>The source as it is at one position of its stream, behind the marks of subscriptions that wait for their load; null when it cannot be seen so.</summary>
    public ValueTask<IAlignedSnapshot?> OpenSnapshotAsync(CancellationToken cancellationToken) =>
        Capture is { Start.Length: > 0 } capture ? _access.Capture.OpenSnapshotAsync(capture.Name, cancellationToken) : ValueTask.FromResult<IAlignedSnapshot?>(null);

    /// <summary>
    /// Commits the transaction on the connection, in which a subscription's target was loaded as of a position, and that changes from there on are applied as they come. Fails, and nothing is loaded,
    /// when the subscription no longer waits for that.
    /// </summary>
    public async Task LoadedAsync(SubscriptionEntry subscription, ChangePosition position, DuckDbConnection connection, CancellationToken cancellationToken)
    {
        using (await _store.Subscriptions.EnterAsync(_source, cancellationToken))
        {
            var progress = Known(subscription, "a load");
            if (progress.State != SubscriptionState.MatStartEndMarker) throw WrongState(subscription, progress.State, "a load", "QUEUE comes before it.");
            var change = new SubscriptionChange(connection);
            change.Set(progress with { State = SubscriptionState.ApplyChangeData, LoadedPosition = position.ToString() });
            Failpoints.Hit("provisioning.loading");
            await _store.Subscriptions.CommitAsync(change, () => connection.CommitAsync());
            Failpoints.Hit("provisioning.loaded");
        }

        _run?.Applier.Changed();
    }

    /// <summary>Waits until all of the subscriptions are in a state, or past it.</summary>
    /// <exception cref="GatewayException">55000 when one was taken back meanwhile, or stands because of an exception.</exception>
    public async Task WaitAsync(IReadOnlyList<SubscriptionEntry> subscriptions, SubscriptionState state, CancellationToken cancellationToken)
    {
        while (true)
        {
            RefuseStanding(subscriptions);
            if (subscriptions.All(subscription => Known(subscription, "waiting").State >= state)) return;
            await Task.Delay(LookAgainAfter, _time, cancellationToken);
        }
    }

    /// <summary>55000 when the source, or one of the subscriptions, stands because of an exception.</summary>
    private void RefuseStanding(IReadOnlyList<SubscriptionEntry> subscriptions)
    {
        var standing = _store.Subscriptions.Current.Exceptions.Values.FirstOrDefault(entry =>
            !entry.IsTransient && entry.Source == _source && (entry.Subscription is null || subscriptions.Any(subscription => subscription.Oid == entry.Subscription)));
        if (standing is null) return;
        throw new GatewayException(SqlState.ObjectNotInPrerequisiteState, $"remote source \"{_access.Entry?.Name}\" does not go on: {standing.Message}")
        {
            Hint = "Its exceptions are in SYS.REMOTE_SUBSCRIPTION_EXCEPTIONS.",
        };
    }
}
