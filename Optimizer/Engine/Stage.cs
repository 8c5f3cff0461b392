using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Engine;

/// <summary>A named step of the optimizer: rules applied from the leaves up until none applies, or one pass.</summary>
public sealed class Stage
{
    private readonly IReadOnlyList<IRewriteRule> _rules;
    private readonly IPlanPass? _pass;

    public Stage(string name, params IReadOnlyList<IRewriteRule> rules) => (Name, _rules) = (name, rules);

    public Stage(string name, IPlanPass pass) => (Name, _rules, _pass) = (name, [], pass);

    public string Name { get; }

    /// <summary>True when nothing can happen here to a plan that is one chain of operators over one table, without queries in its expressions: look-ups skip the stage.</summary>
    public bool NeedsSeveralInputs { get; init; }

    public PlanNode Run(PlanNode plan, RuleContext context)
    {
        if (_pass is null) return new RuleEngine(_rules, context).Run(plan);
        var result = _pass.Run(plan, context);
        if (!ReferenceEquals(result, plan)) context.Fired(_pass.GetType().Name);
        return result;
    }
}
