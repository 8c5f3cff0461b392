using FederationGateway.Adapters.Abstractions;
using FederationGateway.Arrow;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Adapters.Files.Tests;

/// <summary>A source whose engine has little memory and nowhere to spill.</summary>
internal sealed class LimitedLake(string directory) : IAsyncDisposable
{
    private const long Bytes = 96L << 20;
    private readonly IRemoteSource _source = new FilesAdapter([], Bytes).CreateSource(Lake.Definition(directory));

    /// <summary>Reads all rows of a plan, keeping none.</summary>
    public async Task<long> CountAsync(PlanNode plan)
    {
        var written = QueryWriter.Write(plan, Lake.Adapter.Dialect, new QueryWriterOptions());
        var schema = new Schema(plan.Output.Select(column => new Field(column.Name, column.Type)).ToEquatableArray());
        await using var session = await _source.OpenSessionAsync(new RemoteSessionOptions(SingleFragment: true), Lake.Cancellation);
        long rows = 0;
        await foreach (var batch in session.ExecuteAsync(new RemoteStatement(written.Sql, plan, schema), Lake.Cancellation))
            using (batch) rows += batch.Length;
        return rows;
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();
}
