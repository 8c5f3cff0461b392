using FederationGateway.Arrow;
using FederationGateway.Common;
using FederationGateway.DuckDb.Handles;
using FederationGateway.DuckDb.Native;

namespace FederationGateway.DuckDb;

/// <summary>
/// A connection to the engine: one statement at a time, one transaction at a time. Not for use by several threads at once (cancelling apart).
/// Calls without Async block the calling thread for as long as the engine works.
/// </summary>
public sealed class DuckDbConnection : IDisposable
{
    private readonly HashSet<DuckDbPrepared> _prepared = [];
    private readonly Lock _closing = new();
    private EngineExecution? _execution;
    private bool _isDisposed;

    internal DuckDbConnection(DuckDbEngine engine, ConnectionHandle handle)
    {
        Engine = engine;
        Handle = handle;
        DuckDbApi.ConnectionGetClientContext(handle, out var context);
        Id = DuckDbApi.ClientContextGetConnectionId(context);
        DuckDbApi.DestroyClientContext(ref context);
    }

    public DuckDbEngine Engine { get; }

    internal ConnectionHandle Handle { get; }

    internal ulong Id { get; }

    /// <summary>Runs one or several statements; returns the rows the last one inserted, updated or deleted.</summary>
    public unsafe long Execute(string sql, CancellationToken cancellationToken)
    {
        using var execution = Begin(cancellationToken);
        try
        {
            using var result = new ResultHandle();
            if (DuckDbApi.Query(Handle, CheckedText(sql), result) == NativeState.Error) throw Failure(result);
            return (long)DuckDbApi.RowsChanged(result);
        }
        finally
        {
            End();
        }
    }

    /// <summary>As <see cref="Execute"/>, on a thread of the engine room.</summary>
    public Task<long> ExecuteAsync(string sql, CancellationToken cancellationToken) => EngineThreads.Run(() => Execute(sql, cancellationToken));

    /// <summary>
    /// Commits the open transaction. Of one that the engine has given up (after an error or an interrupt in it) its own COMMIT would say that it succeeded, and keep nothing:
    /// then this fails with 40000. Not cancellable: nobody could tell what became of it.
    /// </summary>
    /// <param name="ofTables">False when it has changed nothing that statements see, see <see cref="DuckDbEngine.Commits"/>.</param>
    public Task CommitAsync(bool ofTables = true) => EngineThreads.Run(() =>
    {
        try
        {
            Execute("SELECT 1", CancellationToken.None);
        }
        catch (GatewayException e) when (!Engine.IsInvalidated)
        {
            throw new GatewayException(SqlState.TransactionRollback, "the transaction could not be committed: the embedded engine has given it up", e) { Hint = "Run it again." };
        }

        if (!ofTables) return Execute("COMMIT", CancellationToken.None);
        using (Engine.Commits.Begin()) return Execute("COMMIT", CancellationToken.None);
    });

    /// <summary>
    /// Runs a query here and appends its rows to a table that <paramref name="into"/> writes at once, whatever becomes of the transaction here. The table has the query's columns;
    /// the second is a bigint.
    /// </summary>
    /// <returns>How many rows, and the largest value of the second column.</returns>
    public Task<(long Count, long Largest)> CopyAsync(string sql, DuckDbConnection into, AttachedTable table, CancellationToken cancellationToken) =>
        EngineThreads.Run(() => RowCopy.Run(this, sql, into, table, cancellationToken));

    /// <summary>
    /// From here to the end of the open transaction no checkpoint gives committed rows of the database other row ids, as one does while transactions only read: an UPDATE keeps checkpoints away, whether it
    /// finds rows or not.
    /// </summary>
    /// <param name="table">Some table of the database.</param>
    public Task HoldRowIdsAsync(string table, string column, CancellationToken cancellationToken) => ExecuteAsync($"UPDATE {table} SET {column} = {column} WHERE false", cancellationToken);

    /// <summary>As <see cref="ExecuteAsync"/> for a single statement that may take long: its thread sleeps while others of the engine do the work.</summary>
    public Task<long> ExecuteOneAsync(string sql, CancellationToken cancellationToken) => EngineThreads.Run(() =>
    {
        using var prepared = Prepare(sql);
        return prepared.Execute(cancellationToken);
    });

    /// <summary>Plans one statement for any number of executions. Disposed with the connection at the latest.</summary>
    public unsafe DuckDbPrepared Prepare(string sql)
    {
        var failed = DuckDbApi.Prepare(Handle, CheckedText(sql), out var native) == NativeState.Error;
        var handle = new PreparedHandle(native);
        if (failed)
        {
            using (handle)
            {
                var text = DuckDbApi.BorrowedText(DuckDbApi.PrepareError(handle)) ?? "";
                throw Failure(EngineErrors.TypeOf(text), text);
            }
        }

        var prepared = new DuckDbPrepared(this, handle);
        lock (_prepared) _prepared.Add(prepared);
        return prepared;
    }

    /// <summary>
    /// Runs one statement and streams its rows, in the carriers of <paramref name="expected"/> (null: as <see cref="DuckDbPrepared.Columns"/> says).
    /// Returns at once; planning and execution happen on a thread of the engine room, and failures come out of reading. The connection is busy
    /// until the reader is disposed.
    /// </summary>
    public DuckDbResultReader Query(string sql, Schema? expected, CancellationToken cancellationToken) =>
        new(token => OpenResult(sql, expected, token), cancellationToken);

    /// <summary>
    /// As <see cref="Query"/>, but the planned statement outlives the reader: <paramref name="planned"/> gets it, with the duty to dispose it, on the room's thread
    /// before the first row.
    /// </summary>
    public DuckDbResultReader PrepareAndQuery(string sql, Schema? expected, Action<DuckDbPrepared> planned, CancellationToken cancellationToken) =>
        new(
            token =>
            {
                var prepared = Prepare(sql);
                planned(prepared);
                return prepared.OpenResult(expected, token);
            },
            cancellationToken);

    /// <summary>Runs one statement and lets the calling thread pull its rows.</summary>
    public DuckDbResult OpenResult(string sql, Schema? expected, CancellationToken cancellationToken)
    {
        var prepared = Prepare(sql);
        try
        {
            return prepared.OpenResult(expected, ownsPrepared: true, cancellationToken);
        }
        catch
        {
            prepared.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Closes the connection and its prepared statements; an open transaction is rolled back. A running statement is cancelled, and the connection
    /// closes when that has ended.
    /// </summary>
    public void Dispose()
    {
        lock (_closing)
        {
            _isDisposed = true;
            if (_execution is not null) CancelRunning();
            else Close();
        }
    }

    /// <summary>Cancels what is waited on by scans of the running statement, if any.</summary>
    internal CancellationToken ExecutionToken => _execution?.Token ?? CancellationToken.None;

    internal void Forget(DuckDbPrepared prepared)
    {
        lock (_prepared) _prepared.Remove(prepared);
    }

    internal EngineExecution Begin(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_closing)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_execution is not null) throw new GatewayException(SqlState.InternalError, "the engine's connection already runs a statement");
            return _execution = new EngineExecution(this, cancellationToken);
        }
    }

    internal void End()
    {
        lock (_closing)
        {
            _execution = null;
            if (_isDisposed) Close();
        }
    }

    /// <summary>Cancelled with the running statement.</summary>
    internal CancellationToken RunningToken => _execution?.Token ?? CancellationToken.None;

    internal void Interrupt()
    {
        try
        {
            DuckDbApi.Interrupt(Handle);
        }
        catch (ObjectDisposedException)
        {
            // Nothing runs on a closed connection.
        }
    }

    internal void CancelRunning()
    {
        try
        {
            _execution?.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has ended by itself meanwhile.
        }
    }

    /// <summary>
    /// An unfinished streaming result keeps the executor, and with it batches of the scans, until the connection's next statement: runs an empty one.
    /// </summary>
    internal void DropUnfinishedResult()
    {
        using var result = new ResultHandle();
        DuckDbApi.Query(Handle, "SELECT 1", result);
    }

    /// <summary>Keeps what a callback of the running statement threw, see <see cref="Failure(ResultHandle)"/>.</summary>
    internal void RememberFailure(Exception failure) => _execution?.RememberFailure(failure);

    /// <summary>
    /// The exception for a failed execution. While a result streams, an error raised on another thread of the engine may reach us as an interrupt
    /// nobody asked for, its text lost (a defect of 1.5, duckdb pull request 25902): then the callbacks' own record is the only trace.
    /// </summary>
    internal unsafe Exception Failure(ResultHandle result)
    {
        var (type, text) = EngineErrors.Unwrap(DuckDbApi.ResultErrorType(result), DuckDbApi.BorrowedText(DuckDbApi.ResultError(result)) ?? "");
        if (type != NativeErrorType.Interrupt || _execution is not { Token.IsCancellationRequested: false } execution) return Failure(type, text);
        return execution.CallbackFailure ?? new GatewayException(SqlState.DataException, "the statement failed while its result was read")
        {
            Detail = "A value of a later row could not be computed; the engine lost the reason.",
            Hint = "Run the statement again.",
        };
    }

    internal Exception Failure(NativeErrorType type, string text)
    {
        if (type is NativeErrorType.Fatal or NativeErrorType.Internal) Engine.Invalidate();
        return EngineErrors.Translate(type, text);
    }

    private void Close()
    {
        if (Handle.IsClosed) return;
        DuckDbPrepared[] prepared;
        lock (_prepared) prepared = [.. _prepared];
        foreach (var statement in prepared) statement.Dispose();
        Handle.Dispose();
        Engine.Forget(this);
    }

    // The text goes to the engine as a C string: what follows a NUL would be dropped silently.
    private static string CheckedText(string sql) =>
        sql.Contains('\0', StringComparison.Ordinal) ? throw new GatewayException(SqlState.CharacterNotInRepertoire, "a statement cannot contain the character U+0000") : sql;
}
