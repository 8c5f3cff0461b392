using System.Collections.Concurrent;
using FederationGateway.Arrow;
using FederationGateway.Common;
using FederationGateway.DuckDb;
using FederationGateway.Executor.Remote;
using FederationGateway.Executor.Uploads;
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
    private readonly StatementUploads? _uploads;
    private readonly PlanNode _plan;
    private readonly bool _canBeKept;
    private readonly ConcurrentBag<Task> _fetches = [];
    private readonly CancellationTokenSource _stop;
    private readonly ConcurrentFetches _concurrent;
    private WrittenRemainder? _written;
    private IReadOnlyList<BatchChannel> _channels = [];
    private DuckDbPrepared? _prepared;
    private bool _ownsTransaction;
    private bool _hasEnded;

    private RemainderRun(PlanNode remainder, StatementContext context, ExecutionFacts facts, StatementUploads? uploads, bool needsStore, CancellationToken cancellationToken)
    {
        (_plan, _context, _facts, _uploads) = (remainder, context, facts, uploads);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _concurrent = new ConcurrentFetches(_stop.Token);
        if (!needsStore && context.KeptRemainders?.TryTake(remainder, out var kept) == true)
        {
            (Remainder, _connection, _written, _prepared) = (remainder, kept.Connection, kept.Written, kept.Prepared);
            return;
        }

        if (needsStore || LocalFragments.ReadsStore(remainder)) _store = context.ConnectToStore();
        _connection = _store?.Connection ?? context.Engine.Connect();

        // What values or local tables are written into serves this run only.
        _canBeKept = context.KeptRemainders is not null && _store is null && !Walk(() => ParameterSubstitution.IsNeeded(remainder));
        Remainder = _canBeKept ? remainder : Walk(() => ParameterSubstitution.Apply(LocalFragments.Inline(remainder), context.Parameters));
    }

    /// <summary>Fills what its fragments have uploaded, and opens what it runs on.</summary>
    public static async ValueTask<RemainderRun> OpenAsync(PlanNode remainder, StatementContext context, ExecutionFacts facts, bool needsStore, CancellationToken cancellationToken)
    {
        var uploads = await StatementUploads.FillAsync(remainder, context, facts, needsStore, cancellationToken);
        try
        {
            return new RemainderRun(uploads?.Plan ?? remainder, uploads?.Context ?? context, facts, uploads, needsStore, cancellationToken);
        }
        catch
        {
            if (uploads is not null) await uploads.DisposeAsync();
            throw;
        }
    }

    public PlanNode Remainder { get; }

    public DuckDbConnection Connection => _connection;

    /// <summary>The remainder as the engine's SQL, its fragments bound to slots. Call once, then <see cref="StartAsync"/>.</summary>
    public string Write()
    {
        _written ??= Walk(() => WrittenRemainder.Write(Remainder, _context.EngineDialect, _connection.Engine));
        _channels = _written.OpenChannels(_context.EstimateOf);
        return _written.Sql;
    }

    /// <summary>Starts reading the sources: key sides of dynamic filters first, then everything at once.</summary>
    public async Task StartAsync()
    {
        var filters = new DynamicFilters(_context);
        var pending = new List<(RemoteNode Node, BatchChannel Channel, IReadOnlyList<ColumnId> Needs)>(
            _written!.Inputs.Zip(_channels, static (input, channel) => (input.Node, channel, DynamicFilters.NeededBy(input.Node.Fragment))));
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
            await AllOrFirstFailureAsync(ready.Select(entry => StartOneAsync(entry.Node, entry.Needs.Count > 0, entry.Channel, filters, [.. wanted.Where(id => Makes(entry.Node, id))], counts[entry.Node.Source] == 1)));
        }
    }

    /// <summary>Has all that runs on the store from here on be one transaction: this run's, unless there is one around it.</summary>
    public async Task BeginAsync()
    {
        if (_store!.IsShared || _ownsTransaction) return;
        await _connection.ExecuteAsync("BEGIN TRANSACTION", _stop.Token);
        _ownsTransaction = true;
    }

    /// <summary>Makes what the text wrote durable, when that is this run's business and not a transaction's around it.</summary>
    public async Task CommitAsync()
    {
        if (_ownsTransaction) await _connection.CommitAsync();
        if (_uploads is not null) await _uploads.CommitAsync();
    }

    /// <summary>Runs the text and streams its rows.</summary>
    public async IAsyncEnumerable<RecordBatch> ReadAsync(string sql, Schema schema)
    {
        _facts.LocalSql = sql;
        await using var reader = QueryReader(sql, schema);
        while (await reader.ReadAsync(_stop.Token) is { } batch) yield return batch;
        _hasEnded = true;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        foreach (var channel in _channels) channel.Dispose();
        await Task.WhenAll(_fetches);
        _concurrent.Dispose();
        _stop.Dispose();
        EndEngine();
        if (_uploads is not null) await _uploads.DisposeAsync();
    }

    private void EndEngine()
    {
        if (_hasEnded && _prepared is not null)
        {
            _context.KeptRemainders!.Keep(_plan, new KeptRemainder(_written!, _connection, _prepared));
            return;
        }

        _written?.Dispose();
        if (_store is null) _connection.Dispose();
        else _store.Dispose();
    }

    private DuckDbResultReader QueryReader(string sql, Schema schema)
    {
        if (_prepared is not null) return _prepared.Query(schema, _stop.Token);
        return _canBeKept ? _connection.PrepareAndQuery(sql, schema, prepared => _prepared = prepared, _stop.Token) : _connection.Query(sql, schema, _stop.Token);
    }

    private T Walk<T>(Func<T> walk) => _context.IsDeep ? LargeStack.Run(walk) : walk();

    private static bool Makes(RemoteNode node, ColumnId id) => node.Output.Any(column => column.Id == id);

    // The keys and the statement must read the store at one moment: rows that come between would find their partners filtered away.
    private async Task CollectLocalKeysAsync(HashSet<ColumnId> wanted, DynamicFilters filters)
    {
        if (_store is null || wanted.Count == 0) return;
        await BeginAsync();
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

    private async Task StartOneAsync(RemoteNode node, bool isFiltered, BatchChannel channel, DynamicFilters filters, ColumnId[] makes, bool singleFragment)
    {
        var request = isFiltered ? filters.Apply(node, _facts.Of(node)) : FragmentRequest.Of(node, _context);
        var rows = _concurrent.TogetherAsync(FragmentRun.ReadAsync(request, _context, _facts, singleFragment, _concurrent.Token));
        if (makes.Length > 0) rows = await filters.CollectAsync(rows, node.Output, makes, _stop.Token);
        _fetches.Add(channel.FillAsync(rows, _stop.Token));
    }
}
