using FederationGateway.Common;
using FederationGateway.Optimizer.Engine;
using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Rules.Predicates;

/// <summary>
/// Conditions go below operators that treat the rows they keep as before: sorts, duplicates, groups and windows by the columns asked about, WITH.
/// <code>
/// Filter: g = 1 AND n > 5             Filter: n > 5
///   Aggregate: by g · count AS n  =>    Aggregate: by g · count AS n
///                                         Filter: g = 1
/// </code>
/// Never below a LIMIT; below a security barrier when the condition is leakproof.
/// </summary>
public sealed class PushFilterThroughUnary : IRewriteRule
{
    public PlanNode? Apply(PlanNode node, RuleContext context)
    {
        if (node is not FilterNode filter) return null;
        return filter.Input switch
        {
            SortNode sort => Push(filter, sort, sort.Ids(), []),
            DistinctNode { On.IsEmpty: true } distinct => Push(filter, distinct, distinct.Ids(), []),
            DistinctNode distinct => Push(filter, distinct, ColumnsOf(distinct.On), []),
            WindowNode window => Push(filter, window, PartitionKeys(window), []),
            AggregateNode { GroupBy.IsEmpty: false, GroupingSets.IsEmpty: true } aggregate when !aggregate.GroupBy.Any(item => item.Expression.IsVolatile()) =>
                Push(filter, aggregate, [.. aggregate.GroupBy.Select(item => item.Column.Id)], aggregate.GroupBy.Definitions()),
            LimitNode { IsBarrier: true } barrier => PushLeakproof(filter, barrier),
            WithNode with => with with { Body = filter with { Input = with.Body } },
            _ => null,
        };
    }

    private static PlanNode? Push(FilterNode filter, PlanNode through, HashSet<ColumnId> columns, Dictionary<ColumnId, Expression> definitions)
    {
        List<Expression> below = [], rest = [];
        foreach (var conjunct in filter.Predicate.Conjuncts())
        {
            if (!conjunct.IsVolatile() && conjunct.ReadsOnly(columns)) below.Add(conjunct.Replace(definitions));
            else rest.Add(conjunct);
        }

        return below.Count == 0 ? null : through.WithInputs([through.Inputs[0].Filtered(below)]).Filtered(rest);
    }

    private static PlanNode? PushLeakproof(FilterNode filter, LimitNode barrier)
    {
        // What it asks of a masked column, it asks of what the mask is made from.
        var definitions = barrier.Input is ProjectNode masked ? masked.Items.Definitions() : [];
        var conjuncts = filter.Predicate.Conjuncts().ToLookup(conjunct => !conjunct.HasSubquery() && Leakproof.Is(conjunct.Replace(definitions)));
        return conjuncts.Contains(true) ? (barrier with { Input = barrier.Input.Filtered([.. conjuncts[true]]) }).Filtered([.. conjuncts[false]]) : null;
    }

    private static HashSet<ColumnId> PartitionKeys(WindowNode window)
    {
        var keys = ColumnsOf(window.Windows[0].Call.PartitionBy);
        foreach (var item in window.Windows.Skip(1)) keys.IntersectWith(ColumnsOf(item.Call.PartitionBy));
        return keys;
    }

    private static HashSet<ColumnId> ColumnsOf(EquatableArray<Expression> keys) => [.. keys.OfType<ColumnExpression>().Select(column => column.Id)];
}
