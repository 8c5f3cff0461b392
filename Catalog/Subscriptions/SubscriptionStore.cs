using System.Collections.Immutable;
using FederationGateway.Catalog.Store;
using FederationGateway.Common;
using FederationGateway.DuckDb;

namespace FederationGateway.Catalog;

/// <summary>Subscriptions at work, at one moment.</summary>
public sealed record SubscriptionsAtWork(
    ImmutableDictionary<long, CaptureRecord> Captures,
    ImmutableDictionary<long, SubscriptionProgress> Progress,
    ImmutableSortedDictionary<long, SubscriptionExceptionEntry> Exceptions)
{
    public ImmutableSortedDictionary<long, LatencyTicket> Tickets { get; init; } = ImmutableSortedDictionary<long, LatencyTicket>.Empty;

    public ImmutableSortedDictionary<long, LatencyMeasurement> Measurements { get; init; } = ImmutableSortedDictionary<long, LatencyMeasurement>.Empty;

    public static SubscriptionsAtWork None { get; } =
        new(ImmutableDictionary<long, CaptureRecord>.Empty, ImmutableDictionary<long, SubscriptionProgress>.Empty, ImmutableSortedDictionary<long, SubscriptionExceptionEntry>.Empty);
}

/// <summary>
/// What subscriptions are doing: durable beside the catalog, changed much more often than it, and no reason to plan statements anew. Changes of one source come one after
/// the other: whoever makes them holds the source's turn (<see cref="EnterAsync"/>).
/// </summary>
public sealed class SubscriptionStore
{
    private readonly CatalogStore _store;
    private readonly Dictionary<long, SemaphoreSlim> _turns = [];
    private readonly List<SubscriptionChange> _undecided = [];
    private SubscriptionsAtWork _current;
    private long _unkept;

    internal SubscriptionStore(CatalogStore store, DuckDbConnection connection)
    {
        _store = store;
        _current = new SubscriptionsAtWork(
            SubscriptionRows.Read<CaptureRecord>(connection, SubscriptionRows.Captures).ToImmutableDictionary(capture => capture.Source),
            SubscriptionRows.Read<SubscriptionProgress>(connection, SubscriptionRows.Progress).ToImmutableDictionary(progress => progress.Oid),
            SubscriptionRows.Read<SubscriptionExceptionEntry>(connection, SubscriptionRows.Exceptions).ToImmutableSortedDictionary(entry => entry.Oid, entry => entry))
        {
            Tickets = SubscriptionRows.Read<LatencyTicket>(connection, SubscriptionRows.Tickets).ToImmutableSortedDictionary(ticket => ticket.Oid, ticket => ticket),
            Measurements = SubscriptionRows.Read<LatencyMeasurement>(connection, SubscriptionRows.Measurements).ToImmutableSortedDictionary(measurement => measurement.Oid, measurement => measurement),
        };
    }

    /// <summary>The latest committed state.</summary>
    public SubscriptionsAtWork Current => Volatile.Read(ref _current);

    /// <summary>Waits until nobody else changes what concerns a source. The turn ends when the returned object is disposed.</summary>
    public async Task<IDisposable> EnterAsync(long source, CancellationToken cancellationToken)
    {
        SemaphoreSlim turn;
        lock (_turns)
            if (!_turns.TryGetValue(source, out turn!)) _turns.Add(source, turn = new SemaphoreSlim(1, 1));
        await turn.WaitAsync(cancellationToken);
        var entered = new Turn(turn);
        try
        {
            Decide();
            return entered;
        }
        catch
        {
            entered.Dispose();
            throw;
        }
    }

    /// <summary>Makes a change durable by itself and shows it to everybody. The caller has the source's turn.</summary>
    public async Task ChangeAsync(Action<SubscriptionChange> change)
    {
        Decide();
        using var connection = _store.Connect();
        await connection.ExecuteAsync("BEGIN TRANSACTION", CancellationToken.None);
        var made = new SubscriptionChange(connection);
        change(made);
        await CommitAsync(made, () => connection.CommitAsync(ofTables: false));
    }

    /// <summary>
    /// Commits the transaction that a change was written to, and shows it to everybody. A COMMIT can report a failure although what it was to keep is on disk: whoever then went on from the state before would
    /// do the same twice. So the store is asked, and what is there has been committed.
    /// </summary>
    /// <param name="commit">The commit itself.</param>
    /// <exception cref="GatewayException">40003 when the store cannot be asked: nobody gets a turn until it answers.</exception>
    public async Task CommitAsync(SubscriptionChange change, Func<Task> commit)
    {
        try
        {
            await commit();
        }
        catch (GatewayException failure)
        {
            try
            {
                if (!IsThere(change)) throw;
            }
            catch (GatewayException e) when (!ReferenceEquals(e, failure))
            {
                lock (_undecided) _undecided.Add(change);
                throw new GatewayException(SqlState.StatementCompletionUnknown, "nobody knows whether a change of remote subscriptions was committed, since the store cannot be read", failure);
            }
        }

        Publish(change.ApplyTo);
    }

    // What was neither seen to fail nor to succeed: until that is known, nothing may begin that builds on it.
    private void Decide()
    {
        lock (_undecided)
        {
            while (_undecided.Count > 0)
            {
                if (IsThere(_undecided[0])) Publish(_undecided[0].ApplyDurableTo);
                _undecided.RemoveAt(0);
            }
        }
    }

    private bool IsThere(SubscriptionChange change)
    {
        using var connection = _store.Connect();
        return change.IsThere(connection, Current);
    }

    private void Publish(Func<SubscriptionsAtWork, SubscriptionsAtWork> change)
    {
        SubscriptionsAtWork before;
        do before = Current;
        while (!ReferenceEquals(Interlocked.CompareExchange(ref _current, change(before), before), before));
    }

    /// <summary>
    /// Makes an exception durable. When that cannot be done, it is shown all the same, until the process ends: nobody else tells of what keeps the store from being written. The caller has the source's turn.
    /// </summary>
    /// <returns>Null, or why it is not durable.</returns>
    public async Task<GatewayException?> RaiseAsync(SubscriptionExceptionEntry entry)
    {
        try
        {
            await ChangeAsync(change => change.Set(entry));
            return null;
        }
        catch (GatewayException e)
        {
            Publish(work => work with { Exceptions = work.Exceptions.SetItem(entry.Oid, entry) });
            return e;
        }
    }

    /// <summary>A number for an exception, never given out before; a negative one, which no object has, when none can be set aside in the store.</summary>
    public long NewOid()
    {
        try
        {
            return _store.NewOid();
        }
        catch (GatewayException)
        {
            return Interlocked.Decrement(ref _unkept);
        }
    }

    private sealed class Turn(SemaphoreSlim turn) : IDisposable
    {
        private SemaphoreSlim? _turn = turn;

        public void Dispose() => Interlocked.Exchange(ref _turn, null)?.Release();
    }
}
