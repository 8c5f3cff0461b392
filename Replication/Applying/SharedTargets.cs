using FederationGateway.Catalog;
using FederationGateway.Common;

namespace FederationGateway.Replication.Applying;

/// <summary>Targets that get the rows of several tables.</summary>
internal static class SharedTargets
{
    /// <summary>A table that is emptied at its source takes none of another table's rows with it, and nothing tells which of the target's are its own.</summary>
    /// <param name="row">The number of the truncation.</param>
    /// <exception cref="RowConflictException">Subscriptions of other tables have the same target.</exception>
    public static void RefuseTruncation(CatalogSnapshot snapshot, SubscriptionEntry subscription, long row)
    {
        if (subscription.Mode == ChangeMode.Insert || subscription.Target.Kind != TargetKind.Table) return;
        var other = snapshot.SubscriptionsByOid.Values.FirstOrDefault(known => known.Target == subscription.Target && (known.Source, known.VirtualTable) != (subscription.Source, subscription.VirtualTable));
        if (other is null) return;
        throw new RowConflictException(
            row, ExceptionNumbers.DeltaFailed, SqlState.ObjectNotInPrerequisiteState,
            $"the source's table was truncated, and the target also has the rows of remote subscription \"{other.QualifiedName}\": delete those of the table there, then IGNORE this exception");
    }
}
