using FederationGateway.Optimizer.Engine;
using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Rules.Simplify;

/// <summary>
/// An outer join whose made-up rows the condition above throws away is an inner join (or a one-sided one).
/// <code>
/// Filter: b.y > 3                 Filter: b.y > 3
///   Left join: a.x = b.x    =>      Inner join: a.x = b.x
/// </code>
/// Safe because the condition is not true for any row in which all columns of the missing side are null.
/// </summary>
public sealed class SimplifyOuterJoin : IRewriteRule
{
    public PlanNode? Apply(PlanNode node, RuleContext context) => node switch
    {
        FilterNode { Input: JoinNode join } filter when Simplify(join, filter.Predicate) is { } simpler => filter with { Input = simpler },
        JoinNode { Kind: JoinKind.Inner or JoinKind.Semi, Condition: { } condition, Left: JoinNode left } join when Simplify(left, condition) is { } simpler => join with { Left = simpler },
        JoinNode { Kind: JoinKind.Inner, Condition: { } condition, Right: JoinNode right } join when Simplify(right, condition) is { } simpler => join with { Right = simpler },
        _ => null,
    };

    private static JoinNode? Simplify(JoinNode join, Expression condition)
    {
        var keepsLeft = join.Kind is JoinKind.Left or JoinKind.Full;
        var keepsRight = join.Kind is JoinKind.Right or JoinKind.Full;
        var dropsMissingRight = keepsLeft && Nullability.Rejects(condition, join.Right.Ids());
        var dropsMissingLeft = keepsRight && Nullability.Rejects(condition, join.Left.Ids());
        if (!dropsMissingLeft && !dropsMissingRight) return null;
        return join with { Kind = (keepsLeft && !dropsMissingRight, keepsRight && !dropsMissingLeft) switch
        {
            (true, true) => JoinKind.Full,
            (true, false) => JoinKind.Left,
            (false, true) => JoinKind.Right,
            _ => JoinKind.Inner,
        } };
    }
}
