using FederationGateway.Catalog;

namespace FederationGateway.Replication.Applying;

/// <summary>
/// Which places of subscriptions are durable. Of many subscriptions only few have something in a group: the others' places are written from time to time, not each time.
/// </summary>
internal sealed class DurablePlaces(TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private readonly Dictionary<long, Place> _places = [];

    /// <summary>Whether the place of one that had nothing in a group is to be written all the same.</summary>
    public bool IsDue(SubscriptionProgress before) => !_places.TryGetValue(before.Oid, out var place) || place.Shown != before || time.GetElapsedTime(place.Written) >= Patience;

    public void Wrote(SubscriptionProgress progress) => _places[progress.Oid] = new Place(progress.Chunk, time.GetTimestamp(), progress);

    public void Showed(SubscriptionProgress progress) => _places[progress.Oid] = _places[progress.Oid] with { Shown = progress };

    /// <summary>The chunk up to which a subscription needs nothing, also after a restart.</summary>
    public long Of(SubscriptionProgress progress) =>

        // What others have written since is durable.
        _places.TryGetValue(progress.Oid, out var place) && ReferenceEquals(place.Shown, progress) ? Math.Min(place.Chunk, progress.Chunk) : progress.Chunk;

    private sealed record Place(long Chunk, long Written, SubscriptionProgress Shown);
}
