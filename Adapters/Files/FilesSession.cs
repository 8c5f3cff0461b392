using System.Runtime.CompilerServices;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Arrow;
using FederationGateway.Common;
using FederationGateway.DuckDb;
using FederationGateway.Plan;

namespace FederationGateway.Adapters.Files;

/// <summary>Runs fragments over files: each file becomes a temporary view of the fragment's own connection, typed as the virtual table says.</summary>
internal sealed class FilesSession(FilesSource source) : IRemoteSession
{
    public async IAsyncEnumerable<RecordBatch> ExecuteAsync(RemoteStatement statement, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var connection = source.Connect();
        foreach (var table in TablesOf(statement.Fragment)) await CreateViewAsync(connection, table, cancellationToken);
        statement.Progress.AddConnection();
        await using var reader = connection.Query(statement.Sql, statement.Schema, cancellationToken);
        while (await ReadAsync(reader, cancellationToken) is { } batch)
        {
            statement.Progress.AddBytes(batch.ByteSize);
            yield return batch;
        }
    }

    private async Task CreateViewAsync(DuckDbConnection connection, TableHandle table, CancellationToken cancellationToken)
    {
        try
        {
            await connection.ExecuteAsync(FileView.CreateSql(connection, table, source.Options), cancellationToken);
        }
        catch (GatewayException error)
        {
            throw FileErrors.Translate(error, $"file \"{table.Path[0]}\"");
        }
    }

    private async ValueTask<RecordBatch?> ReadAsync(DuckDbResultReader reader, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadAsync(cancellationToken);
        }
        catch (GatewayException error)
        {
            throw FileErrors.Translate(error, $"a file of remote source \"{source.Name}\"");
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static IEnumerable<TableHandle> TablesOf(PlanNode fragment) =>
        fragment.SelfAndDescendantsDeep().OfType<ScanNode>().Select(scan => scan.Table).DistinctBy(table => table.Path[0]);
}
