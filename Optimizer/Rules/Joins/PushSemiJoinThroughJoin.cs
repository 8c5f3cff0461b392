using FederationGateway.Optimizer.Engine;
using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Rules.Joins;

/// <summary>
/// Rows of one side of a join are looked up (or missed) in a table of their own source before they are joined, so that the source can do it.
/// <code>
/// Semi join: b.y = c.y            Inner join: a.x = b.x
///   Inner join: a.x = b.x    =>     Remote: s1 a
///     Remote: s1 a                  Semi join: b.y = c.y
///     Remote: s2 b                    Remote: s2 b
///   Remote: s2 c                      Remote: s2 c
/// </code>
/// Whether a row of b has a partner in c does not depend on a: rows may be dropped before or after they are multiplied. Not into the side of an outer join whose missing
/// rows are made up.
/// </summary>
public sealed class PushSemiJoinThroughJoin : IRewriteRule
{
    public PlanNode? Apply(PlanNode node, RuleContext context)
    {
        if (node is not JoinNode { Kind: JoinKind.Semi or JoinKind.Anti, IsLateral: false, Condition: { } condition, Left: JoinNode join } reducing) return null;
        if (TableSources.Of(reducing.Right) is not [var source] || TableSources.Of(join).Count < 2 || FreeColumns.Of(reducing.Right).Count > 0) return null;
        var asked = FreeColumns.Of(condition);
        asked.ExceptWith(reducing.Right.Ids());
        if (asked.Count == 0 || condition.IsVolatile()) return null;

        // One reducing join passes another only to its own source's rows: two of them would otherwise change places for ever.
        var isLeftOpen = join.Kind is JoinKind.Inner or JoinKind.Cross or JoinKind.Left || (join.Kind is JoinKind.Semi or JoinKind.Anti && TableSources.Of(join.Left).Count == 1);
        var isRightOpen = join.Kind is JoinKind.Inner or JoinKind.Cross or JoinKind.Right && !join.IsLateral;
        if (isLeftOpen && IsOn(join.Left)) return join with { Left = reducing with { Left = join.Left } };
        return isRightOpen && IsOn(join.Right) ? join with { Right = reducing with { Left = join.Right } } : null;

        bool IsOn(PlanNode side) => asked.IsSubsetOf(side.Ids()) && TableSources.Of(side).Contains(source);
    }
}
