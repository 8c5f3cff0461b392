using FederationGateway.Optimizer.Engine;
using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Rules.Decorrelation;

/// <summary>
/// IN and EXISTS as joins, which sources, conditions and dynamic filters know how to deal with.
/// <code>
/// Filter: x IN (SELECT y FROM t) AND p        Filter: p
///   input                                =>     Semi join: x = y
///                                                 input
///                                                 t
/// </code>
/// Only whole conjuncts, where unknown counts as false. NOT IN becomes an anti join only when neither side can be null. A subquery that refers to the row
/// around it must do so in its outermost WHERE, by an equality at least; all others stay expressions, which run as they are.
/// </summary>
public sealed class JoinSubqueries : IRewriteRule
{
    public PlanNode? Apply(PlanNode node, RuleContext context)
    {
        if (node is not FilterNode filter) return null;
        var conjuncts = filter.Predicate.Conjuncts().ToList();
        foreach (var conjunct in conjuncts)
        {
            if (Join(filter.Input, conjunct) is not { } join) continue;
            var rest = conjuncts.Where(other => !ReferenceEquals(other, conjunct)).ToList();
            return rest.Count == 0 ? join : new FilterNode(join, ExpressionWalk.And(rest));
        }

        return null;
    }

    private static JoinNode? Join(PlanNode input, Expression conjunct) => conjunct switch
    {
        QuantifiedSubqueryExpression { Operator: ComparisonOperator.Equal, Quantifier: Quantifier.Any } inQuery => JoinIn(input, inQuery, JoinKind.Semi),
        QuantifiedSubqueryExpression { Operator: ComparisonOperator.NotEqual, Quantifier: Quantifier.All } notIn when IsNeverNull(input, notIn) => JoinIn(input, notIn, JoinKind.Anti),
        ExistsExpression exists => JoinExists(input, exists),
        _ => null,
    };

    private static bool IsNeverNull(PlanNode input, QuantifiedSubqueryExpression notIn)
    {
        var outside = Nullability.NotNull(input);
        var inside = Nullability.NotNull(notIn.Query);
        return notIn.Values.All(value => Nullability.IsNotNull(value, outside)) && notIn.Query.Output.All(column => inside.Contains(column.Id));
    }

    private static JoinNode? JoinIn(PlanNode input, QuantifiedSubqueryExpression quantified, JoinKind kind)
    {
        if (quantified.Values.Any(value => value.IsVolatile() || value.HasSubquery()) || !IsWithin(quantified.Values.ColumnIds(), input)) return null;
        var keys = quantified.Values.Select((value, index) =>
            (Expression)new ComparisonExpression(ComparisonOperator.Equal, value, quantified.Query.Output[index].ToExpression())).ToList();
        if (FreeColumns.Of(quantified.Query).Count == 0) return new JoinNode(kind, input, quantified.Query, ExpressionWalk.And(keys));

        // A projection over the correlated WHERE: the keys are then compared with what it computes.
        if (quantified.Query is not ProjectNode project || Decorrelate(project.Input, input) is not var (right, conditions)) return null;
        var definitions = project.Items.Definitions();
        if (project.Items.Any(item => item.Expression.IsVolatile() || item.Expression.HasSubquery() || !IsWithin(item.Expression.ColumnIds(), right))) return null;
        return new JoinNode(kind, input, right, ExpressionWalk.And([.. keys.Select(key => key.Replace(definitions)), .. conditions]));
    }

    private static JoinNode? JoinExists(PlanNode input, ExistsExpression exists)
    {
        var query = exists.Query;
        while (query is ProjectNode or SortNode or DistinctNode or LimitNode { Offset: null, Limit: null or ConstantExpression { Value: > 0L } }) query = query.Inputs[0];
        if (Decorrelate(query, input) is not var (right, conditions) || !conditions.Any(condition => IsKey(condition, input))) return null;
        return new JoinNode(exists.IsNegated ? JoinKind.Anti : JoinKind.Semi, input, right, ExpressionWalk.And(conditions));
    }

    /// <summary>A query without its correlated conditions, and those; null when it refers to its surroundings anywhere else, or not at all.</summary>
    private static (PlanNode Right, List<Expression> Conditions)? Decorrelate(PlanNode query, PlanNode input)
    {
        if (query is not FilterNode filter || FreeColumns.Of(filter.Input).Count > 0) return null;
        var inside = filter.Input.Ids();
        List<Expression> conditions = [], rest = [];
        foreach (var conjunct in filter.Predicate.Conjuncts())
        {
            if (FreeColumns.Of(conjunct).All(inside.Contains)) rest.Add(conjunct);
            else if (conjunct.IsVolatile() || conjunct.HasSubquery()) return null;
            else conditions.Add(conjunct);
        }

        var visible = input.Ids();
        visible.UnionWith(inside);
        if (conditions.Count == 0 || !conditions.ColumnIds().All(visible.Contains)) return null;
        return (rest.Count == 0 ? filter.Input : new FilterNode(filter.Input, ExpressionWalk.And(rest)), conditions);
    }

    private static bool IsKey(Expression condition, PlanNode input)
    {
        var outside = input.Ids();
        return condition is ComparisonExpression { Operator: ComparisonOperator.Equal } equal
            && (equal.Left.ColumnIds().All(outside.Contains) != equal.Right.ColumnIds().All(outside.Contains));
    }

    private static bool IsWithin(IEnumerable<ColumnId> ids, PlanNode plan)
    {
        var visible = plan.Ids();
        return ids.All(visible.Contains);
    }
}
