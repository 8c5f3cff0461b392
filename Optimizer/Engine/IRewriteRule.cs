using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Engine;

/// <summary>One thing the optimizer knows: a node it recognizes, and what is better. The node's inputs have been rewritten already.</summary>
public interface IRewriteRule
{
    /// <summary>The better node, with the same output columns; null when the rule does not apply, which is what ends the rewriting.</summary>
    PlanNode? Apply(PlanNode node, RuleContext context);
}

/// <summary>A rewriting that must see the whole query at once. Queries inside expressions are its own business (<see cref="Subqueries"/>).</summary>
public interface IPlanPass
{
    /// <summary>The better plan, with the same output columns; the same object when nothing changed.</summary>
    PlanNode Run(PlanNode plan, RuleContext context);
}
