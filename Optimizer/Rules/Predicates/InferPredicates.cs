using FederationGateway.Optimizer.Engine;
using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Rules.Predicates;

/// <summary>
/// What is known of a column is known of the column it must equal.
/// <code>
/// Inner join: a.x = b.x           Inner join: a.x = b.x
///   Filter: a.x = 5         =>      Filter: a.x = 5
///     a                               a
///   b                               Filter: b.x = 5
///                                     b
/// </code>
/// Comparisons with literals and parameters, and IN lists of them, cross an equality of two columns of the same type: both ways for inner and semi joins, from
/// the kept side to the other for outer and anti joins.
/// </summary>
public sealed class InferPredicates : IPlanPass
{
    public PlanNode Run(PlanNode plan, RuleContext context) =>
        plan.Rewrite(node => Subqueries.MapQueries(node is JoinNode join ? Infer(join) : node, query => Run(query, context)));

    private static JoinNode Infer(JoinNode join)
    {
        if (join.Condition is not { } condition || join.Kind == JoinKind.Full) return join;
        var toRight = Inferred(condition, join.Left, join.Right);
        var toLeft = join.Kind is JoinKind.Inner or JoinKind.Semi or JoinKind.Right ? Inferred(condition, join.Right, join.Left) : [];
        if (join.Kind == JoinKind.Right) toRight = [];
        if (toLeft.Count + toRight.Count == 0) return join;
        return join with { Left = join.Left.Filtered(toLeft), Right = join.Right.Filtered(toRight) };
    }

    private static List<Expression> Inferred(Expression condition, PlanNode from, PlanNode to)
    {
        var (source, target) = (from.Ids(), to.Ids());
        var known = KnownPredicates.Of(from);
        if (known.Count == 0) return [];
        HashSet<Expression> there = [.. KnownPredicates.Of(to)];
        var inferred = new List<Expression>();
        foreach (var conjunct in condition.Conjuncts())
        {
            if (Conditions.ColumnEquality(conjunct) is not var (left, right)) continue;
            var (here, other) = source.Contains(left.Id) ? (left, right) : (right, left);
            if (!source.Contains(here.Id) || !target.Contains(other.Id) || here.Type != other.Type) continue;
            var map = new Dictionary<ColumnId, Expression> { [here.Id] = other };
            foreach (var predicate in known)
            {
                if (!predicate.ColumnIds().All(id => id == here.Id)) continue;
                var same = predicate.Replace(map);
                if (there.Add(same)) inferred.Add(same);
            }
        }

        return inferred;
    }
}
