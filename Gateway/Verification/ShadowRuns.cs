using System.Globalization;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Arrow;
using FederationGateway.Common;
using FederationGateway.Executor;
using FederationGateway.Gateway.Statements;
using FederationGateway.Optimizer;
using FederationGateway.Plan;

namespace FederationGateway.Gateway.Verification;

/// <summary>
/// Runs pieces of a statement once more, in the statement's own sessions at its sources and so over the same snapshot where a source has such a thing: here over bare
/// scans, at the source, or split under less trust.
/// </summary>
internal sealed class ShadowRuns(StatementContext context, VerificationBounds bounds)
{
    /// <summary>The profile of a source as the statement was planned.</summary>
    public SourceProfile ProfileOf(string source) => Planner.ProfileOf(context.Snapshot, context.Sources, source, context.CredentialUser);

    /// <summary>The plan computed here; its sources only scan.</summary>
    public Task<ShadowAnswer> LocalAsync(PlanNode plan, CancellationToken cancellationToken) =>
        RunAsync(() => Optimize(plan, ProfileOf, pushdown: false), cancellationToken);

    /// <summary>The plan computed by its source.</summary>
    public Task<ShadowAnswer> RemoteAsync(string source, PlanNode plan, CancellationToken cancellationToken) => RunAsync(() => new RemoteNode(source, plan), cancellationToken);

    /// <summary>The plan's rows sent to the source and read back from it; it fails when the source does not take them.</summary>
    public Task<ShadowAnswer> UploadedAsync(string source, PlanNode plan, CancellationToken cancellationToken)
    {
        const string Name = "fedgw_upload_1";
        var columns = plan.Output.Select((column, index) => new TableColumn(column.Name, string.Create(CultureInfo.InvariantCulture, $"c{index}"), column.Type, column.IsNullable)).ToEquatableArray();
        var table = new TableHandle(source, [Name], Name, columns);
        var scan = new ScanNode(table, plan.Output.Select((column, index) => new ScanColumn(column, index)).ToEquatableArray());
        var uploaded = new RemoteNode(source, scan) { Relocation = new Relocation([new Upload(table, plan)], plan, "a trial", IsAsked: false) };
        return RunAsync(() => uploaded, cancellationToken, facts => facts.Fragments.GetValueOrDefault(uploaded)?.RanInstead);
    }

    /// <summary>The plan split between its source and here as if the source were also not trusted with these.</summary>
    public Task<ShadowAnswer> DistrustingAsync(string source, PlanNode plan, IEnumerable<Downgrade> downgrades, CancellationToken cancellationToken)
    {
        var profile = ProfileOf(source);
        var distrusted = profile with { Downgrades = profile.Downgrades.With(downgrades) };
        return RunAsync(() => Optimize(plan, name => name == source ? distrusted : ProfileOf(name), pushdown: true), cancellationToken);
    }

    private PlanNode Optimize(PlanNode plan, Func<string, SourceProfile> profileOf, bool pushdown)
    {
        var settings = new OptimizerSettings { Pushdown = pushdown, DynamicFilterMaxKeys = 0, RemainderEngine = RemainderEngine.Local };
        PlanNode Optimized() => PlanOptimizer.Optimize(plan, new OptimizerContext { SourceOf = profileOf, Settings = settings }).Root;
        return context.IsDeep ? LargeStack.Run(Optimized) : Optimized();
    }

    /// <param name="whyNot">After the run: why its rows are not what was asked for.</param>
    private async Task<ShadowAnswer> RunAsync(Func<PlanNode> plan, CancellationToken cancellationToken, Func<ExecutionFacts, string?>? whyNot = null)
    {
        var bound = new ScanBound(bounds);
        var facts = new ExecutionFacts();
        List<RecordBatch> batches = [];
        try
        {
            var (rows, bytes) = (0L, 0L);
            await foreach (var batch in QueryExecution.RunAsync(plan(), context with { Watch = bound }, facts, cancellationToken))
            {
                batches.Add(batch);
                if ((rows += batch.Length) > bounds.MaxRows || (bytes += batch.ByteSize) > bounds.MaxBytes) return TooLarge(batches);
            }

            return whyNot?.Invoke(facts) is { } reason ? Failed(batches, reason) : ShadowAnswer.Of(batches);
        }
        catch (GatewayException e)
        {
            return bound.IsExceeded ? TooLarge(batches) : Failed(batches, e.Message);
        }
        catch
        {
            Failed(batches, "");
            throw;
        }
    }

    private ShadowAnswer TooLarge(List<RecordBatch> batches) => Failed(batches, $"computing it here reads or makes more than {bounds}");

    private static ShadowAnswer Failed(List<RecordBatch> batches, string reason)
    {
        foreach (var batch in batches) batch.Dispose();
        return ShadowAnswer.None(reason);
    }
}
