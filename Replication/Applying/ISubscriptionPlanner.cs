using FederationGateway.Catalog;

namespace FederationGateway.Replication.Applying;

/// <summary>Binds what a subscription says to the columns of the captured table and of the target.</summary>
public interface ISubscriptionPlanner
{
    /// <summary>
    /// A subscription as the applier sees it, by the catalog as it is and the table as it was captured. 0A000 or 42804 style errors say why it no longer fits; they become an
    /// exception of the subscription.
    /// </summary>
    AppliedSubscription Plan(CatalogSnapshot snapshot, SubscriptionEntry subscription, CapturedTableRecord table);
}
