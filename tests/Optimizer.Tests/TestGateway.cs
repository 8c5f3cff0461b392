using FederationGateway.Adapters.Abstractions;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Tests;

/// <summary>Sources with chosen capabilities, and plans optimized against them and shown as EXPLAIN does.</summary>
internal sealed class TestGateway
{
    private readonly Dictionary<string, SourceProfile> _sources = [];

    /// <summary>Everything the gateway knows to declare.</summary>
    public static CapabilitySet Everything { get; } =
        new(CapabilityDescriptions.All.Select(name => KeyValuePair.Create(name, Pushdown.Exact)));

    public OptimizerSettings Settings { get; set; } = OptimizerSettings.Default with { Verify = true };

    public Func<Expression, ConstantExpression?>? Evaluate { get; set; }

    public CancellationToken CancellationToken { get; set; }

    public TestGateway With(string name, CapabilitySet? capabilities = null)
    {
        _sources[name] = new SourceProfile(name, capabilities ?? Everything, new FakeDialect());
        return this;
    }

    public TestGateway Without(string name, params string[] capabilities) =>
        With(name, Everything.With(capabilities.Select(capability => KeyValuePair.Create(capability, "false"))));

    /// <summary>A source that can do everything, but was found not to do these.</summary>
    public TestGateway Distrusting(string name, params Downgrade[] downgrades)
    {
        With(name);
        _sources[name] = _sources[name] with { Downgrades = new DowngradeSet(downgrades) };
        return this;
    }

    public OptimizedPlan Optimize(PlanNode plan) => PlanOptimizer.Optimize(plan, new OptimizerContext
    {
        SourceOf = name => _sources[name],
        Settings = Settings,
        Evaluate = Evaluate is { } evaluate ? expressions => [.. expressions.Select(evaluate)] : null,
        CancellationToken = CancellationToken,
    });

    /// <summary>The plan with each fragment's statement; <paramref name="reasons"/> adds why the rest is local.</summary>
    public string Explain(PlanNode plan, bool reasons = false)
    {
        var optimized = Optimize(plan);
        var facts = new ExplainFacts
        {
            FragmentOf = remote => new FragmentFacts(Sql(remote)),
            RefusalsOf = node => reasons ? [.. optimized.Refusals.GetValueOrDefault(node, []).Select(refusal => refusal with { Hint = null })] : [],
        };
        return string.Join('\n', ExplainText.Format(optimized.Root, facts));
    }

    public string Sql(RemoteNode remote)
    {
        var source = _sources[remote.Source];
        var written = QueryWriter.Write(remote.Fragment, source.Dialect, new QueryWriterOptions { StarForAllColumns = !source.Capabilities.Has(Capability.Project) });
        written.Refusal.ShouldBeNull();
        return written.Sql;
    }

    /// <summary>The one statement a plan became.</summary>
    public string WholeSql(PlanNode plan) => Sql(Optimize(plan).Root.ShouldBeOfType<RemoteNode>());
}
