using System.Runtime.CompilerServices;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Adapters.PostgreSql.Uploads;
using FederationGateway.Arrow;
using FederationGateway.Common;

namespace FederationGateway.Adapters.PostgreSql.Transactions;

/// <summary>
/// A transaction at the server. Until something is written its reads use as many connections as they like, in one exported snapshot. The first write opens a connection of its
/// own in that snapshot (one that exported a snapshot could not be prepared), and from then on everything happens there, because only there what was written is seen.
/// </summary>
internal sealed class PostgreSqlTransaction(ConnectionPool pool, PostgreSqlOptions options, RemoteTransactionOptions transaction) : IRemoteTransaction, IUploadSession
{
    private const string Facts = "; SELECT pg_catalog.txid_current() || ' ' || pg_catalog.current_setting('max_prepared_transactions')";
    private readonly SessionConnections _connections = new(pool, new RemoteSessionOptions(transaction.ApplicationName));
    private readonly SavepointList _savepoints = new();
    private readonly SemaphoreSlim _beginning = new(1, 1);
    private PostgreSqlSession? _reads;
    private WritingConnection? _writing;
    private volatile bool _readsWhereItWrites;
    private int _writes;

    public bool HasWritten => _writes > 0;

    public bool CanPrepare => _writing?.CanPrepare == true;

    public string? TransactionId => _writing?.TransactionId;

    public IAsyncEnumerable<RecordBatch> ExecuteAsync(RemoteStatement statement, CancellationToken cancellationToken) =>
        _readsWhereItWrites ? ReadPortalAsync(statement, cancellationToken) : Reads.ExecuteAsync(statement, cancellationToken);

    public Task<IUploadedTables> UploadAsync(IReadOnlyList<RowUpload> uploads, CancellationToken cancellationToken) => _readsWhereItWrites
        ? throw new UploadRefusedException($"the transaction has written to remote source \"{options.SourceName}\"", isLasting: false)
        : Reads.UploadAsync(uploads, cancellationToken);

    public async Task<long> WriteAsync(RemoteStatement statement, CancellationToken cancellationToken)
    {
        var writing = await StartWriteAsync(cancellationToken);
        await using var run = new PortalRun(writing, options, statement);
        while (await run.NextAsync(cancellationToken) is { } batch) batch.Dispose();
        return run.RowCount;
    }

    public async IAsyncEnumerable<RecordBatch> WriteReturningAsync(RemoteStatement statement, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var writing = await StartWriteAsync(cancellationToken);
        await using var run = new PortalRun(writing, options, statement);
        while (await run.NextAsync(cancellationToken) is { } batch) yield return batch;
    }

    public async Task<long> CopyInAsync(RowUpload rows, CancellationToken cancellationToken)
    {
        var writing = await StartRowsAsync(cancellationToken);
        var filling = new TableFilling(writing.Connection, options);
        filling.RequireTextEncoding([rows]);
        await writing.RunAsync(() => filling.RequireSameTypesAsync(rows), cancellationToken);

        // The first rows come when all that they are made of is being read.
        await using var source = new StartedRows(rows, cancellationToken);
        await source.StartAsync();
        if (writing.OpenPortals > 0) return await CopyThroughTableAsync(writing, rows, source, cancellationToken);
        await writing.CopyAsync(() => filling.CopyAsync(source.Whole, cancellationToken), cancellationToken);
        await EndRowsAsync(source.Whole.RowsSent, rows);
        return rows.RowsSent;
    }

    public async Task StageAsync(RowUpload rows, CancellationToken cancellationToken)
    {
        var writing = await StartRowsAsync(cancellationToken);
        await using var source = new StartedRows(rows, cancellationToken);
        await StageAsync(writing, rows, source, cancellationToken);
        await EndRowsAsync(rows.RowsSent, rows);
    }

    public async Task SavepointAsync(string name, CancellationToken cancellationToken)
    {
        if (_writing is { } writing) await writing.RunAsync($"SAVEPOINT {Quoted(name)}", cancellationToken);
        _savepoints.Add(name, _writes);
    }

    public async Task ReleaseAsync(string name, CancellationToken cancellationToken)
    {
        _savepoints.Require(name);
        if (_writing is { } writing) await writing.RunAsync($"RELEASE SAVEPOINT {Quoted(name)}", cancellationToken);
        _savepoints.Release(name);
    }

    public async Task RollbackToAsync(string name, CancellationToken cancellationToken)
    {
        _savepoints.Require(name);
        if (_writing is { } writing) await writing.RunAsync($"ROLLBACK TO SAVEPOINT {Quoted(name)}", cancellationToken, alsoWhenFailed: true);
        _writes = _savepoints.ReturnTo(name);
    }

    public async Task PrepareAsync(string name, CancellationToken cancellationToken)
    {
        if (_writing is not { } writing) throw GatewayException.Unsupported("preparing a transaction that has written nothing");
        await _connections.LeaveSnapshotAsync();
        await writing.EndAsync($"PREPARE TRANSACTION {SessionConnections.Literal(name)}", "PREPARE TRANSACTION", cancellationToken);
    }

    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        if (_writing is { } writing) await writing.EndAsync("COMMIT", "COMMIT", cancellationToken);
    }

    public async Task RollbackAsync()
    {
        if (_writing is { } writing) await writing.RollbackAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_writing is { } writing) await writing.DisposeAsync();
        await _connections.DisposeAsync();
    }

    private PostgreSqlSession Reads => LazyInitializer.EnsureInitialized(ref _reads, () => new PostgreSqlSession(_connections, options, isSingleFragment: false));

    private async IAsyncEnumerable<RecordBatch> ReadPortalAsync(RemoteStatement statement, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var run = new PortalRun(_writing!, options, statement);
        while (await run.NextAsync(cancellationToken) is { } batch) yield return batch;
    }

    /// <summary>For a statement that the server runs whole: reads that follow are made where it writes.</summary>
    private async Task<WritingConnection> StartWriteAsync(CancellationToken cancellationToken)
    {
        var writing = await WritingAsync(transaction.StatementSnapshots ? "READ COMMITTED" : "REPEATABLE READ", cancellationToken);
        _readsWhereItWrites = true;
        await _connections.LeaveSnapshotAsync();
        _writes++;
        return writing;
    }

    /// <summary>
    /// For rows that are made while they are sent, perhaps from this source: as long as nothing is written yet, they are read on other connections, in the same snapshot.
    /// </summary>
    private async Task<WritingConnection> StartRowsAsync(CancellationToken cancellationToken)
    {
        if (_writing is null) await TranslateAsync(async () => await _connections.EnterSnapshotAsync(cancellationToken), cancellationToken);
        var writing = await WritingAsync("REPEATABLE READ", cancellationToken);
        _writes++;
        return writing;
    }

    private async Task EndRowsAsync(long sent, RowUpload rows)
    {
        _readsWhereItWrites = true;
        rows.AddSent(sent - rows.RowsSent);
        await _connections.LeaveSnapshotAsync();
    }

    private async Task<WritingConnection> WritingAsync(string isolation, CancellationToken cancellationToken)
    {
        if (transaction.ReadOnly) throw new GatewayException(SqlState.ReadOnlySqlTransaction, $"cannot write to remote source \"{options.SourceName}\" in a read-only transaction");
        await _beginning.WaitAsync(cancellationToken);
        try
        {
            if (_writing is { } known) return known;
            var then = string.Concat(_savepoints.Names.Select(name => $"; SAVEPOINT {Quoted(name)}"));
            await TranslateAsync(
                async () =>
                {
                    var (lease, facts) = await _connections.AcquireForWritingAsync(isolation, Facts + then, cancellationToken);
                    var parts = facts!.Split(' ');
                    _writing = new WritingConnection(lease, options, parts[0], canPrepare: parts[1] != "0");
                },
                cancellationToken);
            return _writing!;
        }
        finally
        {
            _beginning.Release();
        }
    }

    private async Task StageAsync(WritingConnection writing, RowUpload table, StartedRows source, CancellationToken cancellationToken)
    {
        writing.CanPrepare = false;
        var filling = new TableFilling(writing.Connection, options);
        filling.RequireTextEncoding([table]);
        await writing.RunAsync(() => filling.CreateTemporaryAsync(table), cancellationToken);
        await foreach (var piece in source.PiecesAsync(table.Table))
        {
            await writing.RunAsync(() => filling.CopyAsync(piece, cancellationToken), cancellationToken);
            table.AddSent(piece.RowsSent);
        }

        await writing.RunAsync(() => filling.AnalyzeAsync(table), cancellationToken);
    }

    /// <summary>
    /// The rows may be made of what is read on this very connection, which cannot be read while it copies. They are put into a temporary table piece by piece; the target still
    /// gets them by one statement, after which its constraints are checked.
    /// </summary>
    private async Task<long> CopyThroughTableAsync(WritingConnection writing, RowUpload rows, StartedRows source, CancellationToken cancellationToken)
    {
        var table = new RowUpload(rows.Table with { Path = [$"gw_copy_{Guid.NewGuid():N}"] }, rows.Rows);
        await StageAsync(writing, table, source, cancellationToken);
        long count = 0;
        await writing.RunAsync(async () => count = await new TableFilling(writing.Connection, options).MoveAsync(table, rows), cancellationToken);
        await EndRowsAsync(count, rows);
        return count;
    }

    private async Task TranslateAsync(Func<Task> action, CancellationToken cancellationToken)
    {
        try
        {
            await action();
        }
        catch (Exception error) when (error is not (OperationCanceledException or GatewayException))
        {
            throw PostgreSqlErrors.OnExecute(options, error, cancellationToken.IsCancellationRequested);
        }
    }

    private static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
