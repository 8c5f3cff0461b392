using FederationGateway.Catalog;
using FederationGateway.Common;

namespace FederationGateway.Replication.Applying;

/// <summary>Subscriptions as the applier sees them, made anew when the catalog or the captured table has changed.</summary>
internal sealed class MemberPlans(ISubscriptionPlanner planner, ApplierOptions options)
{
    private readonly Dictionary<long, (long Version, CapturedTableRecord Table, AppliedSubscription Plan, TargetWriter Writer)> _plans = [];

    /// <summary>Throws what says that the subscription does not fit any more.</summary>
    public Member Get(CatalogSnapshot snapshot, SubscriptionEntry entry, SubscriptionProgress progress, CaptureRecord capture)
    {
        return Make(snapshot, entry, progress, TableAt(capture, progress));
    }

    /// <summary>The same; null when it does not fit any more.</summary>
    public Member? TryGet(CatalogSnapshot snapshot, SubscriptionEntry entry, SubscriptionProgress progress, CaptureRecord capture)
    {
        try
        {
            return Get(snapshot, entry, progress, capture);
        }
        catch (GatewayException)
        {
            return null;
        }
    }

    /// <summary>The same for rows that have a definition.</summary>
    public Member Make(CatalogSnapshot snapshot, SubscriptionEntry entry, SubscriptionProgress progress, CapturedTableRecord table)
    {
        if (ChangeSets.TargetOf(snapshot, entry) is null) throw new GatewayException(SqlState.UndefinedTable, "the target of the subscription is gone");
        if (!_plans.TryGetValue(entry.Oid, out var made) || made.Version != snapshot.Version || made.Table != table)
        {
            var plan = planner.Plan(snapshot, entry, table);
            _plans[entry.Oid] = made = (snapshot.Version, table, plan, TargetWriter.For(new SubscriptionSql(plan), options));
        }

        return new Member(made.Plan, made.Writer, table, progress);
    }

    // The definition that the rows of the next chunk have: the latest that was told of before it.
    private static CapturedTableRecord TableAt(CaptureRecord capture, SubscriptionProgress progress) =>
        capture.Tables.Where(table => table.Id == progress.CapturedTable).OrderBy(table => table.SinceChunk > progress.Chunk).ThenByDescending(table => table.SinceChunk).FirstOrDefault()
        ?? throw new GatewayException(SqlState.ObjectNotInPrerequisiteState, "the table is not captured any more") { Hint = "RESET the subscription and QUEUE it again." };
}
