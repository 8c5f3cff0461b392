using FederationGateway.Optimizer.Engine;
using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Rules.Predicates;

/// <summary>The comparisons of one column with constants that hold for every row a plan puts out.</summary>
internal static class KnownPredicates
{
    public static List<Expression> Of(PlanNode node) => node switch
    {
        FilterNode filter => [.. filter.Predicate.Conjuncts().Where(IsKnowledge), .. Of(filter.Input)],
        SortNode or LimitNode or DistinctNode or WindowNode => Of(node.Inputs[0]),
        ProjectNode project => Through(project.Items, Of(project.Input)),
        AggregateNode { GroupingSets.IsEmpty: true } aggregate => Through(aggregate.GroupBy, Of(aggregate.Input)),
        JoinNode { Kind: JoinKind.Inner or JoinKind.Cross } join => [.. Of(join.Left), .. Of(join.Right)],
        JoinNode { Kind: JoinKind.Left or JoinKind.Semi or JoinKind.Anti } join => Of(join.Left),
        JoinNode { Kind: JoinKind.Right } join => Of(join.Right),
        _ => [],
    };

    private static bool IsKnowledge(Expression conjunct) => conjunct switch
    {
        ComparisonExpression { Operator: not ComparisonOperator.NotEqual, Left: ColumnExpression, Right: ConstantExpression or ParameterExpression } => true,
        ComparisonExpression { Operator: not ComparisonOperator.NotEqual, Left: ConstantExpression or ParameterExpression, Right: ColumnExpression } => true,
        InListExpression { Value: ColumnExpression, IsNegated: false } inList => inList.Items.All(item => item is ConstantExpression or ParameterExpression),
        _ => false,
    };

    private static List<Expression> Through(IEnumerable<ProjectItem> items, List<Expression> known)
    {
        var result = new List<Expression>();
        foreach (var item in items)
        {
            if (item.Expression is not ColumnExpression column) continue;
            var map = new Dictionary<ColumnId, Expression> { [column.Id] = item.Column.ToExpression() };
            result.AddRange(known.Where(predicate => predicate.ColumnIds().All(id => id == column.Id)).Select(predicate => predicate.Replace(map)));
        }

        return result;
    }
}
