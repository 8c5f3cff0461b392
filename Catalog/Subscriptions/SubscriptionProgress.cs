using FederationGateway.Adapters.Abstractions;
using FederationGateway.Common;

namespace FederationGateway.Catalog;

/// <summary>How far a subscription has come: durable, changed in the transaction of the changes it counts.</summary>
/// <param name="Oid">The subscription's.</param>
public sealed record SubscriptionProgress(long Oid, SubscriptionState State)
{
    /// <summary>The marks that QUEUE and DISTRIBUTE put into the source's stream, and when (UTC).</summary>
    public string? BeginMarker { get; init; }

    public string? EndMarker { get; init; }

    public DateTime? BeginMarkerTime { get; init; }

    public DateTime? EndMarkerTime { get; init; }

    /// <summary>The last chunk of the source's backlog that is in the target, or that is not for it: the next one to apply is behind it.</summary>
    public long Chunk { get; init; }

    /// <summary>The end of the last source transaction that is in the target, its name and its commit time (UTC, the source's clock); null before the first.</summary>
    public string? Position { get; init; }

    public string? TransactionId { get; init; }

    public DateTime? TransactionTime { get; init; }

    /// <summary>Rows of changes applied since QUEUE, and their bytes.</summary>
    public long AppliedRows { get; init; }

    public long AppliedBytes { get; init; }

    /// <summary>Source transactions that had such rows.</summary>
    public long AppliedTransactions { get; init; }

    /// <summary>Rows skipped by PROCESS REMOTE SUBSCRIPTION EXCEPTION … IGNORE.</summary>
    public long IgnoredRows { get; init; }

    /// <summary>
    /// Rows that IGNORE says to skip, both images of an update: put here by PROCESS REMOTE SUBSCRIPTION EXCEPTION … IGNORE with the exception's place, taken out by the applier
    /// once it is past them.
    /// </summary>
    public EquatableArray<ChangePlace> Ignored { get; init; }

    /// <summary>When rows were applied last, UTC.</summary>
    public DateTime? LastApplied { get; init; }

    /// <summary>The columns of the source's table, by its captured definition, that the next row will have: a number from <see cref="CaptureRecord.Tables"/>.</summary>
    public int CapturedTable { get; init; }

    /// <summary>
    /// The target was loaded from exactly this position of the stream (hexadecimal): transactions that end at it or before are in the load and are left out, those after it
    /// are applied strictly. Null when the load was the user's, between the two markers.
    /// </summary>
    public string? LoadedPosition { get; init; }

    /// <summary>A RESYNC that has been ordered or is needed, and has not come to its end; null when there is none.</summary>
    public SubscriptionResync? Resync { get; init; }

    public ChangePosition? LastPosition => Position is null ? null : ChangePosition.FromHex(Position);
}

/// <summary>What is to be made equal to the source again.</summary>
/// <param name="Condition">Which rows, as the user wrote it; null for all.</param>
/// <param name="Since">When it was ordered, or became necessary, UTC.</param>
/// <param name="IsGap">True when changes are missing: nothing is applied until all rows are equal again.</param>
public sealed record SubscriptionResync(string? Condition, DateTime Since, bool IsGap = false)
{
    /// <summary>True when nobody has to order it: rows lack what a change of the source's definition has put into them.</summary>
    public bool IsAutomatic { get; init; }
}

/// <summary>The states of a subscription, in the order it goes through them.</summary>
public enum SubscriptionState
{
    /// <summary>Defined; the source knows nothing of it.</summary>
    Created,

    /// <summary>QUEUE: the begin marker was put into the stream and has not come yet.</summary>
    MatStartBegMarker,

    /// <summary>The begin marker came: changes are kept while the user loads the target.</summary>
    MatStartEndMarker,

    /// <summary>DISTRIBUTE before the begin marker came.</summary>
    MatCompBegMarker,

    /// <summary>DISTRIBUTE: the end marker was put into the stream and has not come yet.</summary>
    MatCompEndMarker,

    /// <summary>The end marker came: what changed between the two marks is applied, whether the load has seen it or not.</summary>
    AutoCorrectChangeData,

    /// <summary>Each change is applied as it comes, and must fit what is there.</summary>
    ApplyChangeData,
}

/// <summary>Words for the states, as the dictionary shows them.</summary>
public static class SubscriptionStates
{
    public static string NameOf(SubscriptionState state) => state switch
    {
        SubscriptionState.Created => "CREATED",
        SubscriptionState.MatStartBegMarker => "MAT_START_BEG_MARKER",
        SubscriptionState.MatStartEndMarker => "MAT_START_END_MARKER",
        SubscriptionState.MatCompBegMarker => "MAT_COMP_BEG_MARKER",
        SubscriptionState.MatCompEndMarker => "MAT_COMP_END_MARKER",
        SubscriptionState.AutoCorrectChangeData => "AUTO_CORRECT_CHANGE_DATA",
        SubscriptionState.ApplyChangeData => "APPLY_CHANGE_DATA",
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };
}
