using FederationGateway.Plan;

namespace FederationGateway.Executor.Local;

/// <summary>Fragments of the gateway's own store: the remainder that reads them runs on the store itself, so they are part of it.</summary>
internal static class LocalFragments
{
    /// <summary>The remainder with each local fragment in place of its node.</summary>
    public static PlanNode Inline(PlanNode plan) => plan.RewriteDeep(node => node is RemoteNode { Source: TableHandle.LocalSource } local ? local.Fragment : node);

    /// <summary>As <see cref="ReadsStore"/>, or the rows it has uploaded come from there.</summary>
    public static bool ReadsStoreAnywhere(PlanNode plan) =>
        ReadsStore(plan) || plan.SelfAndDescendantsDeep().OfType<RemoteNode>().SelectMany(remote => remote.Relocation?.Uploads ?? []).Any(upload => ReadsStoreAnywhere(upload.Input));

    /// <summary>True when something in the plan scans a table of the store.</summary>
    public static bool ReadsStore(PlanNode plan) => plan.SelfAndDescendantsDeep().Any(node => node is ScanNode { Table.Source: TableHandle.LocalSource } or RemoteNode { Source: TableHandle.LocalSource });
}
