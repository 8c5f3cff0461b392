using FederationGateway.Optimizer.Engine;
using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Rules.Predicates;

/// <summary>
/// A join condition that looks at one side only filters that side, where rows of it can only be missed, not made up.
/// <code>
/// Left join: a.x = b.x AND b.y > 2         Left join: a.x = b.x
///   a                                 =>     a
///   b                                        Filter: b.y > 2
///                                              b
/// </code>
/// </summary>
public sealed class PushJoinConditionIntoInputs : IRewriteRule
{
    public PlanNode? Apply(PlanNode node, RuleContext context)
    {
        if (node is not JoinNode { Condition: { } condition } join) return null;
        var intoLeft = join.Kind is JoinKind.Inner or JoinKind.Cross or JoinKind.Right or JoinKind.Semi;
        var intoRight = join.Kind is not (JoinKind.Right or JoinKind.Full);
        var (left, right) = (join.Left.Ids(), join.Right.Ids());
        List<Expression> toLeft = [], toRight = [], rest = [];
        foreach (var conjunct in condition.Conjuncts())
        {
            if (conjunct is ConstantExpression { Value: true }) continue;
            if (!conjunct.IsVolatile() && intoLeft && conjunct.ReadsOnly(left)) toLeft.Add(conjunct);
            else if (!conjunct.IsVolatile() && intoRight && conjunct.ReadsOnly(right)) toRight.Add(conjunct);
            else rest.Add(conjunct);
        }

        if (rest.Count == condition.Conjuncts().Count()) return null;
        var kind = join.Kind == JoinKind.Inner && rest.Count == 0 ? JoinKind.Cross : join.Kind;
        return join with { Kind = kind, Left = join.Left.Filtered(toLeft), Right = join.Right.Filtered(toRight), Condition = Conditions.OrNull(rest) };
    }
}
