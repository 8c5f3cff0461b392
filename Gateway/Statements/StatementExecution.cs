using System.Runtime.CompilerServices;
using FederationGateway.Arrow;
using FederationGateway.Common;
using FederationGateway.Gateway.Monitoring;
using FederationGateway.Gateway.Auditing;
using FederationGateway.Gateway.Sessions;
using FederationGateway.Gateway.Accounts;
using FederationGateway.Gateway.Settings;
using FederationGateway.Plan;
using FederationGateway.PgWire.Contract;

namespace FederationGateway.Gateway.Statements;

/// <summary>Starts a prepared statement: transaction, timeout, account in <c>M_STATEMENTS</c>, turn among those running; ends all of them with the execution.</summary>
internal static class StatementExecution
{
    public static async ValueTask<IExecution> StartAsync(
        SessionState session, Prepared prepared, IReadOnlyList<object?> parameters, bool sharesRequest, CancellationToken cancellationToken)
    {
        var transaction = session.Transaction;

        // A query alone sees one moment by itself, SET alone touches no table. Everything else waits for the end of its request, which succeeds or fails as a whole.
        if (!transaction.IsOpen && (sharesRequest || prepared is { SeesOneMoment: false, IsOutsideTransactions: false })) transaction.BeginImplicit(isAlone: !sharesRequest);

        if (prepared.MayChange) transaction.NoteChange();

        // Also a query that fails behind its set_config undoes it.
        session.Settings.BeginTransaction();

        if (transaction.IsOpen && !prepared.LeavesOpenRows) await transaction.DetachOpenRowsAsync();
        var record = session.Core.Statements.Start(session.Info.ProcessId, session.SessionUser, session.Settings[SettingsTable.ApplicationName], StatementText.WithoutSecrets(prepared.Parsed));
        session.Info.Statement = record.Text;
        session.StartStatement(record.Id);
        var timeout = new StatementTimeout(SettingValue.ToDuration(session.Settings[SettingsTable.StatementTimeout]), cancellationToken);
        var run = new StatementRun(session, record, timeout.Token) { SharesRequest = sharesRequest };
        return await RunAsync(run, timeout, prepared, ParameterConstants.Of(prepared.ParameterTypes, parameters));
    }

    /// <summary>
    /// Starts a cursor's query, which runs beside the statements that read from it: their timeouts and turns are theirs, its own account and turn last until it is closed.
    /// </summary>
    /// <param name="outlivesTransaction">See <see cref="StatementRun.OutlivesTransaction"/>.</param>
    public static ValueTask<IExecution> OpenCursorAsync(
        SessionState session, Prepared query, EquatableArray<ConstantExpression> parameters, bool outlivesTransaction, CancellationToken cancellationToken)
    {
        var record = session.Core.Statements.Start(session.Info.ProcessId, session.SessionUser, session.Settings[SettingsTable.ApplicationName], query.Parsed.Text);
        var run = new StatementRun(session, record, cancellationToken) { OutlivesTransaction = outlivesTransaction };
        return RunAsync(run, new StatementTimeout(TimeSpan.Zero, cancellationToken), query, parameters);
    }

    private static async ValueTask<IExecution> RunAsync(StatementRun run, StatementTimeout timeout, Prepared prepared, EquatableArray<ConstantExpression> parameters)
    {
        var end = new StatementEnd(run, timeout);
        try
        {
            if (prepared.TakesTurn) await end.TakeTurnAsync();
            var execution = await prepared.ExecuteAsync(run, parameters);
            await AuditAsync(run, prepared, execution);
            return Wrap(execution, end);
        }
        catch (Exception e)
        {
            var failure = timeout.Translate(e);
            await end.DisposeAsync(failure);
            if (ReferenceEquals(failure, e)) throw;
            throw failure;
        }
    }

    private static async ValueTask AuditAsync(StatementRun run, Prepared prepared, IExecution execution)
    {
        try
        {
            await StatementAudit.SucceededAsync(run.Session, prepared.Running);
        }
        catch
        {
            await execution.DisposeAsync();
            throw;
        }
    }

    private static IExecution Wrap(IExecution execution, StatementEnd end) => execution switch
    {
        IRowExecution rows => new TrackedRows(rows, end),
        ICopyOutExecution copy => new TrackedCopyOut(copy, end),
        ICopyInExecution copy => new TrackedCopyIn(copy, end),
        _ => new TrackedCommand(execution, end),
    };

    private static async IAsyncEnumerable<RecordBatch> TrackAsync(
        IAsyncEnumerable<RecordBatch> rows, StatementEnd end, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var batches = rows.GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            try
            {
                if (!await batches.MoveNextAsync()) break;
            }
            catch (Exception e)
            {
                var failure = end.Fail(e);
                if (ReferenceEquals(failure, e)) throw;
                throw failure;
            }

            end.AddRows(batches.Current.Length);
            yield return batches.Current;
        }
    }

    /// <summary>What ends with a statement, once.</summary>
    private sealed class StatementEnd(StatementRun run, StatementTimeout timeout)
    {
        private string? _error;
        private IDisposable? _turn;
        private IDisposable? _counted;

        // A session that holds something others may wait for is never kept waiting itself: a transaction's changes, a result not yet read.
        public async ValueTask TakeTurnAsync()
        {
            var session = run.Session;
            var role = session.Snapshot.RolesByOid.GetValueOrDefault(session.Identity.SessionUser);
            _counted = session.Core.RunningStatements.Enter(session.Identity.SessionUser, session.SessionUser, RoleSettings.MaxConcurrentStatements(role));
            if (session.OpenTurns > 0 || session.Transaction.HasBegun) _turn = session.Core.Queue.EnterAtOnce();
            else
            {
                var turn = session.Core.Queue.EnterAsync(session.SessionUser, run.CancellationToken);
                if (!turn.IsCompleted) run.Record.Wait(session.Core.TimeProvider.GetUtcNow().UtcDateTime);
                _turn = await turn;
                run.Record.EndWait(session.Core.TimeProvider.GetUtcNow().UtcDateTime);
            }

            session.OpenTurns++;
        }

        public void AddRows(long count) => run.Record.AddRows(count);

        public Exception Fail(Exception e)
        {
            var failure = timeout.Translate(e);
            _error = MessageOf(failure);
            if (failure is GatewayException { State: var state } && IsOutOfDate(state)) run.Session.Transaction.ForgetLinkedTables();
            return failure;
        }

        public async ValueTask DisposeAsync(Exception? failure = null)
        {
            if (failure is not null) Fail(failure);
            run.Session.Core.Statements.End(run.Record, _error);
            if (ReferenceEquals(run.Session.Info.Statement, run.Record.Text)) run.Session.Info.Statement = null;
            try
            {
                using (timeout) await run.DisposeAsync();
            }
            finally
            {
                GiveTurnBack();
            }
        }

        public async ValueTask DisposeAfterAsync(IAsyncDisposable execution)
        {
            try
            {
                await execution.DisposeAsync();
            }
            finally
            {
                await DisposeAsync();
            }
        }

        private void GiveTurnBack()
        {
            Interlocked.Exchange(ref _counted, null)?.Dispose();
            if (Interlocked.Exchange(ref _turn, null) is not { } turn) return;
            run.Session.OpenTurns--;
            turn.Dispose();
        }

        // The source does not have what a definition says.
        private static bool IsOutOfDate(SqlState state) =>
            state == SqlState.RemoteTableNotFound || state == SqlState.RemoteColumnNotFound || state == SqlState.RemoteInvalidDataType || state == SqlState.RemoteExecutionFailed;

        private static string MessageOf(Exception failure) => failure switch
        {
            GatewayException gateway => gateway.Message,
            OperationCanceledException => "canceled",
            _ => "internal error",
        };
    }

    private sealed class TrackedCommand(IExecution inner, StatementEnd end) : IExecution
    {
        public CommandTag CommandTag => inner.CommandTag;

        public ValueTask DisposeAsync() => end.DisposeAfterAsync(inner);
    }

    private sealed class TrackedRows(IRowExecution inner, StatementEnd end) : IRowExecution
    {
        public CommandTag CommandTag => inner.CommandTag;

        public IAsyncEnumerable<RecordBatch> ReadBatchesAsync(CancellationToken cancellationToken) => TrackAsync(inner.ReadBatchesAsync(cancellationToken), end, cancellationToken);

        public ValueTask DisposeAsync() => end.DisposeAfterAsync(inner);
    }

    private sealed class TrackedCopyOut(ICopyOutExecution inner, StatementEnd end) : ICopyOutExecution
    {
        public CommandTag CommandTag => inner.CommandTag;

        public PgWire.Copy.CopyOptions Options => inner.Options;

        public IReadOnlyList<ResultColumn> Columns => inner.Columns;

        public IAsyncEnumerable<RecordBatch> ReadBatchesAsync(CancellationToken cancellationToken) => TrackAsync(inner.ReadBatchesAsync(cancellationToken), end, cancellationToken);

        public ValueTask DisposeAsync() => end.DisposeAfterAsync(inner);
    }

    private sealed class TrackedCopyIn(ICopyInExecution inner, StatementEnd end) : ICopyInExecution
    {
        public CommandTag CommandTag => inner.CommandTag;

        public PgWire.Copy.CopyOptions Options => inner.Options;

        public IReadOnlyList<ResultColumn> Columns => inner.Columns;

        public string Target => inner.Target;

        public async ValueTask<T> AwaitClientAsync<T>(Func<CancellationToken, ValueTask<T>> read)
        {
            try
            {
                return await inner.AwaitClientAsync(read);
            }
            catch (Exception e)
            {
                var failure = end.Fail(e);
                if (ReferenceEquals(failure, e)) throw;
                throw failure;
            }
        }

        public ValueTask WriteAsync(RecordBatch batch, CancellationToken cancellationToken)
        {
            end.AddRows(batch.Length);
            return WatchAsync(inner.WriteAsync(batch, cancellationToken));
        }

        public ValueTask CompleteAsync(CancellationToken cancellationToken) => WatchAsync(inner.CompleteAsync(cancellationToken));

        public ValueTask DisposeAsync() => end.DisposeAfterAsync(inner);

        private async ValueTask WatchAsync(ValueTask work)
        {
            try
            {
                await work;
            }
            catch (Exception e)
            {
                var failure = end.Fail(e);
                if (ReferenceEquals(failure, e)) throw;
                throw failure;
            }
        }
    }
}
