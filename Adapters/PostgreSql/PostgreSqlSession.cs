using System.Runtime.CompilerServices;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Adapters.PostgreSql.Scans;
using FederationGateway.Adapters.PostgreSql.Uploads;
using FederationGateway.Adapters.PostgreSql.Wire;
using FederationGateway.Arrow;

namespace FederationGateway.Adapters.PostgreSql;

/// <summary>
/// Runs the fragments of one statement. A single fragment on a single connection needs no transaction: the server gives each statement one snapshot. Several
/// fragments, or several ranges of one table, share an exported one.
/// </summary>
internal sealed class PostgreSqlSession(SessionConnections connections, PostgreSqlOptions options, bool isSingleFragment) : IRemoteSession, IUploadSession
{
    public async IAsyncEnumerable<RecordBatch> ExecuteAsync(RemoteStatement statement, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (RangeScan.CanSplit(statement, options))
        {
            await foreach (var batch in new RangeScan(connections, options, statement).ReadAsync(cancellationToken)) yield return batch;
            yield break;
        }

        await using var run = await StartAsync(statement, cancellationToken);
        while (await run.NextAsync() is { } batch) yield return batch;
    }

    public async Task<IUploadedTables> UploadAsync(IReadOnlyList<RowUpload> uploads, CancellationToken cancellationToken)
    {
        SessionConnections.Lease? lease = null;
        try
        {
            lease = await connections.AcquireForTablesAsync(cancellationToken);
            await using var registration = cancellationToken.UnsafeRegister(static state => _ = ((WireConnection)state!).CancelOrKillAsync(SessionConnections.Patience), lease.Connection);
            var tables = new UploadedTables(lease, options);
            await tables.FillAsync(uploads, cancellationToken);
            return tables;
        }
        catch (Exception error)
        {
            if (lease is not null) await lease.ReturnAsync();
            if (PostgreSqlErrors.OnUpload(options, error) is { } refused) throw refused;
            if (error is OperationCanceledException or UploadRefusedException) throw;
            throw PostgreSqlErrors.OnExecute(options, error, cancellationToken.IsCancellationRequested);
        }
    }

    public ValueTask DisposeAsync() => connections.DisposeAsync();

    private async ValueTask<FragmentRun> StartAsync(RemoteStatement statement, CancellationToken cancellationToken)
    {
        try
        {
            return isSingleFragment ? await StartAloneAsync(statement, cancellationToken) : await StartInSnapshotAsync(statement, cancellationToken);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            throw PostgreSqlErrors.OnExecute(options, error, cancellationToken.IsCancellationRequested);
        }
    }

    private async ValueTask<FragmentRun> StartInSnapshotAsync(RemoteStatement statement, CancellationToken cancellationToken)
    {
        var lease = await connections.AcquireInSnapshotAsync(cancellationToken);
        statement.Progress.AddConnection();
        return await FragmentRun.StartAsync(options, lease, ownsLease: true, statement.Sql, statement, cancellationToken);
    }

    private async ValueTask<FragmentRun> StartAloneAsync(RemoteStatement statement, CancellationToken cancellationToken)
    {
        statement.Progress.AddConnection();
        var lease = await connections.AcquireAsync(onlyFresh: false, cancellationToken);
        var mayBeDead = lease.Connection.WasPooled;
        try
        {
            return await FragmentRun.StartAsync(options, lease, ownsLease: true, statement.Sql, statement, cancellationToken);
        }
        catch (Exception error) when (mayBeDead && !cancellationToken.IsCancellationRequested && error is ConnectionLost or ServerError { EndsConnection: true })
        {
            // It had died in the pool. No batch has left yet, so asking again on a new connection repeats nothing.
            lease = await connections.AcquireAsync(onlyFresh: true, cancellationToken);
            return await FragmentRun.StartAsync(options, lease, ownsLease: true, statement.Sql, statement, cancellationToken);
        }
    }
}
