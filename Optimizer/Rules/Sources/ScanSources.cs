using FederationGateway.Common;
using FederationGateway.Optimizer.Engine;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Rules.Sources;

/// <summary>
/// Draws the line between sources and this side: below it, at first, only the scans.
/// <code>
/// Scan: t [a]     =>     Remote: s
///                          Scan: t [a]
/// </code>
/// A source that cannot leave columns out is asked for all, in their order, and the others are dropped here.
/// </summary>
public sealed class ScanSources : IRewriteRule
{
    public PlanNode? Apply(PlanNode node, RuleContext context)
    {
        if (node is not ScanNode scan) return null;
        var source = scan.Table.Source;
        if (context.SourceOf(source).Capabilities.Has(Capability.Project) || ReadsAllInOrder(scan)) return new RemoteNode(source, scan);

        var byOrdinal = scan.Columns.ToLookup(column => column.Ordinal);
        var all = scan.Table.Columns.Select((column, ordinal) =>
            byOrdinal[ordinal].FirstOrDefault() ?? new ScanColumn(context.NewColumn(column.Name, column.Type, column.IsNullable), ordinal)).ToEquatableArray();
        var remote = new RemoteNode(source, scan with { Columns = all });
        var items = scan.Columns.Select(column => new ProjectItem(column.Column, all[column.Ordinal].Column.ToExpression())).ToEquatableArray();
        return new ProjectNode(remote, items);
    }

    private static bool ReadsAllInOrder(ScanNode scan) =>
        scan.Columns.Select(column => column.Ordinal).SequenceEqual(Enumerable.Range(0, scan.Table.Columns.Count));
}
