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
        fragment.SelfAndDescendantsDeep().OfType<ScanNode>().Select(scan => scan.Table).GroupBy(table => table.Path[0]).Select(OneDefinition);

    // One view serves every use of a file in the statement, so all must read it alike.
    private static TableHandle OneDefinition(IGrouping<string, TableHandle> tables)
    {
        var first = tables.First();
        return tables.All(table => table.Columns.Select(Reading).SequenceEqual(first.Columns.Select(Reading)))
            ? first
            : throw new GatewayException(SqlState.FeatureNotSupported, $"reading file \"{tables.Key}\" with different column types in one statement is not supported")
            {
                Hint = "Give the virtual tables over it the same columns, or SET pushdown = off.",
            };
    }

    private static (string Name, SqlType Type) Reading(TableColumn column) => (column.RemoteName, column.Type);
}
