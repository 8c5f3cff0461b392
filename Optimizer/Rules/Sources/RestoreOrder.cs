using FederationGateway.Common;
using FederationGateway.Optimizer.Engine;
using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Rules.Sources;

/// <summary>
/// The order of rows survives only where one statement delivers them: when operators here come after a fragment that sorts, the sort is done here as well.
/// <code>
/// Project: f(x)              Project: f(x)
///   Remote: s         =>       Sort: x
///     Sort: x                    Remote: s
///       Scan: t                    Scan: t
/// </code>
/// A sort under a LIMIT stays in the fragment too; there it chooses the rows. Where no order is seen, the fragment's bare sort goes.
/// </summary>
public sealed class RestoreOrder : IPlanPass
{
    public PlanNode Run(PlanNode plan, RuleContext context) => plan is RemoteNode ? plan : Restore(plan, isOrdered: true);

    private static PlanNode Restore(PlanNode plan, bool isOrdered)
    {
        if (plan is RemoteNode remote) return isOrdered ? Above(remote) : Unordered(remote);
        var inputs = plan.Inputs.Select((input, index) => Restore(input, IsOrderSeen(plan, index, isOrdered))).ToArray();
        var changed = inputs.Where((input, index) => !ReferenceEquals(input, plan.Inputs[index])).Any();
        return Subqueries.MapQueries(changed ? plan.WithInputs(inputs.ToEquatableArray()) : plan, query => query is RemoteNode ? query : Restore(query, isOrdered: true));
    }

    /// <summary>Whether the order in which an input's rows arrive can be seen in the node's result.</summary>
    private static bool IsOrderSeen(PlanNode node, int input, bool isOrdered) => node switch
    {
        LimitNode or WindowNode => true,
        ProjectNode or FilterNode => isOrdered,
        WithNode with => isOrdered && input == with.Tables.Count,
        _ => false,
    };

    private static PlanNode Above(RemoteNode remote) => remote.Fragment switch
    {
        SortNode sort => sort with { Input = remote with { Fragment = sort.Input } },
        LimitNode { Input: SortNode sort } => new SortNode(remote, sort.Keys),
        ProjectNode project when IsSorted(project.Input) => project with { Input = Above(remote with { Fragment = project.Input }) },
        LimitNode { Input: ProjectNode project } limit when IsSorted(project) => project with { Input = Above(remote with { Fragment = limit with { Input = project.Input } }) },
        _ => remote,
    };

    private static bool IsSorted(PlanNode node) => node switch
    {
        SortNode => true,
        ProjectNode or LimitNode => IsSorted(node.Inputs[0]),
        _ => false,
    };

    private static RemoteNode Unordered(RemoteNode remote) => WithoutSort(remote.Fragment) is var bare && ReferenceEquals(bare, remote.Fragment) ? remote : remote with { Fragment = bare };

    private static PlanNode WithoutSort(PlanNode fragment) => fragment switch
    {
        SortNode sort => WithoutSort(sort.Input),
        ProjectNode project when IsSorted(project.Input) => project with { Input = WithoutSort(project.Input) },
        _ => fragment,
    };
}
