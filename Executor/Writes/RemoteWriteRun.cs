using System.Globalization;
using System.Runtime.CompilerServices;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Arrow;
using FederationGateway.Common;
using FederationGateway.Executor.Remote;
using FederationGateway.Federation;
using FederationGateway.Plan;

namespace FederationGateway.Executor.Writes;

/// <summary>
/// One change of a remote table being carried out: as the source's own statement when that does everything; else by rows computed here, few of them as literals of that
/// statement, many appended in bulk or staged in a temporary table that it reads.
/// </summary>
internal sealed class RemoteWriteRun
{
    /// <summary>More rows than these, or bytes, are not written into the statement.</summary>
    private const int MostLiteralRows = 100;

    private const long MostLiteralBytes = 64 * 1024;

    private static long _staged;
    private readonly ChangeStatement _change;
    private readonly bool _isWhole;
    private readonly StatementContext _context;
    private readonly ExecutionFacts _facts;
    private readonly LiveSource _live;
    private readonly IRemoteTransaction _transaction;

    private RemoteWriteRun(WritePlan plan, StatementContext context, ExecutionFacts facts, LiveSource live, IRemoteTransaction transaction) =>
        (_change, _isWhole, _context, _facts, _live, _transaction) = (plan.Change, plan.IsWhole, context, facts, live, transaction);

    public static async Task<RemoteWriteRun> OpenAsync(WritePlan plan, StatementContext context, ExecutionFacts facts, CancellationToken cancellationToken)
    {
        var live = FragmentRun.LiveSourceOf(plan.Change.Table.Source, context);
        return new RemoteWriteRun(plan, context, facts, live, await context.BeginWriteAsync(live, !plan.NeedsSnapshot, cancellationToken));
    }

    /// <summary>The number of rows written.</summary>
    public async Task<long> WriteAsync(CancellationToken cancellationToken)
    {
        if (_isWhole) return await WriteAsync(WholeSource(), cancellationToken);
        await using var rows = Compute(cancellationToken);
        if (_change is MergeRowsStatement merge) return await MergeAsync(merge, rows, cancellationToken);
        if (await FewAsync(rows) is { } few) return few.Rows.IsEmpty ? 0 : await WriteAsync(few, cancellationToken);
        if (CanAppend && await AppendAsync(rows, cancellationToken) is { } appended) return appended;
        return await WriteAsync(await StageAsync(rows, cancellationToken), cancellationToken);
    }

    /// <summary>The rows as written: these expressions over them.</summary>
    public async IAsyncEnumerable<RecordBatch> ReturnAsync(EquatableArray<ProjectItem> returning, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        PlanNode source;
        if (_isWhole) source = WholeSource();
        else
        {
            await using var rows = Compute(cancellationToken);
            if (await FewAsync(rows) is { } few)
            {
                if (few.Rows.IsEmpty) yield break;
                source = few;
            }
            else source = await StageAsync(rows, cancellationToken);
        }

        var statement = FragmentWriter.Write(_change with { Source = source, Returning = returning }, _live, _context.Parameters);
        var budget = _context.BudgetOf(_change.Table.Source);
        var account = Account(statement.Sql, statement.Progress);
        var returned = _transaction.WriteReturningAsync(statement, cancellationToken).GetAsyncEnumerator(cancellationToken);
        try
        {
            while (await account.WatchAsync(async () => await returned.MoveNextAsync()))
            {
                var batch = returned.Current;
                account.AddRows(batch.Length);
                try
                {
                    budget?.Take(batch.Length, batch.ByteSize);
                }
                catch
                {
                    batch.Dispose();
                    throw;
                }

                yield return batch;
            }
        }
        finally
        {
            await returned.DisposeAsync();
            account.End();
        }
    }

    /// <summary>What becomes of each row has been found out here: the clauses are carried out one by one.</summary>
    private async Task<long> MergeAsync(MergeRowsStatement merge, BufferedRows rows, CancellationToken cancellationToken)
    {
        PlanNode source;
        if (await FewAsync(rows) is { } few)
        {
            if (MergeParts.RepeatsKey(merge, few)) throw MergeRowsStatement.SecondTime();
            source = few;
        }
        else
        {
            source = await StageAsync(rows, cancellationToken);
            if (merge.Changing.Any() && await HasRowsAsync(MergeParts.RepeatedKeys(merge, source), cancellationToken)) throw MergeRowsStatement.SecondTime();
        }

        var count = 0L;
        foreach (var part in MergeParts.Of(merge, source)) count += await WriteAsync(part, cancellationToken);
        return count;
    }

    /// <summary>Whether a query over rows that are in the transaction has any.</summary>
    private async Task<bool> HasRowsAsync(PlanNode query, CancellationToken cancellationToken)
    {
        var statement = FragmentWriter.Write(new RemoteNode(_change.Table.Source, query), _live, _context.Parameters, estimatedRows: null, texts: null);
        var account = Account(statement.Sql, statement.Progress);
        try
        {
            return await account.WatchAsync(async () =>
            {
                var hasRows = false;
                await foreach (var batch in _transaction.ExecuteAsync(statement, cancellationToken))
                    using (batch) hasRows |= batch.Length > 0;
                return hasRows;
            });
        }
        finally
        {
            account.End();
        }
    }

    private PlanNode WholeSource() => _change.Source is RemoteNode remote ? remote.Fragment : _change.Source;

    private Task<long> WriteAsync(PlanNode source, CancellationToken cancellationToken) => WriteAsync(_change with { Source = source, Returning = [] }, cancellationToken);

    private async Task<long> WriteAsync(ChangeStatement change, CancellationToken cancellationToken)
    {
        var statement = FragmentWriter.Write(change, _live, _context.Parameters);
        var account = Account(statement.Sql, statement.Progress);
        try
        {
            var count = await account.WatchAsync(() => _transaction.WriteAsync(statement, cancellationToken));
            account.AddRows(count);
            return count;
        }
        finally
        {
            account.End();
        }
    }

    private BufferedRows Compute(CancellationToken cancellationToken) =>
        new(QueryExecution.RunAsync(_change.Source, _context, _facts.OfPart(), cancellationToken), cancellationToken);

    /// <summary>All rows when they are few, else null and they are still to be read.</summary>
    private async Task<ValuesNode?> FewAsync(BufferedRows rows)
    {
        List<RecordBatch> seen = [];
        while (await rows.ReadAheadAsync() is { } batch)
        {
            seen.Add(batch);
            if (seen.Sum(known => known.Length) > MostLiteralRows || rows.Bytes > MostLiteralBytes) return MustBeLiterals ? throw TooManyForDefaults() : null;
        }

        var columns = _change.Source.Output;
        var constants = seen.SelectMany(batch => Enumerable.Range(0, batch.Length).Select(row =>
            columns.Select((column, i) => (Expression)ArrowValue.ToConstant(batch.Column(i), row, column.Type)).ToEquatableArray()));
        return new ValuesNode(columns, constants.ToEquatableArray());
    }

    // A DEFAULT has its place in a row of literals.
    private bool MustBeLiterals => _change is InsertStatement { DefaultCells.IsEmpty: false } or InsertStatement { Ordinals.IsEmpty: true };

    private static GatewayException TooManyForDefaults() =>
        new(SqlState.FeatureNotSupported, "an INSERT into a virtual table of many rows with DEFAULT in some of them is not supported")
        {
            Hint = "Leave the column out for the rows that take its default.",
        };

    private bool CanAppend => _change is InsertStatement { OnConflict: null } insert
        && insert.Ordinals.All(ordinal => _change.Table.Columns[ordinal] is var column && _live.Adapter.Dialect.UploadType(column.Type) is not null && _live.Adapter.Dialect.AssignedValue("", column).Length == 0);

    /// <summary>Appends the rows as they come; null when the source wants them otherwise, and none has been read.</summary>
    private async Task<long?> AppendAsync(BufferedRows rows, CancellationToken cancellationToken)
    {
        var insert = (InsertStatement)_change;
        var columns = insert.Ordinals.Select(ordinal => insert.Table.Columns[ordinal]).ToEquatableArray();
        var upload = new RowUpload(insert.Table with { Columns = columns }, CountAsync(rows.ReadAllAsync()));
        var account = Account($"COPY {insert.Table.DisplayName} ({string.Join(", ", columns.Select(column => column.RemoteName))}) FROM STDIN", new RemoteProgress());
        try
        {
            var count = await account.WatchAsync(() => _transaction.CopyInAsync(upload, cancellationToken));
            account.AddRows(count);
            return count;
        }
        catch (UploadRefusedException)
        {
            return null;
        }
        finally
        {
            account.End();
        }
    }

    /// <summary>The query of the source that has the rows back.</summary>
    private async Task<PlanNode> StageAsync(BufferedRows rows, CancellationToken cancellationToken)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"gw_rows_{Interlocked.Increment(ref _staged)}");
        var (upload, query) = StagedRows.Stage(_change.Source.Output, CountAsync(rows.ReadAllAsync()), _change.Table.Source, name, _live.Adapter.Dialect);
        var account = Account($"UPLOAD {name} ({string.Join(", ", upload.Table.Columns.Select(column => column.Name))})", new RemoteProgress());
        try
        {
            await account.WatchAsync(async () =>
            {
                await _transaction.StageAsync(upload, cancellationToken);
                return true;
            });
            account.AddRows(upload.RowsSent);
            return query;
        }
        catch (UploadRefusedException refused)
        {
            throw new GatewayException(SqlState.FeatureNotSupported, $"the rows cannot be sent to remote source \"{_change.Table.Source}\"", refused) { Detail = refused.Message };
        }
        finally
        {
            account.End();
        }
    }

    private async IAsyncEnumerable<RecordBatch> CountAsync(IAsyncEnumerable<RecordBatch> rows)
    {
        await foreach (var batch in rows)
        {
            _context.CountWritten(batch.Length);
            yield return batch;
        }
    }

    private WriteAccount Account(string sql, RemoteProgress progress) => WriteAccount.Start(_context, _change.Table.Source, sql, progress);
}
