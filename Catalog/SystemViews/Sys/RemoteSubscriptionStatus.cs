using FederationGateway.Common;

namespace FederationGateway.Catalog.SystemViews.Sys;

/// <summary>REMOTE_SUBSCRIPTION_STATUS, as scripts call it: the states of M_REMOTE_SUBSCRIPTIONS.</summary>
public sealed class RemoteSubscriptionStatus() : SysView("REMOTE_SUBSCRIPTION_STATUS", 109)
{
    protected override IReadOnlyList<(string Name, SqlType Type)> Columns { get; } = [Text("SCHEMA_NAME"), Text("SUBSCRIPTION_NAME"), Text("REMOTE_SOURCE_NAME"), Text("STATUS")];

    public override IEnumerable<object?[]> Rows(SystemViewContext context) =>
        from subscription in RemoteSubscriptions.All(context)
        let state = context.Runtime.Subscriptions.Progress.GetValueOrDefault(subscription.Oid)?.State ?? SubscriptionState.Created
        select new object?[] { subscription.Schema, subscription.Name, RemoteSubscriptions.SourceNameOf(context, subscription.Source), SubscriptionStates.NameOf(state) };
}
