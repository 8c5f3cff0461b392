using FederationGateway.Optimizer.Engine;
using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Rules.DynamicFilters;

/// <summary>Finds the fragment that has all values a column can have.</summary>
internal static class BuildSide
{
    /// <summary>The fragment and its column; null when the values come from several fragments or are computed here.</summary>
    public static (RemoteNode Remote, OutputColumn Column)? Find(PlanNode node, ColumnId id) => node switch
    {
        RemoteNode remote => remote.Output.FirstOrDefault(column => column.Id == id) is { } column ? (remote, column) : null,
        FilterNode or SortNode or LimitNode or DistinctNode or WindowNode => Find(node.Inputs[0], id),
        ProjectNode project => Through(project.Items, project.Input, id),
        AggregateNode aggregate => Through(aggregate.GroupBy, aggregate.Input, id),
        JoinNode join => Find(join.Left.Ids().Contains(id) ? join.Left : join.Right, id),
        WithNode with => Find(with.Body, id),
        _ => null,
    };

    private static (RemoteNode, OutputColumn)? Through(IEnumerable<ProjectItem> items, PlanNode input, ColumnId id) =>
        items.FirstOrDefault(item => item.Column.Id == id) is { Expression: ColumnExpression passed } ? Find(input, passed.Id) : null;
}
