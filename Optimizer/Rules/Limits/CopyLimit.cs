using FederationGateway.Common;
using FederationGateway.Optimizer.Engine;
using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Rules.Limits;

/// <summary>
/// No branch of a UNION ALL, and no kept side of an outer join, needs to deliver more rows than the limit above.
/// <code>
/// Limit: 5 offset 2         Limit: 5 offset 2
///   Union all        =>       Union all
///     a                         Limit: 7
///     b                           a
///                               Limit: 7
///                                 b
/// </code>
/// The limit above stays. A top-n takes its sort keys along, if the branch or side has them all.
/// </summary>
public sealed class CopyLimit : IRewriteRule
{
    public PlanNode? Apply(PlanNode node, RuleContext context)
    {
        if (node is not LimitNode { WithTies: false, Limit: { } } limit || RowsNeeded(limit) is not { } rows) return null;
        var sort = limit.Input as SortNode;
        var below = Copy(sort?.Input ?? limit.Input, sort, rows);
        if (below is null) return null;
        return limit with { Input = sort is null ? below : sort with { Input = below } };
    }

    private static Expression? RowsNeeded(LimitNode limit) => limit switch
    {
        { Offset: null } => limit.Limit,
        { Limit: ConstantExpression { Value: long count }, Offset: ConstantExpression { Value: long skipped } } when count <= long.MaxValue - skipped =>
            new ConstantExpression(count + skipped, SqlType.Int8),
        _ => null,
    };

    private static PlanNode? Copy(PlanNode node, SortNode? sort, Expression rows)
    {
        switch (node)
        {
            case SetOperationNode { Kind: SetOperationKind.Union, IsAll: true } union:
                var branches = union.Branches.Select(branch => Limited(branch, SortOf(union, branch, sort), rows)).ToList();
                return branches.Any(branch => branch is null) ? null : union with { Branches = branches.Select(PlanNode (branch) => branch!).ToEquatableArray() };
            case JoinNode { Kind: JoinKind.Left } join when sort is null || sort.Keys.All(key => key.Expression.ReadsOnly(join.Left.Ids())):
                return Limited(join.Left, sort, rows) is { } left ? join with { Left = left } : null;
            case JoinNode { Kind: JoinKind.Right } join when sort is null || sort.Keys.All(key => key.Expression.ReadsOnly(join.Right.Ids())):
                return Limited(join.Right, sort, rows) is { } right ? join with { Right = right } : null;
            default: return null;
        }
    }

    private static SortNode? SortOf(PlanNode union, PlanNode branch, SortNode? sort)
    {
        if (sort is null) return null;
        var positions = Substitution.Positions(union, branch);
        return new SortNode(branch, sort.Keys.Select(key => key with { Expression = key.Expression.Replace(positions) }).ToEquatableArray());
    }

    /// <summary>Null for an input that is limited already, or by its nature.</summary>
    private static LimitNode? Limited(PlanNode input, SortNode? sort, Expression rows) =>
        IsLimited(input) ? null : new LimitNode(sort is null ? input : sort with { Input = input }, rows, null);

    private static bool IsLimited(PlanNode node) => node switch
    {
        LimitNode or ValuesNode or AggregateNode { GroupBy.IsEmpty: true, GroupingSets.IsEmpty: true } => true,
        ProjectNode or SortNode => IsLimited(node.Inputs[0]),
        _ => false,
    };
}
