using FederationGateway.Arrow;
using FederationGateway.Binder;
using FederationGateway.Catalog;
using FederationGateway.Common;
using FederationGateway.DuckDb;
using FederationGateway.Executor;
using FederationGateway.PgWire.Contract;
using FederationGateway.PgWire.Copy;
using ResultColumn = FederationGateway.PgWire.Contract.ResultColumn;

namespace FederationGateway.Gateway.Statements;

/// <summary>
/// COPY … FROM STDIN: the client's batches stream into one INSERT of the store, which commits when all have come. Columns that are not sent take their defaults.
/// </summary>
internal sealed class CopyInExecution : ICopyInExecution
{
    private readonly StoreConnection _store;
    private readonly BatchChannel _channel;
    private readonly long _slot;
    private readonly CancellationTokenSource _stop;
    private readonly Task<long> _insert;
    private bool _completed;

    private CopyInExecution(StatementRun run, LocalTableEntry table, IReadOnlyList<int> ordinals, CopyOptions options, string sql, StoreConnection store, BatchChannel channel, long slot)
    {
        (_store, _channel, _slot, Options) = (store, channel, slot, options);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(run.CancellationToken);
        Columns = [.. ordinals.Select(ordinal => new ResultColumn(table.Columns[ordinal].Name, table.Columns[ordinal].Type))];
        Target = table.Name;
        _insert = InsertAsync(table, sql);
    }

    public CommandTag CommandTag => CommandTag.Copy;

    public CopyOptions Options { get; }

    public IReadOnlyList<ResultColumn> Columns { get; }

    public string Target { get; }

    public static CopyInExecution Start(StatementRun run, LocalTableEntry table, IReadOnlyList<int> ordinals, CopyOptions options)
    {
        var columns = ordinals.Select(ordinal => table.Columns[ordinal]).ToList();
        var schema = new Schema(columns.Select(column => new Field(column.Name, column.Type)).ToEquatableArray());
        var defaults = Defaults(run, table, ordinals);
        run.Session.Transaction.NoteChange();
        run.Session.Transaction.ChangedRows?.Adding(table.Handle);
        var store = run.Session.Transaction.Connect();
        var channel = new BatchChannel(schema) { KeepsOrder = true };
        var slot = store.Connection.Engine.OpenSlot(channel);
        var dialect = run.Session.Functions.Dialect;
        var targets = columns.Select(column => column.RemoteName).Concat(defaults.Select(entry => entry.Column));
        var values = columns.Select((_, index) => $"c{index}").Concat(defaults.Select(entry => entry.Sql));
        var sql = $"INSERT INTO {dialect.TableName(table.Handle)} ({string.Join(", ", targets)}) SELECT {string.Join(", ", values)} FROM gw_scan({slot})";
        return new CopyInExecution(run, table, ordinals, options, sql, store, channel, slot);
    }

    public ValueTask<T> AwaitClientAsync<T>(Func<CancellationToken, ValueTask<T>> read) => read(_stop.Token);

    public async ValueTask WriteAsync(RecordBatch batch, CancellationToken cancellationToken)
    {
        batch = CopiedStrings.Fit(batch, Columns);

        // The insert ends before the rows do only by failing: its error is the statement's.
        if (!await _channel.WriteAsync(batch, cancellationToken)) await _insert;
    }

    public async ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        _channel.Complete();
        await _insert;
        _completed = true;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_completed)
        {
            // Without this the rows that have come would be inserted as if they were all.
            _channel.Complete(new OperationCanceledException("COPY was not completed"));
            await _stop.CancelAsync();
            try
            {
                await _insert;
            }
            catch (Exception)
            {
                // What stopped the copy has already been reported.
            }
        }

        _channel.Dispose();
        _store.Connection.Engine.CloseSlot(_slot);
        _store.Dispose();
        _stop.Dispose();
    }

    private async Task<long> InsertAsync(LocalTableEntry table, string sql)
    {
        try
        {
            return await _store.Connection.ExecuteAsync(sql, _stop.Token);
        }
        catch (GatewayException e)
        {
            throw Executor.Local.StoreErrors.Translate(e, table.Handle);
        }
    }

    private static List<(string Column, string Sql)> Defaults(StatementRun run, LocalTableEntry table, IReadOnlyList<int> sent)
    {
        List<(string, string)> defaults = [];
        var binder = new StatementBinder(run.Session.BindingContext([]));
        for (var i = 0; i < table.Columns.Count; i++)
        {
            var column = table.Columns[i];
            if (sent.Contains(i) || column.DefaultExpression is not { } text) continue;
            var written = new Adapters.Abstractions.SqlText(run.Session.Functions.Dialect, _ => null);
            written.Append(run.Session.Functions.FoldStable(binder.BindDefault(text, column.Type)));
            if (written.Refusal is { } refusal) throw new GatewayException(SqlState.FeatureNotSupported, refusal.Message) { Hint = refusal.Hint };
            defaults.Add((column.RemoteName, written.ToString()));
        }

        return defaults;
    }
}
