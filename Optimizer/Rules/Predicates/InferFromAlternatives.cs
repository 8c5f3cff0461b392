using FederationGateway.Common;
using FederationGateway.Optimizer.Engine;
using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Rules.Predicates;

/// <summary>
/// What every alternative of a join condition asks of one side can be asked of that side before the join.
/// <code>
/// Inner join: (a.x = 1 AND b.y = 2) OR (a.x = 3 AND b.y = 4)        Inner join: (a.x = 1 AND b.y = 2) OR (a.x = 3 AND b.y = 4)
///   a                                                           =>     Filter: a.x = 1 OR a.x = 3
///   b                                                                    a
///                                                                     Filter: b.y = 2 OR b.y = 4
///                                                                       b
/// </code>
/// The condition stays: it also says which go together. Only a side whose unmatched rows do not appear in the result is filtered. Not inside one source, whose own
/// planner knows this better.
/// </summary>
public sealed class InferFromAlternatives : IPlanPass
{
    public PlanNode Run(PlanNode plan, RuleContext context) =>
        plan.Rewrite(node => Subqueries.MapQueries(node is JoinNode join ? Infer(join) : node, query => Run(query, context)));

    private static JoinNode Infer(JoinNode join)
    {
        var alternatives = Conditions.Of(join.Condition).OfType<LogicalExpression>().Where(logical => logical.Operator == LogicalOperator.Or).ToList();
        if (alternatives.Count == 0 || join.SelfAndDescendants().OfType<ScanNode>().Select(scan => scan.Table.Source).Distinct().Count() < 2) return join;
        var left = join.Kind is JoinKind.Inner or JoinKind.Cross or JoinKind.Semi or JoinKind.Right ? Asked(alternatives, join.Left) : [];
        var right = join.Kind is JoinKind.Inner or JoinKind.Cross or JoinKind.Semi or JoinKind.Left or JoinKind.Anti && !join.IsLateral ? Asked(alternatives, join.Right) : [];
        return left.Count + right.Count == 0 ? join : join with { Left = join.Left.Filtered(left), Right = join.Right.Filtered(right) };
    }

    private static List<Expression> Asked(List<LogicalExpression> alternatives, PlanNode side)
    {
        var columns = side.Ids();
        List<Expression> asked = [];
        foreach (var alternative in alternatives)
        {
            var parts = alternative.Operands.Select(operand => operand.Conjuncts().Where(part => part.ReadsOnly(columns) && !part.IsVolatile() && !part.HasSubquery()).ToList()).ToList();
            if (parts.Any(part => part.Count == 0)) continue;
            Expression[] distinct = [.. parts.Select(part => ExpressionWalk.And(part)).Distinct()];
            asked.Add(distinct.Length == 1 ? distinct[0] : new LogicalExpression(LogicalOperator.Or, distinct.ToEquatableArray()));
        }

        return asked;
    }
}
