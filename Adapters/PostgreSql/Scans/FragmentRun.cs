using FederationGateway.Adapters.Abstractions;
using FederationGateway.Adapters.PostgreSql.Wire;
using FederationGateway.Arrow;

namespace FederationGateway.Adapters.PostgreSql.Scans;

/// <summary>One statement running on one lent connection: batches until the end, then the connection goes back.</summary>
internal sealed class FragmentRun : IAsyncDisposable
{
    private readonly PostgreSqlOptions _options;
    private readonly SessionConnections.Lease _lease;
    private readonly bool _ownsLease;
    private readonly ResultStream _stream;
    private readonly RemoteProgress _progress;
    private readonly CancellationToken _cancellationToken;
    private CancellationTokenRegistration _registration;
    private long _reported;

    private FragmentRun(PostgreSqlOptions options, SessionConnections.Lease lease, bool ownsLease, RemoteStatement statement, CancellationToken cancellationToken)
    {
        (_options, _lease, _ownsLease, _progress, _cancellationToken) = (options, lease, ownsLease, statement.Progress, cancellationToken);
        _stream = new ResultStream(lease.Connection, statement.Schema, options.FetchRows);
    }

    /// <summary>Sends the statement. When that fails the lease is given back, if it is owned.</summary>
    /// <param name="ownsLease">Whether the connection goes back when the run ends.</param>
    public static async ValueTask<FragmentRun> StartAsync(
        PostgreSqlOptions options, SessionConnections.Lease lease, bool ownsLease, string sql, RemoteStatement statement, CancellationToken cancellationToken)
    {
        var run = new FragmentRun(options, lease, ownsLease, statement, cancellationToken);
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            await run._stream.StartAsync(sql, statement.Parameters, run.ListenForCancellation);
            return run;
        }
        catch (Exception)
        {
            await run.DisposeAsync();
            throw;
        }
    }

    /// <summary>The next batch, or null at the end; failures as the gateway's exceptions.</summary>
    public async ValueTask<RecordBatch?> NextAsync()
    {
        try
        {
            _cancellationToken.ThrowIfCancellationRequested();
            var batch = await _stream.NextAsync();
            Report();
            return batch;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            Report();
            throw PostgreSqlErrors.OnExecute(_options, error, _cancellationToken.IsCancellationRequested);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _registration.DisposeAsync();
        _stream.Dispose();
        if (_ownsLease) await _lease.ReturnAsync();
    }

    private void ListenForCancellation()
    {
        _registration.Dispose();
        _registration = _cancellationToken.UnsafeRegister(static state => _ = ((WireConnection)state!).CancelOrKillAsync(SessionConnections.Patience), _lease.Connection);
    }

    private void Report()
    {
        _progress.AddBytes(_stream.BytesReceived - _reported);
        _reported = _stream.BytesReceived;
    }
}
