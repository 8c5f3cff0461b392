using FederationGateway.Common;

namespace FederationGateway.Catalog.SystemViews.Sys;

/// <summary>M_REMOTE_SUBSCRIPTION_COMPONENTS: the parts of the machinery behind a subscription that is past CREATED, each OK, SUSPENDED or in ERROR, and why.</summary>
public sealed class RemoteSubscriptionComponents() : SysView("M_REMOTE_SUBSCRIPTION_COMPONENTS", 104)
{
    private static readonly string[] Components = ["DPSERVER", "ADAPTER", "RECEIVER", "APPLIER"];

    protected override IReadOnlyList<(string Name, SqlType Type)> Columns { get; } =
        [Text("SCHEMA_NAME"), Text("SUBSCRIPTION_NAME"), Text("COMPONENT", 10), Text("STATUS", 10), Text("MESSAGE", 2000)];

    public override IEnumerable<object?[]> Rows(SystemViewContext context)
    {
        var work = context.Runtime.Subscriptions;
        return from subscription in RemoteSubscriptions.All(context)
               where work.Progress.ContainsKey(subscription.Oid)
               from component in Components
               let failure = work.Exceptions.Values.FirstOrDefault(entry => entry.Component == component && entry.Source == subscription.Source && (entry.Subscription is null || entry.Subscription == subscription.Oid))
               let isSuspended = work.Captures.GetValueOrDefault(subscription.Source) is { } capture && (component is "ADAPTER" or "RECEIVER" ? capture.IsCaptureSuspended : component == "APPLIER" && capture.IsDistributionSuspended)
               select new object?[] { subscription.Schema, subscription.Name, component, failure is not null ? "ERROR" : isSuspended ? "SUSPENDED" : "OK", failure?.Message };
    }
}
