using FederationGateway.Optimizer.Engine;
using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Rules.Predicates;

/// <summary>
/// A condition on one side of a join is asked of that side; one on both sides of an inner join is a join condition.
/// <code>
/// Filter: a.x > 1 AND b.y > 2         Left join
///   Left join                   =>      Filter: a.x > 1          (b.y > 2 stays above: it also judges made-up rows)
///     a                                   a
///     b                                 b
/// </code>
/// </summary>
public sealed class PushFilterThroughJoin : IRewriteRule
{
    public PlanNode? Apply(PlanNode node, RuleContext context)
    {
        if (node is not FilterNode { Input: JoinNode join } filter) return null;
        var (left, right) = (join.Left.Ids(), join.Right.Ids());
        var intoLeft = join.Kind is not (JoinKind.Right or JoinKind.Full);
        var intoRight = join.Kind is JoinKind.Inner or JoinKind.Cross or JoinKind.Right;
        var isInner = join.Kind is JoinKind.Inner or JoinKind.Cross;

        List<Expression> toLeft = [], toRight = [], toCondition = [], rest = [];
        foreach (var conjunct in filter.Predicate.Conjuncts())
        {
            if (conjunct.IsVolatile()) rest.Add(conjunct);
            else if (intoLeft && conjunct.ReadsOnly(left)) toLeft.Add(conjunct);
            else if (intoRight && conjunct.ReadsOnly(right)) toRight.Add(conjunct);
            else if (isInner && !conjunct.HasSubquery() && conjunct.ReadsOnly([.. left, .. right])) toCondition.Add(conjunct);
            else rest.Add(conjunct);
        }

        if (toLeft.Count + toRight.Count + toCondition.Count == 0) return null;
        var pushed = join with { Left = join.Left.Filtered(toLeft), Right = join.Right.Filtered(toRight) };
        if (toCondition.Count > 0) pushed = pushed with { Kind = JoinKind.Inner, Condition = ExpressionWalk.And([.. Conditions.Of(join.Condition), .. toCondition]) };
        return pushed.Filtered(rest);
    }
}
