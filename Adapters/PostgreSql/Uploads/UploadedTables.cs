using System.Runtime.CompilerServices;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Adapters.PostgreSql.Scans;
using FederationGateway.Arrow;

namespace FederationGateway.Adapters.PostgreSql.Uploads;

/// <summary>
/// Temporary tables on one connection, in a transaction that is never committed: whatever becomes of the statement, the gateway or the link, nothing is left of them.
/// </summary>
internal sealed class UploadedTables(SessionConnections.Lease lease, PostgreSqlOptions options) : IUploadedTables
{
    public async Task FillAsync(IReadOnlyList<RowUpload> uploads, CancellationToken cancellationToken)
    {
        var filling = new TableFilling(lease.Connection, options);
        filling.RequireTextEncoding(uploads);
        foreach (var upload in uploads)
        {
            await filling.CreateTemporaryAsync(upload);
            await filling.CopyAsync(upload, cancellationToken);
            await filling.AnalyzeAsync(upload);
        }
    }

    public async IAsyncEnumerable<RecordBatch> ExecuteAsync(RemoteStatement statement, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        statement.Progress.AddConnection();
        await using var run = await StartAsync(statement, cancellationToken);
        while (await run.NextAsync() is { } batch) yield return batch;
    }

    public ValueTask DisposeAsync() => lease.ReturnAsync();

    private async ValueTask<FragmentRun> StartAsync(RemoteStatement statement, CancellationToken cancellationToken)
    {
        try
        {
            return await FragmentRun.StartAsync(options, lease, ownsLease: false, statement.Sql, statement, cancellationToken);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            throw PostgreSqlErrors.OnExecute(options, error, cancellationToken.IsCancellationRequested);
        }
    }
}
