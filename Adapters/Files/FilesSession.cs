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
        List<OpenedFiles> opened = [];
        try
        {
            using var connection = source.Connect();
            foreach (var table in TablesOf(statement.Fragment))
            {
                var files = OpenedFiles.Open(source.Options.Directory, table.Path[0]);
                opened.Add(files);
                await CreateViewAsync(connection, table, files, cancellationToken);
            }

            statement.Progress.AddConnection();
            await using var reader = connection.Query(statement.Sql, statement.Schema, cancellationToken);
            while (await ReadAsync(reader, opened, cancellationToken) is { } batch)
            {
                statement.Progress.AddBytes(batch.ByteSize);
                yield return batch;
            }
        }
        finally
        {
            foreach (var files in opened) files.Dispose();
        }
    }

    private async Task CreateViewAsync(DuckDbConnection connection, TableHandle table, OpenedFiles files, CancellationToken cancellationToken)
    {
        try
        {
            await connection.ExecuteAsync(FileView.CreateSql(connection, table, files, source.Options), cancellationToken);
        }
        catch (GatewayException error)
        {
            throw FileErrors.Translate(error, $"file \"{table.Path[0]}\"", files.WithNames);
        }
    }

    private async ValueTask<RecordBatch?> ReadAsync(DuckDbResultReader reader, List<OpenedFiles> opened, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadAsync(cancellationToken);
        }
        catch (GatewayException error)
        {
            throw FileErrors.Translate(error, $"a file of remote source \"{source.Name}\"", words => opened.Aggregate(words, (text, files) => files.WithNames(text)));
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
