using FederationGateway.Common;
using FederationGateway.Optimizer.Engine;
using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Rules.Simplify;

/// <summary>
/// What is made from no rows is no rows, and need not be fetched.
/// <code>
/// Inner join: c
///   Values: 0 rows     =>     Values: 0 rows
///   Scan: t
/// </code>
/// </summary>
public sealed class RemoveEmptyInputs : IRewriteRule
{
    public PlanNode? Apply(PlanNode node, RuleContext context) => node switch
    {
        LimitNode { Limit: ConstantExpression { Value: 0L } } => Empty(node),
        FilterNode or ProjectNode or WindowNode or SortNode or LimitNode or DistinctNode or AggregateNode { GroupBy.IsEmpty: false, GroupingSets.IsEmpty: true }
            when IsEmpty(node.Inputs[0]) => Empty(node),
        JoinNode { Kind: JoinKind.Inner or JoinKind.Cross or JoinKind.Semi } join when IsEmpty(join.Left) || IsEmpty(join.Right) => Empty(node),
        JoinNode { Kind: JoinKind.Left or JoinKind.Anti } join when IsEmpty(join.Left) => Empty(node),
        JoinNode { Kind: JoinKind.Right } join when IsEmpty(join.Right) => Empty(node),
        JoinNode { Kind: JoinKind.Anti } join when IsEmpty(join.Right) => join.Left,
        SetOperationNode { Kind: SetOperationKind.Union, IsAll: true } union when union.Branches.Any(IsEmpty) => WithoutEmptyBranches(union),
        _ => null,
    };

    private static PlanNode WithoutEmptyBranches(SetOperationNode union)
    {
        var branches = union.Branches.Where(branch => !IsEmpty(branch)).ToEquatableArray();
        if (branches.IsEmpty) return Empty(union);
        if (branches.Count > 1) return union with { Branches = branches };
        var only = branches[0];
        return new ProjectNode(only, union.Columns.Select((column, index) => new ProjectItem(column, only.Output[index].ToExpression())).ToEquatableArray());
    }

    private static bool IsEmpty(PlanNode node) => node is ValuesNode { Rows.IsEmpty: true };

    private static ValuesNode Empty(PlanNode node) => new(node.Output, []);
}
