using System.Runtime.CompilerServices;
using System.Threading.Channels;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Arrow;
using FederationGateway.Catalog;
using FederationGateway.Common;
using FederationGateway.Executor;
using FederationGateway.Executor.Writes;
using FederationGateway.Optimizer.Writes;
using FederationGateway.PgWire.Contract;
using FederationGateway.PgWire.Copy;
using FederationGateway.Plan;
using ResultColumn = FederationGateway.PgWire.Contract.ResultColumn;

namespace FederationGateway.Gateway.Statements;

/// <summary>COPY … FROM STDIN into a virtual table: an INSERT whose rows the client sends. A slow source slows the client.</summary>
internal sealed class RemoteCopyInExecution : ICopyInExecution
{
    /// <summary>Batches on their way between client and source.</summary>
    private const int MostBatches = 4;

    private readonly StatementRun _run;
    private readonly Channel<RecordBatch> _rows = Channel.CreateBounded<RecordBatch>(new BoundedChannelOptions(MostBatches) { SingleReader = true, SingleWriter = true });
    private readonly CancellationTokenSource _stop;
    private readonly Task _insert;
    private bool _completed;

    private RemoteCopyInExecution(StatementRun run, VirtualTableEntry table, IReadOnlyList<int> ordinals, CopyOptions options)
    {
        (_run, Options, Target) = (run, options, table.Name);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(run.CancellationToken);
        Columns = [.. ordinals.Select(ordinal => new ResultColumn(table.Columns[ordinal].Name, table.Columns[ordinal].Type))];
        _insert = InsertAsync(table, ordinals.ToEquatableArray());
    }

    public CommandTag CommandTag => CommandTag.Copy;

    public CopyOptions Options { get; }

    public IReadOnlyList<ResultColumn> Columns { get; }

    public string Target { get; }

    public static RemoteCopyInExecution Start(StatementRun run, VirtualTableEntry table, IReadOnlyList<int> ordinals, CopyOptions options)
    {
        WriteCapabilities.Require(Capability.Insert, Planner.ProfileOf(run.Session.Snapshot, run.Session.Core.Sources, table.Source, run.Session.Identity.Current));
        return new RemoteCopyInExecution(run, table, ordinals, options);
    }

    public ValueTask<T> AwaitClientAsync<T>(Func<CancellationToken, ValueTask<T>> read) => read(_stop.Token);

    public async ValueTask WriteAsync(RecordBatch batch, CancellationToken cancellationToken)
    {
        batch = CopiedStrings.Fit(batch, Columns);

        // The insert ends before the rows do only by failing: its error is the statement's.
        while (await _rows.Writer.WaitToWriteAsync(cancellationToken))
            if (_rows.Writer.TryWrite(batch)) return;
        batch.Dispose();
        await _insert;
    }

    public async ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        _rows.Writer.TryComplete();
        await _insert;
        _completed = true;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_completed)
        {
            // Without this the rows that have come would be inserted as if they were all.
            _rows.Writer.TryComplete(new OperationCanceledException("COPY was not completed"));
            await _stop.CancelAsync();
            await _insert.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }

        while (_rows.Reader.TryRead(out var batch)) batch.Dispose();
        _stop.Dispose();
    }

    private async Task InsertAsync(VirtualTableEntry table, EquatableArray<int> ordinals)
    {
        try
        {
            var columns = ordinals.Select((ordinal, i) => new OutputColumn(new ColumnId(i + 1), table.Columns[ordinal].Name, table.Columns[ordinal].Type)).ToEquatableArray();
            var sent = new RemoteNode(table.Source, new ScanNode(table.Handle, columns.Select((column, i) => new ScanColumn(column, ordinals[i])).ToEquatableArray()));
            var plan = new WritePlan(new InsertStatement(table.Handle, ordinals, sent), IsWhole: false, NeedsSnapshot: true, ReturnsExactly: true, Reason: null);
            var context = _run.ContextWithoutPlan() with
            {
                GivenRows = fragment => ReferenceEquals(fragment, sent) ? ReadAsync(_stop.Token) : null,
                CountWritten = static _ => { },
                Watch = null,
            };
            await RemoteWrites.ExecuteAsync(plan, context, new ExecutionFacts(), _stop.Token);
        }
        finally
        {
            // Who still waits to write a batch learns that nobody reads it.
            _rows.Writer.TryComplete();
        }
    }

    private async IAsyncEnumerable<RecordBatch> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var batch in _rows.Reader.ReadAllAsync(cancellationToken)) yield return batch;
    }
}
