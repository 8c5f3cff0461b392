using FederationGateway.Plan;

namespace FederationGateway.Gateway.Trials;

/// <summary>Something a source declares that it can do, and plans that show whether it does.</summary>
/// <param name="Signature">The function tried, empty for a capability that is not a function's.</param>
/// <param name="Plans">Each is tried; none when there is no way to.</param>
/// <param name="Untestable">Why there are no plans.</param>
internal sealed record Trial(string Capability, string Signature, IReadOnlyList<TrialPlan> Plans, string? Untestable = null)
{
    public static Trial None(string capability, string reason, string signature = "") => new(capability, signature, [], reason);
}

/// <summary>One question: the source's answer must be the one computed here.</summary>
/// <param name="What">The expression or operator, for the report.</param>
/// <param name="Parameters">Values of <c>$1</c> … in the plan.</param>
internal sealed record TrialPlan(string What, PlanNode Plan, IReadOnlyList<ConstantExpression> Parameters)
{
    public TrialPlan(string what, PlanNode plan) : this(what, plan, [])
    {
    }

    /// <summary>True when the source is not asked to compute the plan's rows, but to take and return them.</summary>
    public bool IsUploaded { get; init; }
}
