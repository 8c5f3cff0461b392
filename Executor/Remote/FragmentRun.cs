using System.Runtime.CompilerServices;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Arrow;
using FederationGateway.Common;
using FederationGateway.Federation;
using FederationGateway.Plan;

namespace FederationGateway.Executor.Remote;

/// <summary>Runs one fragment at its source and keeps account of it.</summary>
internal static class FragmentRun
{
    /// <summary>
    /// The fragment's rows. Nothing happens before the first is asked for; ending the enumeration early stops the source. A row arriving counts in the facts and
    /// in the log of remote statements, and draws on the statement's budget.
    /// </summary>
    public static IAsyncEnumerable<RecordBatch> ReadAsync(
        FragmentRequest request, StatementContext context, ExecutionFacts facts, bool singleFragment, CancellationToken cancellationToken)
    {
        var rows = ReadSourceAsync(request, context, facts, singleFragment && context.Watch is null && !context.SharedSources.Contains(request.Node.Source), cancellationToken);
        return context.Watch is { } watch && request.Node.Source != TableHandle.SystemSource ? watch.WatchAsync(request.Listed, rows, cancellationToken) : rows;
    }

    private static async IAsyncEnumerable<RecordBatch> ReadSourceAsync(
        FragmentRequest request,
        StatementContext context,
        ExecutionFacts facts,
        bool singleFragment,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (node, planned) = (request.Node, request.Planned);
        if (node.Source == TableHandle.SystemSource)
        {
            var rows = SystemScan.Read(node, context);
            facts.Of(planned).AddRows(rows.Length);
            yield return rows;
            yield break;
        }

        if (context.GivenRows(planned) is { } given)
        {
            await foreach (var batch in given) yield return batch;
            yield break;
        }

        context.CheckFragment(node, planned);
        var live = LiveSourceOf(node.Source, context);
        var statement = context.IsDeep ? LargeStack.Run(() => Write(request, live, context)) : Write(request, live, context);
        var fragmentFacts = facts.Of(planned);
        (fragmentFacts.Sql, fragmentFacts.Progress) = (statement.Sql, statement.Progress);
        var started = context.TimeProvider.GetTimestamp();
        var record = new RemoteStatementRecord(
            context.StatementId, context.SessionId, context.UserName, node.Source, statement.Sql, statement.Progress, context.TimeProvider.GetUtcNow().UtcDateTime)
        {
            IsConfidential = context.HidesData,
        };
        context.RemoteStatements.Add(record);
        var budget = context.BudgetOf(node.Source);
        long counted = 0;
        string? error = "ended early";
        IAsyncEnumerator<RecordBatch>? batches = null;
        try
        {
            while (true)
            {
                RecordBatch batch;
                try
                {
                    batches ??= (context.UploadedFor(planned) is { } tables
                        ? tables.ExecuteAsync(statement, cancellationToken)
                        : (await context.Sessions.OpenAsync(() => LiveSourceOf(node.Source, context), live.Entry.Oid, singleFragment, cancellationToken)).ExecuteAsync(statement, cancellationToken))
                        .GetAsyncEnumerator(cancellationToken);
                    if (!await batches.MoveNextAsync()) break;
                    batch = batches.Current;
                    record.AddRows(batch.Length);
                    fragmentFacts.AddRows(batch.Length);
                    if (ReferenceEquals(planned, context.Counted)) context.CountWritten(batch.Length);
                    var received = statement.Progress.BytesReceived;
                    Charge(budget, batch, received - counted);
                    counted = received;
                }
                catch (Exception e)
                {
                    error = e is GatewayException gateway ? gateway.Message : e.GetType().Name;
                    throw;
                }

                yield return batch;
            }

            error = null;
        }
        finally
        {
            try
            {
                if (batches is not null) await batches.DisposeAsync();
            }
            finally
            {
                fragmentFacts.Duration = context.TimeProvider.GetElapsedTime(started);
                record.End(context.TimeProvider.GetUtcNow().UtcDateTime, fragmentFacts.Duration, error);
            }
        }
    }

    private static void Charge(FetchBudget? budget, RecordBatch batch, long bytes)
    {
        try
        {
            budget?.Take(batch.Length, bytes);
        }
        catch
        {
            batch.Dispose();
            throw;
        }
    }

    private static RemoteStatement Write(FragmentRequest request, LiveSource live, StatementContext context) => FragmentWriter.Write(
        request.Node, live, request.Parameters, request.EstimatedRows, ReferenceEquals(request.Node, request.Planned) ? context.FragmentTexts : null);

    internal static LiveSource LiveSourceOf(string source, StatementContext context) =>
        context.Snapshot.Sources.FindExact(source) is { } entry
            ? context.Sources.Get(context.Snapshot, entry, context.CredentialUser)
            : throw new GatewayException(SqlState.UndefinedObject, $"remote source \"{source}\" does not exist");
}
