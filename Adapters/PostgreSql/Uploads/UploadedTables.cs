using System.Runtime.CompilerServices;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Adapters.PostgreSql.Dialect;
using FederationGateway.Adapters.PostgreSql.Scans;
using FederationGateway.Adapters.PostgreSql.Wire;
using FederationGateway.Arrow;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Adapters.PostgreSql.Uploads;

/// <summary>
/// Temporary tables on one connection, in a transaction that is never committed: whatever becomes of the statement, the gateway or the link, nothing is left of them.
/// </summary>
internal sealed class UploadedTables(SessionConnections.Lease lease, PostgreSqlOptions options) : IUploadedTables
{
    /// <summary>With fewer rows than these any plan is good enough.</summary>
    private const long FewestToAnalyze = 1000;

    private static readonly PostgreSqlDialect Dialect = new();

    public async Task FillAsync(IReadOnlyList<RowUpload> uploads, CancellationToken cancellationToken)
    {
        RequireTextEncoding(uploads);
        foreach (var upload in uploads)
        {
            var name = Dialect.QuoteIdentifier(upload.Table.Path[0]);
            var columns = upload.Table.Columns;
            await RunAsync($"CREATE TEMPORARY TABLE {name} ({string.Join(", ", columns.Select(column => $"{Dialect.QuoteIdentifier(column.RemoteName)} {Dialect.UploadType(column.Type)}"))}) ON COMMIT DROP");
            await new CopyStream(lease.Connection, [.. columns.Select(column => (column.Name, column.Type))]).RunAsync($"COPY {name} FROM STDIN (FORMAT binary)", upload, cancellationToken);
            if (upload.RowsSent >= FewestToAnalyze) await RunAsync($"ANALYZE {name}");
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

    private Task<string?> RunAsync(string sql)
    {
        lease.Connection.Writer.Clear();
        return lease.Connection.RunAsync(sql);
    }

    /// <summary>In another encoding than UTF-8 not every text can be kept, and those that can compare differently.</summary>
    private void RequireTextEncoding(IReadOnlyList<RowUpload> uploads)
    {
        if (lease.Connection.Parameter("server_encoding") is "UTF8" || !uploads.Any(upload => upload.Table.Columns.Any(column => column.Type.IsString))) return;
        throw new UploadRefusedException($"remote source \"{options.SourceName}\" keeps text in {lease.Connection.Parameter("server_encoding")}, not in UTF8", isLasting: true);
    }
}
