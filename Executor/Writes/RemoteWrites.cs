using System.Runtime.CompilerServices;
using FederationGateway.Arrow;
using FederationGateway.Common;
using FederationGateway.Executor.Remote;
using FederationGateway.Federation;
using FederationGateway.Plan;

namespace FederationGateway.Executor.Writes;

/// <summary>INSERT, UPDATE and DELETE of tables of remote sources, in the transaction that the statement has there.</summary>
public static class RemoteWrites
{
    /// <summary>Runs a statement without RETURNING; the number of rows written.</summary>
    public static async Task<long> ExecuteAsync(WritePlan plan, StatementContext context, ExecutionFacts facts, CancellationToken cancellationToken)
    {
        var run = await RemoteWriteRun.OpenAsync(plan, context, facts, cancellationToken);
        return await run.WriteAsync(cancellationToken);
    }

    /// <summary>Runs a statement with RETURNING; the returned rows. All are written before the first comes.</summary>
    public static async IAsyncEnumerable<RecordBatch> ReturnAsync(WritePlan plan, StatementContext context, ExecutionFacts facts, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var change = plan.Change;
        var run = await RemoteWriteRun.OpenAsync(plan, context, facts, cancellationToken);
        if (plan.ReturnsExactly)
        {
            await foreach (var batch in run.ReturnAsync(change.Returning, cancellationToken)) yield return batch;
            yield break;
        }

        // The source gives back the row, what is asked of it is computed here.
        var needed = NeededOf(change);
        var row = new RemoteNode(change.Table.Source, new ScanNode(change.Table, needed.Select(ordinal => new ScanColumn(change.RowColumns[ordinal], ordinal)).ToEquatableArray()));
        var given = run.ReturnAsync(row.Output.Select(ProjectItem.Pass).ToEquatableArray(), cancellationToken);
        var here = context with { GivenRows = fragment => ReferenceEquals(fragment, row) ? given : null, Watch = null, KeptRemainders = null, FragmentTexts = null };
        await foreach (var batch in QueryExecution.RunAsync(new ProjectNode(row, change.Returning), here, facts.OfPart(), cancellationToken)) yield return batch;
    }

    /// <summary>Removes all rows of tables of one source.</summary>
    public static async Task TruncateAsync(IReadOnlyList<TableHandle> tables, bool restartIdentity, bool cascade, StatementContext context, CancellationToken cancellationToken)
    {
        var live = FragmentRun.LiveSourceOf(tables[0].Source, context);
        var transaction = await context.BeginWriteAsync(live, true, cancellationToken);
        var statement = FragmentWriter.WriteTruncate(tables, restartIdentity, cascade, live);
        var account = WriteAccount.Start(context, live.Entry.Name, statement.Sql, statement.Progress);
        try
        {
            await account.WatchAsync(() => transaction.WriteAsync(statement, cancellationToken));
        }
        finally
        {
            account.End();
        }
    }

    /// <summary>The columns RETURNING reads; one when it reads none, to count the rows by.</summary>
    private static List<int> NeededOf(ChangeStatement change)
    {
        var read = change.Returning.SelectMany(item => item.Expression.Columns()).Select(column => column.Id).ToHashSet();
        List<int> ordinals = [.. Enumerable.Range(0, change.RowColumns.Count).Where(ordinal => read.Contains(change.RowColumns[ordinal].Id))];
        return ordinals.Count > 0 ? ordinals : [0];
    }
}
