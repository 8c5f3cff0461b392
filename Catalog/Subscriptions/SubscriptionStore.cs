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
    private SubscriptionsAtWork _current;
    private long _unkept;

    internal SubscriptionStore(CatalogStore store, DuckDbConnection connection)
    {
        _store = store;
        _current = new SubscriptionsAtWork(
            SubscriptionRows.Read<CaptureRecord>(connection, SubscriptionRows.Captures).ToImmutableDictionary(capture => capture.Source),
            SubscriptionRows.Read<SubscriptionProgress>(connection, SubscriptionRows.Progress).ToImmutableDictionary(progress => progress.Oid),
            SubscriptionRows.Read<SubscriptionExceptionEntry>(connection, SubscriptionRows.Exceptions).ToImmutableSortedDictionary(entry => entry.Oid, entry => entry));
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
        return new Turn(turn);
    }

    /// <summary>Makes a change durable by itself and shows it to everybody. The caller has the source's turn.</summary>
    public async Task ChangeAsync(Action<SubscriptionChange> change)
    {
        using var connection = _store.Connect();
        await connection.ExecuteAsync("BEGIN TRANSACTION", CancellationToken.None);
        var made = new SubscriptionChange(connection);
        change(made);
        await connection.CommitAsync(ofTables: false);
        Publish(made);
    }

    /// <summary>Shows everybody a change whose transaction has committed.</summary>
    public void Publish(SubscriptionChange change) => Publish(change.ApplyTo);

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

/// <summary>Changes of what subscriptions are doing, written through to the transaction that is open on a connection, whose other changes they go with.</summary>
public sealed class SubscriptionChange(DuckDbConnection connection)
{
    private readonly List<Func<SubscriptionsAtWork, SubscriptionsAtWork>> _changes = [];

    public DuckDbConnection Connection { get; } = connection;

    public void Set(CaptureRecord capture)
    {
        SubscriptionRows.Put(Connection, SubscriptionRows.Captures, capture.Source, capture);
        _changes.Add(work => work with { Captures = work.Captures.SetItem(capture.Source, capture) });
    }

    public void RemoveCapture(long source)
    {
        SubscriptionRows.Delete(Connection, SubscriptionRows.Captures, source);
        _changes.Add(work => work with { Captures = work.Captures.Remove(source) });
    }

    public void Set(SubscriptionProgress progress)
    {
        SubscriptionRows.Put(Connection, SubscriptionRows.Progress, progress.Oid, progress);
        _changes.Add(work => work with { Progress = work.Progress.SetItem(progress.Oid, progress) });
    }

    /// <summary>The same for many.</summary>
    public void Set(IReadOnlyList<SubscriptionProgress> progress)
    {
        if (progress.Count == 0) return;
        if (progress.Count == 1) SubscriptionRows.Put(Connection, SubscriptionRows.Progress, progress[0].Oid, progress[0]);
        else SubscriptionRows.Put(Connection, SubscriptionRows.Progress, [.. progress.Select(one => (one.Oid, one))]);
        Show(progress);
    }

    /// <summary>
    /// Shows how far subscriptions have come without making it durable: for those that have passed chunks without anything for them, which they may as well pass again after a restart. As long
    /// as the chunks are there: the backlog is trimmed by what is durable.
    /// </summary>
    public void Show(IReadOnlyList<SubscriptionProgress> progress) =>
        _changes.Add(work => work with { Progress = work.Progress.SetItems(progress.Select(one => KeyValuePair.Create(one.Oid, one))) });

    public void RemoveProgress(long subscription)
    {
        SubscriptionRows.Delete(Connection, SubscriptionRows.Progress, subscription);
        _changes.Add(work => work with { Progress = work.Progress.Remove(subscription) });
    }

    public void Set(SubscriptionExceptionEntry entry)
    {
        SubscriptionRows.Put(Connection, SubscriptionRows.Exceptions, entry.Oid, entry);
        _changes.Add(work => work with { Exceptions = work.Exceptions.SetItem(entry.Oid, entry) });
    }

    public void RemoveException(long oid)
    {
        SubscriptionRows.Delete(Connection, SubscriptionRows.Exceptions, oid);
        _changes.Add(work => work with { Exceptions = work.Exceptions.Remove(oid) });
    }

    internal SubscriptionsAtWork ApplyTo(SubscriptionsAtWork before) => _changes.Aggregate(before, (work, change) => change(work));
}
