using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Engine;

/// <summary>What rules share during one optimization: profiles, settings, fresh column ids, the trace.</summary>
public sealed class RuleContext(OptimizerContext outer, ColumnIds ids)
{
    private readonly Dictionary<string, SourceProfile> _profiles = [];
    private readonly Dictionary<Expression, ConstantExpression?> _values = [];
    private readonly List<string> _fired = [];
    private readonly Dictionary<PlanNode, PushdownRefusal> _notRelocated = new(ReferenceEqualityComparer.Instance);

    public OptimizerSettings Settings => outer.Settings;

    /// <summary>Asked at each step that large plans have many of.</summary>
    public void ThrowIfCanceled() => outer.CancellationToken.ThrowIfCancellationRequested();

    /// <summary>The value of a constant expression, asked for once; null when it has none.</summary>
    public ConstantExpression? Evaluate(Expression expression)
    {
        if (outer.Evaluate is null) return null;
        if (!_values.TryGetValue(expression, out var value)) _values.Add(expression, value = outer.Evaluate([expression])[0]);
        return value;
    }

    /// <summary>Has all of them computed at once, so that asking for one later costs nothing.</summary>
    public void EvaluateAhead(IEnumerable<Expression> expressions)
    {
        if (outer.Evaluate is null) return;
        Expression[] unknown = [.. expressions.Where(expression => !_values.ContainsKey(expression)).Distinct()];
        if (unknown.Length == 0) return;
        foreach (var (expression, value) in unknown.Zip(outer.Evaluate(unknown))) _values.Add(expression, value);
    }

    /// <summary>The names of the rules that changed something, in the order of their first use.</summary>
    public IReadOnlyList<string> RulesFired => _fired;

    public SourceProfile SourceOf(string name)
    {
        ThrowIfCanceled();
        if (!_profiles.TryGetValue(name, out var profile))
            _profiles.Add(name, profile = name == TableHandle.SystemSource ? SystemTables.Profile : outer.SourceOf(name));
        return profile;
    }

    public OutputColumn NewColumn(string name, SqlType type, bool isNullable = true) => new(ids.Next(), name, type, isNullable);

    /// <summary>Keeps why an operator does not run at the source its rows would have been uploaded to; the first reason counts.</summary>
    internal void NotRelocated(PlanNode node, PushdownRefusal refusal) => _notRelocated.TryAdd(node, refusal);

    /// <summary>See <see cref="NotRelocated"/>.</summary>
    internal PushdownRefusal? WhyNotRelocated(PlanNode node) => _notRelocated.GetValueOrDefault(node);

    internal void Fired(string rule)
    {
        if (!_fired.Contains(rule)) _fired.Add(rule);
    }
}
