using FederationGateway.Adapters.Abstractions;
using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Judging;

/// <summary>Whether a source may run something, and if not (or not exactly), why.</summary>
public readonly record struct Verdict(Pushdown Pushdown, PushdownRefusal? Refusal)
{
    public static Verdict Exact { get; } = new(Pushdown.Exact, null);

    public bool IsExact => Pushdown == Pushdown.Exact;

    public static Verdict Never(string code, string message, string? hint = null) => new(Pushdown.Never, new PushdownRefusal(code, message, hint));

    /// <summary>The weaker of two, with its reason.</summary>
    public Verdict And(Verdict other) => other.Pushdown < Pushdown ? other : this;
}
