using System.Runtime.CompilerServices;
using FederationGateway.Arrow;
using FederationGateway.Executor.Local;
using FederationGateway.Executor.Remote;
using FederationGateway.Executor.Uploads;
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
        CountAsync(plan switch
        {
            RemoteNode { Relocation: not null } relocated => RunRelocatedAsync(relocated, context, facts, cancellationToken),
            RemoteNode { Source: not TableHandle.LocalSource } remote => RunRemotelyAsync(remote, context, facts, cancellationToken),
            _ => RunLocallyAsync(plan, context, facts, cancellationToken),
        }, facts, cancellationToken);

    /// <summary>True when running the plan needs a connection to the store.</summary>
    public static bool ReadsStore(PlanNode plan) => LocalFragments.ReadsStoreAnywhere(plan);

    private static IAsyncEnumerable<RecordBatch> RunRemotelyAsync(RemoteNode remote, StatementContext context, ExecutionFacts facts, CancellationToken cancellationToken) =>
        FragmentRun.ReadAsync(FragmentRequest.Of(remote, context), context, facts, singleFragment: true, cancellationToken);

    private static async IAsyncEnumerable<RecordBatch> RunRelocatedAsync(
        RemoteNode relocated, StatementContext context, ExecutionFacts facts, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var uploads = await StatementUploads.FillAsync(relocated, context, facts, writesStore: false, cancellationToken);
        var rows = uploads!.Plan is RemoteNode { Source: not TableHandle.LocalSource } remote
            ? RunRemotelyAsync(remote, uploads.Context, facts, cancellationToken)
            : RunLocallyAsync(uploads.Plan, uploads.Context, facts, cancellationToken);
        await foreach (var batch in rows) yield return batch;
    }

    private static async IAsyncEnumerable<RecordBatch> RunLocallyAsync(
        PlanNode plan, StatementContext context, ExecutionFacts facts, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var run = await RemainderRun.OpenAsync(plan, context, facts, needsStore: false, cancellationToken);
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
