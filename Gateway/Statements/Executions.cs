using System.Runtime.CompilerServices;
using FederationGateway.Arrow;
using FederationGateway.Gateway.Sessions;
using FederationGateway.PgWire.Contract;

namespace FederationGateway.Gateway.Statements;

/// <summary>A statement that has run and returned no rows.</summary>
internal sealed class CompletedExecution(CommandTag tag) : IExecution
{
    public CommandTag CommandTag => tag;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

/// <summary>A statement whose rows are on their way.</summary>
internal sealed class RowsExecution(DetachableRows rows, Func<CommandTag> tag) : IRowExecution
{
    public RowsExecution(DetachableRows rows, CommandTag tag) : this(rows, () => tag)
    {
    }

    public CommandTag CommandTag => tag();

    public async IAsyncEnumerable<RecordBatch> ReadBatchesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await rows.ReadAsync() is { } batch) yield return batch;
    }

    public ValueTask DisposeAsync() => rows.DisposeAsync();
}
