using FederationGateway.Optimizer.Engine;
using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Rules.Simplify;

/// <summary>
/// One filter instead of several, none for TRUE, no rows for what is never true.
/// <code>
/// Filter: p            Filter: p AND q        Filter: FALSE
///   Filter: q    =>                             …              =>  Values: 0 rows
/// </code>
/// </summary>
public sealed class MergeFilters : IRewriteRule
{
    public PlanNode? Apply(PlanNode node, RuleContext context) => node switch
    {
        FilterNode { Predicate: ConstantExpression { Value: true } } filter => filter.Input,
        FilterNode { Predicate: ConstantExpression } filter => new ValuesNode(filter.Output, []),
        FilterNode { Input: FilterNode below } filter => new FilterNode(below.Input, ExpressionWalk.And([.. below.Predicate.Conjuncts(), .. filter.Predicate.Conjuncts()])),
        _ => null,
    };
}
