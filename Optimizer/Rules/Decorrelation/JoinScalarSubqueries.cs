using FederationGateway.Common;
using FederationGateway.Optimizer.Engine;
using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Rules.Decorrelation;

/// <summary>
/// An aggregate asked for row by row, from another source than the row's, is computed for all rows at once and joined.
/// <code>
/// Filter: a.v &lt; 2 * (SELECT avg(b.v) FROM b WHERE b.k = a.k)        Filter: a.v &lt; 2 * avg
///   a                                                            =>     Left join: k = a.k
///                                                                         a
///                                                                         Aggregate: by b.k · avg(b.v) AS avg
///                                                                           b
/// </code>
/// The source of b can then group its rows, and be sent the keys of a. A row without a group gets null, which is what these aggregates are of no rows, or 0 in the place
/// of a count. The aggregates' arguments are computed for rows nobody asked about, so they must not be able to fail. Within one source the subquery goes there as it is.
/// </summary>
public sealed class JoinScalarSubqueries : IRewriteRule
{
    private static readonly HashSet<string> NullOfNoRows = ["sum", "avg", "min", "max"];

    public PlanNode? Apply(PlanNode node, RuleContext context)
    {
        if (node is not FilterNode filter) return null;
        foreach (var part in filter.Predicate.SelfAndDescendants())
        {
            if (part is not ScalarSubqueryExpression { Query: var query } || TableSources.Of(filter).Count < 2 || Grouped(query, filter.Input, context) is not var (grouped, condition, value)) continue;
            var predicate = filter.Predicate.Rewrite(expression => ReferenceEquals(expression, part) || expression.Equals(part) ? value : expression);
            var joined = new FilterNode(new JoinNode(JoinKind.Left, filter.Input, grouped, condition), predicate);
            return new ProjectNode(joined, filter.Output.Select(ProjectItem.Pass).ToEquatableArray());
        }

        return null;
    }

    /// <summary>The aggregate by its correlated columns, the condition that finds a row's group, and the subquery's value over the group's columns.</summary>
    private static (AggregateNode Grouped, Expression Condition, Expression Value)? Grouped(PlanNode query, PlanNode outside, RuleContext context)
    {
        var project = query as ProjectNode;
        if ((project?.Input ?? query) is not AggregateNode { GroupBy.IsEmpty: true, GroupingSets.IsEmpty: true, Input: FilterNode filter } aggregate) return null;
        if (!aggregate.Aggregates.All(IsKnownOfNoRows) || FreeColumns.Of(filter.Input).Count > 0) return null;

        Expression value = project is null ? aggregate.Output[0].ToExpression() : project.Items[0].Expression;
        if (value.HasSubquery() || value.IsVolatile() || !value.ReadsOnly(aggregate.Ids())) return null;

        List<Expression> rest = [], conditions = [];
        List<ProjectItem> keys = [];
        foreach (var conjunct in filter.Predicate.Conjuncts())
        {
            if (FreeColumns.Of(conjunct).IsSubsetOf(filter.Input.Ids())) rest.Add(conjunct);
            else if (Correlation(conjunct, filter.Input, outside) is var (inner, outer))
            {
                var key = context.NewColumn(inner.Name, inner.Type, inner.IsNullable);
                keys.Add(new ProjectItem(key, inner));
                conditions.Add(new ComparisonExpression(ComparisonOperator.Equal, key.ToExpression(), outer));
            }
            else return null;
        }

        if (keys.Count == 0) return null;
        var grouped = new AggregateNode(filter.Input.Filtered(rest), keys.ToEquatableArray(), aggregate.Aggregates);
        return (grouped, ExpressionWalk.And(conditions), value.Replace(aggregate.Aggregates.Where(IsCount).ToDictionary(item => item.Column.Id, item => (Expression)OrZero(item.Column))));
    }

    /// <summary>The two sides of <c>column inside = something outside</c>.</summary>
    private static (ColumnExpression Inner, Expression Outer)? Correlation(Expression conjunct, PlanNode inside, PlanNode outside)
    {
        if (conjunct is not ComparisonExpression { Operator: ComparisonOperator.Equal } equal || equal.IsVolatile() || equal.HasSubquery()) return null;
        var (inner, outer) = equal.Left.ReadsOnly(inside.Ids()) ? (equal.Left, equal.Right) : (equal.Right, equal.Left);
        return inner is ColumnExpression column && inner.ReadsOnly(inside.Ids()) && outer.ReadsOnly(outside.Ids()) ? (column, outer) : null;
    }

    private static bool IsCount(AggregateItem item) => item.Call.Function.Name == "count";

    private static CaseExpression OrZero(OutputColumn count) => new CaseExpression(
        [new CaseBranch(new IsNullExpression(count.ToExpression()), new ConstantExpression(0L, SqlType.Int8))], count.ToExpression() with { IsNullable = true }, SqlType.Int8);

    private static bool IsKnownOfNoRows(AggregateItem item) =>
        (NullOfNoRows.Contains(item.Call.Function.Name) || IsCount(item)) && item.Call.Filter is null && item.Call.OrderBy.IsEmpty && item.Call.Arguments.All(CannotFail);

    private static bool CannotFail(Expression argument) => argument.SelfAndDescendants().All(part => part is ColumnExpression or ConstantExpression or CastExpression { IsExplicit: false });
}
