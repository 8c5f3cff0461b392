using System.Runtime.CompilerServices;
using FederationGateway.Arrow;
using FederationGateway.Executor.Local;
using FederationGateway.Executor.Remote;
using FederationGateway.Plan;

namespace FederationGateway.Executor;

/// <summary>
/// Runs an optimized plan. One source's whole statement goes from the adapter to the reader untouched; anything else runs on the embedded engine over the
/// fragments' streams.
/// </summary>
public static class QueryExecution
{
    /// <summary>The plan's rows; each batch is the caller's to dispose. Ending the enumeration early stops the sources and the engine.</summary>
    public static IAsyncEnumerable<RecordBatch> RunAsync(PlanNode plan, StatementContext context, ExecutionFacts facts, CancellationToken cancellationToken) =>
        plan is RemoteNode { Source: not TableHandle.LocalSource } remote
            ? CountAsync(FragmentRun.ReadAsync(FragmentRequest.Of(remote, context), context, facts, singleFragment: true, cancellationToken), facts, cancellationToken)
            : CountAsync(RunLocallyAsync(plan, context, facts, cancellationToken), facts, cancellationToken);

    /// <summary>True when running the plan needs a connection to the store.</summary>
    public static bool ReadsStore(PlanNode plan) => LocalFragments.ReadsStore(plan);

    private static async IAsyncEnumerable<RecordBatch> RunLocallyAsync(
        PlanNode plan, StatementContext context, ExecutionFacts facts, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var run = new RemainderRun(plan, context, facts, needsStore: false, cancellationToken);
        var sql = run.Write();
        await run.StartAsync();
        await foreach (var batch in run.ReadAsync(sql, ResultSchema.Of(plan.Output))) yield return batch;
    }

    private static async IAsyncEnumerable<RecordBatch> CountAsync(
        IAsyncEnumerable<RecordBatch> rows, ExecutionFacts facts, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var batch in rows.WithCancellation(cancellationToken))
        {
            facts.Rows += batch.Length;
            yield return batch;
        }
    }
}
