using System.Collections.Concurrent;
using System.Globalization;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Arrow;
using FederationGateway.Common;
using FederationGateway.DuckDb;
using FederationGateway.Executor.Remote;
using FederationGateway.Plan;

namespace FederationGateway.Executor.Local;

/// <summary>
/// One run of a statement's remainder on the embedded engine: its remote fragments become slots that the engine scans while their sources are read ahead,
/// its local tables are read where they are.
/// </summary>
internal sealed class RemainderRun : IAsyncDisposable
{
    private readonly StatementContext _context;
    private readonly ExecutionFacts _facts;
    private readonly DuckDbConnection _connection;
    private readonly StoreConnection? _store;
    private readonly List<(long Slot, BatchChannel Channel)> _slots = [];
    private readonly List<(RemoteNode Node, BatchChannel Channel)> _waiting = [];
    private readonly ConcurrentBag<Task> _fetches = [];
    private readonly CancellationTokenSource _stop;
    private bool _ownsTransaction;

    public RemainderRun(PlanNode remainder, StatementContext context, ExecutionFacts facts, bool needsStore, CancellationToken cancellationToken)
    {
        (_context, _facts) = (context, facts);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Remainder = Walk(() => ParameterSubstitution.Apply(LocalFragments.Inline(remainder), context.Parameters));
        if (needsStore || LocalFragments.ReadsStore(Remainder)) _store = context.ConnectToStore();
        _connection = _store?.Connection ?? context.Engine.Connect();
    }

    public PlanNode Remainder { get; }

    public DuckDbConnection Connection => _connection;

    /// <summary>The remainder as the engine's SQL, its fragments bound to slots. Call once, then <see cref="StartAsync"/>.</summary>
    public string Write()
    {
        var written = Walk(() => QueryWriter.Write(Remainder, _context.EngineDialect, new QueryWriterOptions { InputOf = InputOf }));
        if (written.Refusal is { } refusal) throw new GatewayException(SqlState.FeatureNotSupported, refusal.Message) { Hint = refusal.Hint };
        return written.Sql;
    }

    /// <summary>Starts reading the sources: key sides of dynamic filters first, then everything at once.</summary>
    public async Task StartAsync()
    {
        var filters = new DynamicFilters(_context);
        var pending = new List<(RemoteNode Node, BatchChannel Channel, IReadOnlyList<ColumnId> Needs)>(_waiting.Select(entry => (entry.Node, entry.Channel, DynamicFilters.NeededBy(entry.Node.Fragment))));
        var counts = pending.GroupBy(entry => entry.Node.Source).ToDictionary(group => group.Key, group => group.Count());

        // A column that two fragments make may have other values in each: its keys would not be all.
        var wanted = pending.SelectMany(entry => entry.Needs).Where(id => pending.Count(entry => Makes(entry.Node, id)) <= 1).ToHashSet();
        await CollectLocalKeysAsync(wanted, filters);

        // A fragment is ready when no fragment still waiting makes keys it needs; two that wait for each other are simply both started.
        while (pending.Count > 0)
        {
            var ready = pending.Where(entry => !entry.Needs.Any(id => pending.Any(other => other.Channel != entry.Channel && Makes(other.Node, id)))).ToList();
            if (ready.Count == 0) ready = [.. pending];
            pending.RemoveAll(ready.Contains);
            await AllOrFirstFailureAsync(ready.Select(entry => StartOneAsync(entry.Node, entry.Channel, filters, [.. wanted.Where(id => Makes(entry.Node, id))], counts[entry.Node.Source] == 1)));
        }
    }

    /// <summary>Makes what the text wrote durable, when that is this run's business and not a transaction's around it.</summary>
    public async Task CommitAsync()
    {
        if (_ownsTransaction) await _connection.ExecuteAsync("COMMIT", CancellationToken.None);
    }

    /// <summary>Runs the text and streams its rows.</summary>
    public async IAsyncEnumerable<RecordBatch> ReadAsync(string sql, Schema schema)
    {
        _facts.LocalSql = sql;
        await using var reader = _connection.Query(sql, schema, _stop.Token);
        while (await reader.ReadAsync(_stop.Token) is { } batch) yield return batch;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        foreach (var (slot, channel) in _slots)
        {
            channel.Dispose();
            _connection.Engine.CloseSlot(slot);
        }

        await Task.WhenAll(_fetches);
        if (_store is null) _connection.Dispose();
        else _store.Dispose();
        _stop.Dispose();
    }

    private T Walk<T>(Func<T> walk) => _context.IsDeep ? LargeStack.Run(walk) : walk();

    private static bool Makes(RemoteNode node, ColumnId id) => node.Output.Any(column => column.Id == id);

    private RemoteInput InputOf(RemoteNode remote)
    {
        var schema = ResultSchema.Of(remote.Output);
        var estimate = _context.EstimateOf(remote);
        var channel = new BatchChannel(schema, estimate is null ? null : (long)Math.Min(estimate.Value, long.MaxValue / 2));
        var slot = _connection.Engine.OpenSlot(channel);
        _slots.Add((slot, channel));
        _waiting.Add((remote, channel));
        return new RemoteInput(
            string.Create(CultureInfo.InvariantCulture, $"gw_scan({slot})"),
            [.. Enumerable.Range(0, schema.FieldCount).Select(index => string.Create(CultureInfo.InvariantCulture, $"c{index}"))]);
    }

    // The keys and the statement must read the store at one moment: rows that come between would find their partners filtered away.
    private async Task CollectLocalKeysAsync(HashSet<ColumnId> wanted, DynamicFilters filters)
    {
        if (_store is null || wanted.Count == 0) return;
        if (!_store.IsShared)
        {
            await _connection.ExecuteAsync("BEGIN TRANSACTION", _stop.Token);
            _ownsTransaction = true;
        }

        await LocalKeys.CollectAsync(Remainder, wanted, filters, _connection, _context, _stop.Token);
    }

    // The first failure stops the others, whose cancellations are not what the client is to hear of.
    private async Task AllOrFirstFailureAsync(IEnumerable<Task> starts)
    {
        List<Task> running = [.. starts];
        while (running.Count > 0)
        {
            var ended = await Task.WhenAny(running);
            running.Remove(ended);
            if (ended.IsCompletedSuccessfully) continue;
            await _stop.CancelAsync();
            await Task.WhenAll(running).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            await ended;
        }
    }

    private async Task StartOneAsync(RemoteNode node, BatchChannel channel, DynamicFilters filters, ColumnId[] makes, bool singleFragment)
    {
        var fragment = node with { Fragment = filters.Apply(node.Fragment, _facts.Of(node)) };
        var rows = FragmentRun.ReadAsync(fragment, node, _context, _facts, singleFragment, _stop.Token);
        if (makes.Length > 0) rows = await filters.CollectAsync(rows, node.Output, makes, _stop.Token);
        _fetches.Add(channel.FillAsync(rows, _stop.Token));
    }
}
