using FederationGateway.Optimizer.Engine;
using FederationGateway.Optimizer.Rules.Predicates;
using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Rules.Pruning;

/// <summary>
/// Conditions no value satisfies leave no rows: a branch of a UNION ALL that is about another part of the data is not asked.
/// <code>
/// Filter: year = 2024 AND year &lt; 2020     =>     Values: 0 rows
///   Scan: t
/// </code>
/// Only comparisons of one column with constants of its type are looked at, and only of types whose order is the same everywhere (<see cref="ColumnDomain"/>).
/// Statistics play no part: they are no proof.
/// </summary>
public sealed class RemoveContradictions : IRewriteRule
{
    public PlanNode? Apply(PlanNode node, RuleContext context)
    {
        if (node is not FilterNode filter) return null;
        var domains = new Dictionary<ColumnId, ColumnDomain>();
        foreach (var condition in filter.Predicate.Conjuncts().Concat(KnownPredicates.Of(filter.Input)))
        {
            if (ColumnDomain.ColumnOf(condition) is not { } column) continue;
            if (!domains.TryGetValue(column.Id, out var domain)) domains.Add(column.Id, domain = new ColumnDomain());
            domain.Narrow(condition);
            if (domain.IsEmpty) return new ValuesNode(filter.Output, []);
        }

        return null;
    }
}
