using System.Collections.Concurrent;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Catalog;
using FederationGateway.Catalog.Changes;
using FederationGateway.Catalog.Store;
using FederationGateway.Common;
using FederationGateway.Replication.Backlog;
using Microsoft.Extensions.Logging;

namespace FederationGateway.Replication.Applying;

/// <summary>
/// Brings the changes of one source to the targets of all its subscriptions. Those that are at the same place go on together, in one local transaction; one that is behind catches up by itself, and one
/// whose changes fail stands until its exception is processed, while the others go on.
/// </summary>
public sealed class Applier
{
    private const int MostConflicts = 6;
    private static readonly TimeSpan ShortPause = TimeSpan.FromMilliseconds(5);
    // Chunks without rows come between: the source tells of positions, other tables have changed.
    private const int MostLookedAhead = 1000;

    // Groups of more rows are no small ones.
    private const long RowsWithoutRest = 10_000;

    private readonly long _source;
    private readonly CatalogStore _store;
    private readonly IBacklog _backlog;
    private readonly ApplierOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly ChunkReader _chunks;
    private readonly GroupRun _groups;
    private readonly ApplierExceptions _exceptions;
    private readonly MemberPlans _plans;
    private readonly DurablePlaces _places;
    private readonly Pace _pace;
    private readonly ConcurrentDictionary<long, TimeSpan> _latencies = new();

    /// <summary>Subscriptions whose last attempt failed: they go alone, so that what fails is theirs.</summary>
    private readonly HashSet<long> _apart = [];

    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task<BacklogChunk>? _arrival;
    private long _settled = -1;

    /// <param name="source">The OID of the remote source.</param>
    public Applier(long source, CatalogStore store, IBacklog backlog, ISubscriptionPlanner planner, ApplierOptions options, TimeProvider time, ILogger log)
    {
        (_source, _store, _backlog, _options, _time, _log) = (source, store, backlog, options, time, log);
        _chunks = new ChunkReader(backlog);
        _plans = new MemberPlans(planner, options);
        _places = new DurablePlaces(time);
        _pace = new Pace(time, options.LongestRest);
        _groups = new GroupRun(source, store, _chunks, _plans, _places, options, time);
        _exceptions = new ApplierExceptions(source, store, options, time);
    }

    /// <summary>Subscriptions, their progress or exceptions, or the catalog have changed.</summary>
    public void Changed() => Volatile.Read(ref _changed).TrySetResult();

    /// <summary>How long the last changes that reached the target of a subscription had been in the backlog; null when there were none since the start.</summary>
    public TimeSpan? LatencyOf(long subscription) => _latencies.TryGetValue(subscription, out var latency) ? latency : null;

    /// <summary>Works until it is cancelled. What fails in passing is tried again.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var pause = TimeSpan.Zero;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var seen = _backlog.Last;
            var changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Volatile.Write(ref _changed, changed);
            try
            {
                if (await RoundAsync(cancellationToken))
                {
                    pause = TimeSpan.Zero;
                    if (_pace.Rest() is { Ticks: > 0 } rest) await Task.Delay(rest, _time, cancellationToken);
                    continue;
                }

                pause = TimeSpan.Zero;
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                pause = pause == TimeSpan.Zero ? _options.FirstRetry : Shorter(pause * 2, _options.LongestRetry);
                _log.ApplierFailed(e, _source, pause);
            }

            await WaitAsync(seen, changed.Task, pause, cancellationToken);
        }
    }

    /// <summary>Does what can be done now; false when that was nothing.</summary>
    internal async Task<bool> RoundAsync(CancellationToken cancellationToken)
    {
        using var turn = await _store.Subscriptions.EnterAsync(_source, cancellationToken);
        var hasWorked = await AdvanceStatesAsync();
        var members = await MembersAsync(cancellationToken);
        var places = members.GroupBy(member => member.Progress.Chunk).OrderBy(place => place.Key).ToList();
        List<Member> arrived = [];
        for (var i = 0; i < places.Count; i++)
        {
            // One that is behind stops where the next is, to go on with it.
            var until = i + 1 < places.Count ? places[i + 1].Key : long.MaxValue;
            List<Member> here = [.. arrived, .. places[i]];
            var together = here.Where(member => !_apart.Contains(member.Entry.Oid)).ToList();
            if (together.Count > 0) hasWorked |= await GoOnAsync(together, until, cancellationToken);
            foreach (var member in here.Where(member => _apart.Contains(member.Entry.Oid)).ToList()) hasWorked |= await GoOnAloneAsync(member, until, cancellationToken);
            if (i + 1 < places.Count) arrived = [.. ArrivedAt(until, here)];
        }

        Settle();
        return hasWorked;
    }

    // Whom a mark there gives another state, and who does not fit any more, is of the next round.
    private IEnumerable<Member> ArrivedAt(long place, IEnumerable<Member> members)
    {
        var work = _store.Subscriptions.Current;
        return members.Where(member => !_apart.Contains(member.Entry.Oid))
            .Select(member => (member.Entry, Progress: work.Progress.GetValueOrDefault(member.Entry.Oid)))
            .Where(pair => pair.Progress?.Chunk == place && ReferenceEquals(Transitions.Advance(pair.Progress, _backlog), pair.Progress))
            .Select(pair => _plans.TryGet(_store.Current, pair.Entry, pair.Progress!, work.Captures[_source])).OfType<Member>();
    }

    /// <summary>
    /// Brings a subscription that is held to exactly a place: every transaction up to it is in the target afterwards, none behind it. Up to there the backlog has come. The caller has the source's turn.
    /// </summary>
    /// <param name="position">The place, where it is one of the stream.</param>
    /// <param name="mark">The place, where it is a mark: its chunk.</param>
    /// <param name="isTolerant">Whether changes need not fit what the target holds.</param>
    /// <exception cref="GatewayException">What the first change that cannot be applied fails with.</exception>
    internal async Task AdvanceAsync(SubscriptionEntry subscription, ChangePosition? position, long? mark, bool isTolerant, CancellationToken cancellationToken)
    {
        while (true)
        {
            var work = _store.Subscriptions.Current;
            var member = _plans.Get(_store.Current, subscription, work.Progress[subscription.Oid], work.Captures[_source]);
            if (mark <= member.Progress.Chunk) return;
            try
            {
                var order = new GroupOrder([member], member.Progress.Chunk, mark ?? long.MaxValue) { Through = position, IsTolerant = isTolerant };
                var result = await RunWithPatienceAsync(order, cancellationToken);
                if (result.IsThrough) return;
                if (result.Last == order.After) throw new GatewayException(SqlState.InternalError, "the backlog ends before the position of a snapshot");
            }
            catch (ApplyFailedException e)
            {
                throw ApplierExceptions.Translated(e);
            }
        }
    }

    private async Task<bool> AdvanceStatesAsync()
    {
        var advanced = Mine().Select(mine => (mine.Progress, Next: Transitions.Advance(mine.Progress, _backlog))).Where(pair => !ReferenceEquals(pair.Progress, pair.Next)).ToList();
        if (advanced.Count == 0) return false;
        Failpoints.Hit("applier-advancing");
        await _store.Subscriptions.ChangeAsync(change => advanced.ForEach(pair => change.Set(pair.Next)));
        Failpoints.Hit("applier-advanced");
        foreach (var (_, next) in advanced) _log.StateChanged(next.Oid, SubscriptionStates.NameOf(next.State));
        return true;
    }

    private IEnumerable<(SubscriptionEntry Entry, SubscriptionProgress Progress)> Mine()
    {
        var snapshot = _store.Current;
        foreach (var progress in _store.Subscriptions.Current.Progress.Values)
            if (progress.State != SubscriptionState.Created && _options.SubscriptionOf(snapshot, progress.Oid) is { } entry && entry.Source == _source) yield return (entry, progress);
    }

    private async Task<List<Member>> MembersAsync(CancellationToken cancellationToken)
    {
        List<Member> members = [];
        var work = _store.Subscriptions.Current;
        if (!work.Captures.TryGetValue(_source, out var capture) || capture.IsDistributionSuspended) return members;
        foreach (var (entry, progress) in Mine())
        {
            if (_options.IsHeld(entry.Oid)) continue;
            if (progress.Resync is { IsGap: true })
            {
                if (!work.Exceptions.Values.Any(exception => exception.Subscription == entry.Oid)) await _exceptions.RaiseAsync(entry, Gap(), ExceptionNumbers.ChangesMissing);
                continue;
            }

            if (progress.State is not (SubscriptionState.AutoCorrectChangeData or SubscriptionState.ApplyChangeData) || progress.Chunk >= _backlog.Last || ReplicaTables.IsPaused(_store.Current, entry)) continue;
            if (work.Exceptions.Values.Any(exception => exception.Subscription == entry.Oid && !_exceptions.IsDue(exception))) continue;
            try
            {
                members.Add(_plans.Get(_store.Current, entry, progress, capture));
            }
            catch (GatewayException e)
            {
                if (await NextDefinitionAsync(entry, progress, cancellationToken) is { } next) members.Add(_plans.Make(_store.Current, entry, progress, next));
                else await _exceptions.RaiseAsync(entry, e, ExceptionNumbers.DefinitionDoesNotFit);
            }
        }

        return members;
    }

    /// <summary>
    /// Who has made virtual table and target say what the table is behind the next change of its definition has nothing that fits the rows before it. When there are none of those, the next
    /// definition is the one that counts.
    /// </summary>
    private async Task<CapturedTableRecord?> NextDefinitionAsync(SubscriptionEntry entry, SubscriptionProgress progress, CancellationToken cancellationToken)
    {
        for (var number = progress.Chunk + 1; number <= Math.Min(_backlog.Last, progress.Chunk + MostLookedAhead); number++)
        {
            using var chunk = await _backlog.ReadAsync(number, cancellationToken);
            if (chunk.Chunk.DefinitionChange is { } change && change.Table == progress.CapturedTable)
                return DefinitionChanges.Fits(_store.Current, entry, change) ? new CapturedTableRecord(change.Table, change.Definition!, number) : null;
            if (chunk.Chunk.Tables.Any(table => table.Table == progress.CapturedTable)) return null;
        }

        return null;
    }

    private async Task<bool> GoOnAsync(List<Member> members, long until, CancellationToken cancellationToken)
    {
        try
        {
            return await RunAsync(new GroupOrder(members, members[0].Progress.Chunk, until), cancellationToken);
        }
        catch (ApplyFailedException e)
        {
            _log.GoesAlone(e.Member.Entry.QualifiedName, e.Cause.Message);
            _apart.Add(e.Member.Entry.Oid);
        }
        catch (GatewayException e) when (!ApplierExceptions.IsUndecided(e) && (members.Count > 1 || ApplierExceptions.IsTransient(e)))
        {
            foreach (var member in members) _apart.Add(member.Entry.Oid);
        }

        return true;
    }

    /// <summary>As far as it goes without the change that fails, which is then known: fewer chunks until only one is left, that by halves, and of it the transactions before the change's.</summary>
    private async Task<bool> GoOnAloneAsync(Member member, long until, CancellationToken cancellationToken)
    {
        var order = new GroupOrder([member], member.Progress.Chunk, until);
        while (true)
        {
            ApplyFailedException failure;
            try
            {
                var hasWorked = await RunAsync(order, cancellationToken);
                if (order.Until == until) _apart.Remove(member.Entry.Oid);
                return hasWorked || order.Until != until || order.Through is not null;
            }
            catch (ApplyFailedException e)
            {
                failure = e;
            }
            catch (GatewayException e) when (!ApplierExceptions.IsUndecided(e))
            {
                await _exceptions.RaiseAsync(member.Entry, e);
                return true;
            }

            // What comes before the change can be kept.
            var before = failure.Row is { } row ? row.Place.Chunk - 1 : order.After + ((failure.Chunk - order.After) / 2);
            if (!ApplierExceptions.IsTransient(failure) && await HasEndAsync(order.After, before, cancellationToken))
            {
                order = order with { Until = before };
                continue;
            }

            if (!ApplierExceptions.IsTransient(failure))
            {
                if (failure.Row is null) failure = await LocateAsync(order, failure, cancellationToken);
                if (failure.Row is { } change && await EndBeforeAsync(member, change.Place, cancellationToken) is { } end && end != order.Through)
                {
                    order = order with { Through = end };
                    continue;
                }
            }

            await _exceptions.RaiseAsync(member.Entry, failure);
            return true;
        }
    }

    /// <summary>The end of the source transaction before a change's where both are in one chunk, and the target does not have it yet.</summary>
    private async Task<ChangePosition?> EndBeforeAsync(Member member, ChangePlace place, CancellationToken cancellationToken)
    {
        if (place.Transaction == 0) return null;
        using var chunk = await _backlog.ReadAsync(place.Chunk, cancellationToken);
        var end = chunk.Chunk.Transactions[place.Transaction - 1].Position;
        return member.Progress.LoadedPosition is { } loaded && !(end > ChangePosition.FromHex(loaded)) ? null : end;
    }

    /// <summary>Whether a source transaction ends between two places.</summary>
    private async Task<bool> HasEndAsync(long after, long until, CancellationToken cancellationToken)
    {
        using var chunk = await _chunks.TryReadAsync(after + 1, until, cancellationToken);
        return chunk is not null;
    }

    /// <summary>The failure of the smallest number of changes that fails.</summary>
    private async Task<ApplyFailedException> LocateAsync(GroupOrder order, ApplyFailedException failure, CancellationToken cancellationToken)
    {
        var (good, bad) = (-1L, failure.Rows - 1);
        var found = failure;
        while (found.Row is null || bad - good > 1)
        {
            var limit = bad - good > 1 ? good + ((bad - good) / 2) : bad;
            try
            {
                await _groups.RunAsync(order with { RowLimit = limit }, cancellationToken);
                if (limit == bad) return failure;
                good = limit;
            }
            catch (ApplyFailedException e)
            {
                (found, bad) = (e, limit);
                if (e.Row is null && limit == bad && bad - good <= 1) return e;
            }
        }

        return found;
    }

    private async Task<bool> RunAsync(GroupOrder order, CancellationToken cancellationToken)
    {
        var begin = _time.GetTimestamp();
        var result = await RunWithPatienceAsync(order, cancellationToken);
        if (result.Last == order.After) return false;
        if (result.Rows < RowsWithoutRest) _pace.Worked(_time.GetElapsedTime(begin));
        var latency = _time.GetUtcNow().UtcDateTime - result.Received;
        foreach (var subscription in result.Changed) _latencies[subscription] = latency;
        await _exceptions.ForgetTransientAsync(order.Members);
        return true;
    }

    /// <summary>Another transaction on the target is over soon, as a rule.</summary>
    private async Task<GroupResult> RunWithPatienceAsync(GroupOrder order, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await _groups.RunAsync(order, cancellationToken);
            }
            catch (Exception e) when (attempt < MostConflicts && ApplierExceptions.IsConflict(e))
            {
                await Task.Delay(ShortPause * (1 << attempt), _time, cancellationToken);
            }
        }
    }

    private void Settle()
    {
        var needed = Mine().Select(mine => _places.Of(mine.Progress)).DefaultIfEmpty(_backlog.Last).Min();
        if (needed <= _settled) return;
        _settled = needed;
        _options.Settled(needed);
    }

    /// <summary>Until something has come after <paramref name="seen"/>, somebody has changed something, or it is time to try again.</summary>
    private async Task WaitAsync(long seen, Task changed, TimeSpan pause, CancellationToken cancellationToken)
    {
        if (pause > TimeSpan.Zero)
        {
            await Task.Delay(pause, _time, cancellationToken);
            return;
        }

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _arrival ??= _backlog.ReadAsync(seen + 1, cancellationToken).AsTask();
        List<Task> reasons = [_arrival, changed];
        if (_exceptions.UntilRetry() is { } retry) reasons.Add(Task.Delay(retry, _time, ended.Token));
        await Task.WhenAny(reasons);
        await ended.CancelAsync();
        if (_arrival.IsCompleted)
        {
            var arrival = _arrival;
            _arrival = null;
            (await arrival).Dispose();
        }
    }

    private static GatewayException Gap() => new(SqlState.ObjectNotInPrerequisiteState, "the source's capture began anew, and what changed before is missing")
    {
        Hint = "ALTER REMOTE SUBSCRIPTION … RESYNC makes the target equal to the source again.",
    };

    private static TimeSpan Shorter(TimeSpan left, TimeSpan right) => left < right ? left : right;
}
