using FederationGateway.Catalog;

namespace FederationGateway.Replication.Applying;

/// <summary>A subscription that takes part in a local transaction.</summary>
internal sealed class Member(AppliedSubscription plan, TargetWriter writer, CapturedTableRecord table, SubscriptionProgress progress)
{
    public SubscriptionEntry Entry => plan.Entry;

    public AppliedSubscription Plan => plan;

    public CapturedTableRecord Table => table;

    public TargetWriter Writer => writer;

    /// <summary>As it was when the transaction began.</summary>
    public SubscriptionProgress Progress => progress;

    /// <summary>Whether changes must fit what the target holds.</summary>
    public bool IsStrict => progress.State == SubscriptionState.ApplyChangeData;
}

/// <summary>What a local transaction has done for a member.</summary>
internal sealed class Tally
{
    public long Rows { get; set; }

    public long Bytes { get; set; }

    public long Transactions { get; set; }

    public long Ignored { get; set; }

    /// <summary>False when nothing was for the member.</summary>
    public bool IsSomething => Rows > 0 || Ignored > 0;
}
