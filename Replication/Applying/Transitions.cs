using FederationGateway.Catalog;
using FederationGateway.Replication.Backlog;

namespace FederationGateway.Replication.Applying;

/// <summary>The transitions between a subscription's states that marks in the stream cause; the others are statements.</summary>
internal static class Transitions
{
    /// <summary>Where the subscription is by what has come; the same object when nothing changes.</summary>
    public static SubscriptionProgress Advance(SubscriptionProgress progress, IBacklog backlog)
    {
        switch (progress.State)
        {
            case SubscriptionState.MatStartBegMarker or SubscriptionState.MatCompBegMarker when progress.BeginMarker is { } begin && backlog.FindMarker(begin) is { } number:
                var next = progress.State == SubscriptionState.MatStartBegMarker ? SubscriptionState.MatStartEndMarker : SubscriptionState.MatCompEndMarker;
                return Advance(progress with { State = next, Chunk = number }, backlog);
            case SubscriptionState.MatCompEndMarker when progress.EndMarker is { } end && backlog.FindMarker(end) is not null:
                return Advance(progress with { State = SubscriptionState.AutoCorrectChangeData }, backlog);

            // A mark that is not there any more has been passed: it is kept as long as somebody needs it.
            case SubscriptionState.AutoCorrectChangeData when progress.Chunk >= (progress.EndMarker is null ? null : backlog.FindMarker(progress.EndMarker) ?? 0):
                return progress with { State = SubscriptionState.ApplyChangeData };
            default:
                return progress;
        }
    }
}
