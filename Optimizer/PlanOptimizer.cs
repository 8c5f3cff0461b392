using FederationGateway.Optimizer.Engine;
using FederationGateway.Plan;

namespace FederationGateway.Optimizer;

/// <summary>Splits a bound plan into what each source can run and the rest; see <see cref="Stages"/> for how.</summary>
public static class PlanOptimizer
{
    public static OptimizedPlan Optimize(PlanNode plan, OptimizerContext context)
    {
        var rules = new RuleContext(context, new ColumnIds(PlanColumns.LargestId(plan)));
        var current = plan;
        foreach (var stage in Stages.All)
        {
            var next = stage.Run(current, rules);
            if (context.Settings.Verify)
            {
                PlanVerifier.Verify(next, stage.Name);
                PlanVerifier.VerifySameOutput(current, next, stage.Name);
            }

            current = next;
        }

        var none = new Dictionary<PlanNode, IReadOnlyList<PushdownRefusal>>(ReferenceEqualityComparer.Instance);
        return new OptimizedPlan(current, none, new Dictionary<PlanNode, double>(ReferenceEqualityComparer.Instance), rules.RulesFired);
    }
}
