using System.Globalization;
using FederationGateway.Adapters.PostgreSql.Wire;
using FederationGateway.Common;

namespace FederationGateway.Adapters.PostgreSql.Transactions;

/// <summary>The connection a transaction writes on: one request at a time, each answered to its end before the next.</summary>
/// <param name="lease">In a transaction that may write.</param>
/// <param name="canPrepare">Whether the server keeps prepared transactions.</param>
internal sealed class WritingConnection(SessionConnections.Lease lease, PostgreSqlOptions options, string transactionId, bool canPrepare) : IAsyncDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private bool _hasEnded;
    private volatile bool _isCopying;
    private int _lastPortal;

    public string TransactionId { get; } = transactionId;

    /// <summary>Until temporary tables are used: a transaction with them cannot be prepared.</summary>
    public bool CanPrepare { get; set; } = canPrepare;

    public WireConnection Connection => lease.Connection;

    /// <summary>Statements being read in steps.</summary>
    public int OpenPortals;

    public string NextPortalName() => string.Create(CultureInfo.InvariantCulture, $"p{Interlocked.Increment(ref _lastPortal)}");

    /// <summary>Runs one request. When it fails the answer is read to its end, and the failure is the gateway's exception.</summary>
    public async Task RunAsync(Func<Task> request, CancellationToken cancellationToken, bool alsoWhenFailed = false)
    {
        RefuseWhileCopying();
        await _gate.WaitAsync(cancellationToken);
        try
        {
            RequireOpen(alsoWhenFailed);
            Connection.Writer.Clear();
            await ListeningAsync(request, cancellationToken);
        }
        catch (Exception error) when (error is not GatewayException || !_hasEnded)
        {
            // What only this side does not like (a value that fits no type here) has not failed there; the rest of a step is not much.
            await Connection.RecoverAsync(SessionConnections.Patience, cancels: error is not GatewayException);
            throw PostgreSqlErrors.OnExecute(options, error, cancellationToken.IsCancellationRequested, writes: true);
        }
        finally
        {
            _gate.Release();
        }
    }

    public Task RunAsync(string sql, CancellationToken cancellationToken, bool alsoWhenFailed = false) => RunAsync(() => Connection.RunAsync(sql), cancellationToken, alsoWhenFailed);

    /// <summary>As <see cref="RunAsync(Func{Task}, CancellationToken, bool)"/> for a request that takes rows: nothing can be read on the connection meanwhile, and who tries is told so.</summary>
    public async Task CopyAsync(Func<Task> request, CancellationToken cancellationToken)
    {
        await RunAsync(
            async () =>
            {
                _isCopying = true;
                try
                {
                    await request();
                }
                finally
                {
                    _isCopying = false;
                }
            },
            cancellationToken);
    }

    /// <summary>Ends the transaction by COMMIT or PREPARE TRANSACTION. When the answer is lost nobody knows what became of it: 08007.</summary>
    public async Task EndAsync(string command, string expectedTag, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            RequireOpen(alsoWhenFailed: false);
            cancellationToken.ThrowIfCancellationRequested();
            _hasEnded = true;
            var tag = "";
            Connection.Writer.Clear();
            await ListeningAsync(async () => tag = (await Connection.CommandAsync(command)).Tag, cancellationToken);
            if (tag != expectedTag) throw new GatewayException(SqlState.TransactionRollback, $"remote source \"{options.SourceName}\" has rolled the transaction back");
        }
        catch (Exception error) when (error is ConnectionLost or ServerError { EndsConnection: true })
        {
            throw new GatewayException(SqlState.TransactionResolutionUnknown, $"remote source \"{options.SourceName}\" did not say whether the transaction was committed", error)
            {
                Detail = error.Message,
            };
        }
        catch (Exception error) when (error is not GatewayException)
        {
            await Connection.RecoverAsync(SessionConnections.Patience);
            throw PostgreSqlErrors.OnExecute(options, error, cancellationToken.IsCancellationRequested, writes: true);
        }
        finally
        {
            _gate.Release();
            if (_hasEnded) await lease.ReturnAsync();
        }
    }

    /// <summary>Undoes what is not committed and gives the connection back.</summary>
    public async Task RollbackAsync()
    {
        if (_hasEnded) return;

        // What still runs is stopped; a server that does not stop is left.
        await Connection.CancelAsync();
        if (!await _gate.WaitAsync(SessionConnections.Patience))
        {
            _hasEnded = true;
            await lease.EndAsync();
            return;
        }

        _hasEnded = true;
        _gate.Release();
        await lease.ReturnAsync();
    }

    public async ValueTask DisposeAsync() => await RollbackAsync();

    // A cancellation still on its way must have hit, or missed, before the next request.
    private async Task ListeningAsync(Func<Task> request, CancellationToken cancellationToken)
    {
        await using (cancellationToken.UnsafeRegister(static state => _ = ((WireConnection)state!).CancelOrKillAsync(SessionConnections.Patience), Connection))
            await request();
        if (cancellationToken.IsCancellationRequested) await Connection.RecoverAsync(SessionConnections.Patience);
    }

    private void RequireOpen(bool alsoWhenFailed)
    {
        if (_hasEnded) throw new GatewayException(SqlState.InvalidCursorName, $"the transaction at remote source \"{options.SourceName}\" has ended");
        if (Connection.IsBroken)
            throw new GatewayException(SqlState.ConnectionFailure, $"the connection to remote source \"{options.SourceName}\" was lost") { Detail = "What the transaction had done there is undone." };
        if (Connection.IsTransactionFailed && !alsoWhenFailed)
            throw new GatewayException(SqlState.InFailedSqlTransaction, $"the transaction at remote source \"{options.SourceName}\" has failed");
    }

    private void RefuseWhileCopying()
    {
        if (_isCopying) throw GatewayException.Unsupported($"reading remote source \"{options.SourceName}\" while rows are copied to it in the same transaction");
    }
}
