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
        foreach (var table in TablesOf(statement.Fragment)) await connection.ExecuteAsync(FileView.CreateSql(connection, table, source.Options), cancellationToken);
        statement.Progress.AddConnection();
        await using var reader = connection.Query(statement.Sql, statement.Schema, cancellationToken);
        while (await reader.ReadAsync(cancellationToken) is { } batch)
        {
            statement.Progress.AddBytes(batch.ByteSize);
            yield return batch;
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static IEnumerable<TableHandle> TablesOf(PlanNode fragment) =>
        fragment.SelfAndDescendantsDeep().OfType<ScanNode>().Select(scan => scan.Table).DistinctBy(table => table.Path[0]);
}
