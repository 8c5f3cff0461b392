using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Engine;

/// <summary>
/// Applies rules from the leaves up. What a rule returns is walked again, because it may have made nodes other rules know; nodes nothing applies to are remembered
/// and not looked at twice. Queries inside expressions are plans of their own and rewritten first.
/// </summary>
public sealed class RuleEngine(IReadOnlyList<IRewriteRule> rules, RuleContext context)
{
    /// <summary>Far above what any statement needs: two rules that undo each other are a bug and must not hang the session.</summary>
    private const int MaxApplications = 20_000;

    private readonly HashSet<PlanNode> _done = new(ReferenceEqualityComparer.Instance);
    private int _applications;

    public PlanNode Run(PlanNode plan)
    {
        if (_done.Contains(plan)) return plan;
        context.ThrowIfCanceled();
        var node = Subqueries.MapQueries(WithInputs(plan), Run);
        foreach (var rule in rules)
        {
            if (rule.Apply(node, context) is not { } better) continue;
            context.Fired(rule.GetType().Name);
            if (++_applications > MaxApplications) throw new GatewayException(SqlState.InternalError, $"the optimizer's rule {rule.GetType().Name} finds no end");
            return Run(better);
        }

        _done.Add(node);
        return node;
    }

    private PlanNode WithInputs(PlanNode node)
    {
        var inputs = node.Inputs;
        var rewritten = inputs.Select(Run).ToArray();
        for (var i = 0; i < rewritten.Length; i++)
            if (!ReferenceEquals(rewritten[i], inputs[i])) return node.WithInputs(rewritten.ToEquatableArray());
        return node;
    }
}
