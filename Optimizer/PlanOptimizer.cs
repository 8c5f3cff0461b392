using FederationGateway.Optimizer.Engine;
using FederationGateway.Optimizer.Reasons;
using FederationGateway.Optimizer.Rules.Simplify;
using FederationGateway.Optimizer.Statistics;
using FederationGateway.Plan;

namespace FederationGateway.Optimizer;

/// <summary>Splits a bound plan into what each source can run and the rest; see <see cref="Stages"/> for how.</summary>
public static class PlanOptimizer
{
    public static OptimizedPlan Optimize(PlanNode plan, OptimizerContext context)
    {
        var rules = new RuleContext(context, new ColumnIds(PlanColumns.LargestId(plan)));
        var current = plan;
        var isChain = IsChain(plan);
        if (context.Settings.Pushdown) rules.EvaluateAhead(ConstantParts.Of(plan));
        foreach (var stage in context.Settings.Pushdown ? Stages.All : Stages.WithoutPushdown)
        {
            if (isChain && stage.NeedsSeveralInputs) continue;
            rules.ThrowIfCanceled();
            var next = stage.Run(current, rules);
            if (context.Settings.Verify)
            {
                PlanVerifier.Verify(next, stage.Name);
                PlanVerifier.VerifySameOutput(current, next, stage.Name);
            }

            current = next;
        }

        var estimates = new Dictionary<PlanNode, double>(ReferenceEqualityComparer.Instance);
        foreach (var remote in current.SelfAndDescendantsWithUploads().OfType<RemoteNode>()) estimates[remote] = Estimator.Rows(remote);
        return new OptimizedPlan(current, LocalReasons.Of(current, rules), estimates, rules.RulesFired);
    }

    private static bool IsChain(PlanNode plan)
    {
        foreach (var node in plan.SelfAndDescendants())
        {
            if (node.Inputs.Count > 1) return false;
            foreach (var expression in node.Expressions())
                if (expression.HasSubquery()) return false;
        }

        return true;
    }
}
