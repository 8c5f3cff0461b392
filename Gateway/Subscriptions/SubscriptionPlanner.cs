using FederationGateway.Adapters.Abstractions;
using FederationGateway.Binder;
using FederationGateway.Binder.Statements;
using FederationGateway.Catalog;
using FederationGateway.Common;
using FederationGateway.Gateway.Procedures;
using FederationGateway.Gateway.Sessions;
using FederationGateway.Replication.Applying;

namespace FederationGateway.Gateway.Subscriptions;

/// <summary>Binds subscriptions as their owners would, in no session: what depends on a session was refused when they were made.</summary>
/// <param name="core">Where procedures run: made after this.</param>
internal sealed class SubscriptionPlanner(Func<GatewayCore> core) : ISubscriptionPlanner
{
    public AppliedSubscription Plan(CatalogSnapshot snapshot, SubscriptionEntry subscription, CapturedTableRecord table)
    {
        var bound = Bind(snapshot, subscription, table.Definition);
        return new AppliedSubscription(
            subscription, ChangeSets.TargetOf(snapshot, subscription)!, table.Id, bound.Columns, bound.TargetOrdinals, bound.Values, bound.Filter, bound.Keys)
        {
            Program = TargetProgram.Of(snapshot, subscription) is { } program ? new ProcedureTarget(core(), subscription, program) : null,
        };
    }

    /// <summary>The subscription over the columns of its table as that is captured.</summary>
    public static BoundSubscription Bind(CatalogSnapshot snapshot, SubscriptionEntry subscription, RemoteTable captured)
    {
        var context = new BindingContext(snapshot, subscription.Query?.SearchPath ?? []) { CurrentUser = subscription.Owner, SessionUser = subscription.Owner, Database = GatewayCore.DatabaseName, SeesEverything = subscription.IsReplica };
        try
        {
            return new StatementBinder(context).BindSubscription(subscription, captured);
        }
        catch (LinkedTableNeededException needed)
        {
            throw new GatewayException(SqlState.FeatureNotSupported, $"table {needed.Name} in a remote subscription is not supported");
        }
    }

    /// <summary>What its owner has to be allowed.</summary>
    public static BoundSubscription Bind(CatalogSnapshot snapshot, SubscriptionEntry subscription) =>
        snapshot.RelationsByOid.GetValueOrDefault(subscription.VirtualTable) is VirtualTableEntry table
            ? Bind(snapshot, subscription, new RemoteTable(table.RemoteName, table.Handle.Path, table.Columns, table.Handle.Keys))
            : throw new GatewayException(SqlState.UndefinedObject, "the virtual table of the remote subscription is gone");
}
