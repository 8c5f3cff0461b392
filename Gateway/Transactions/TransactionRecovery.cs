using FederationGateway.Adapters.Abstractions;
using FederationGateway.Catalog;
using FederationGateway.Catalog.Store;
using FederationGateway.Common;
using FederationGateway.Federation;
using Microsoft.Extensions.Logging;

namespace FederationGateway.Gateway.Transactions;

/// <summary>
/// Ends what a crash, or a source that could not be reached, has left open: at the start, and again and again until nothing is left. What is prepared at a source and decided
/// here is committed there; what is prepared and not decided is rolled back; of commits whose answer never came the source is asked.
/// </summary>
internal sealed class TransactionRecovery(CatalogStore store, SourceRegistry sources, TransactionCoordinator coordinator, TimeProvider time, ILogger log) : IAsyncDisposable
{
    private static readonly TimeSpan Soonest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Latest = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(10);
    private readonly CancellationTokenSource _end = new();
    private readonly SemaphoreSlim _leftOpen = new(0);
    private readonly SemaphoreSlim _ended = new(0);
    private Task _running = Task.CompletedTask;

    public void Start()
    {
        coordinator.LeftOpen += OnLeftOpen;
        coordinator.Ended += OnEnded;
        _running = Task.WhenAll(RunAsync(), ForgetAsync());
    }

    public async ValueTask DisposeAsync()
    {
        coordinator.LeftOpen -= OnLeftOpen;
        coordinator.Ended -= OnEnded;
        await _end.CancelAsync();
        await _running;
        _end.Dispose();
        _leftOpen.Dispose();
        _ended.Dispose();
    }

    /// <summary>Transactions that have not ended yet, as the dictionary shows them.</summary>
    public IEnumerable<TransactionOutcomeEntry> Open() => store.Transactions.Open().Where(state => !coordinator.IsInFlight(state.Record.Id)).Select(state => new TransactionOutcomeEntry(
        state.Record,
        state.IsDecided ? TransactionOutcomes.Committing : TransactionOutcomes.InDoubt,
        state.IsDecided ? "the source has not been told yet" : "the source has not said yet whether it committed",
        state.Record.Time));

    private void OnLeftOpen() => _leftOpen.Release();

    private async Task RunAsync()
    {
        await Task.Yield();
        var wait = Soonest;
        while (!_end.IsCancellationRequested)
        {
            try
            {
                await RecoverAsync();
                await ForgetEndedAsync();
                var known = store.Transactions.PreparingSources.Count > 0 || store.Transactions.Open().Count > 0;
                if (await _leftOpen.WaitAsync(known ? wait : Timeout.InfiniteTimeSpan, _end.Token)) wait = Soonest;
                else wait = wait * 2 < Latest ? wait * 2 : Latest;
            }
            catch (OperationCanceledException) when (_end.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // The store does not answer, most likely: it is being replaced. Nothing else would take this up again.
                log.RecoveryFailed(e);
                await Task.Delay(AfterFailure, time, _end.Token).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            }
        }
    }

    private void OnEnded()
    {
        // One is enough, however many there are.
        if (_ended.CurrentCount == 0) _ended.Release();
    }

    // Together, not with each commit, which would then be two.
    private async Task ForgetAsync()
    {
        await Task.Yield();
        try
        {
            while (true)
            {
                await _ended.WaitAsync(_end.Token);
                await Task.Delay(Soonest, time, _end.Token);
                await ForgetEndedAsync();
            }
        }
        catch (OperationCanceledException)
        {
            await ForgetEndedAsync();
        }
    }

    private async Task ForgetEndedAsync()
    {
        try
        {
            await store.Transactions.ForgetEndedAsync();
        }
        catch (Exception e) when (e is GatewayException or ObjectDisposedException)
        {
            // They stay, and a restart finds out again how they ended.
        }
    }

    private async Task RecoverAsync()
    {
        var open = store.Transactions.Open();
        foreach (var (oid, user) in open.Select(state => (state.Record.SourceOid, UserOf(state.Record))).Concat(store.Transactions.PreparingSources.SelectMany(UsersOf)).Distinct())
        {
            var mine = open.Where(state => state.Record.SourceOid == oid && UserOf(state.Record) == user).ToList();
            var others = open.Except(mine).Select(state => state.Record.Id).ToHashSet();
            try
            {
                if (FindSource(oid, user) is not { } live)
                {
                    foreach (var state in mine) await EndAsync(state, TransactionOutcomes.Unknown, "the remote source has been dropped");
                    continue;
                }

                using var lease = live.TryRent();
                if (lease is not null && live.Source is ITransactionalSource source) await RecoverAsync(source, live.Entry.Name, mine, others);
            }
            catch (GatewayException e)
            {
                if (mine.Count > 0) log.SourceNotReached(mine[0].Record.Source, mine.Count, e.Message);
            }
        }
    }

    /// <param name="others">Transactions of other credentials, which this one may not end.</param>
    private async Task RecoverAsync(ITransactionalSource source, string sourceName, List<TransactionState> open, HashSet<long> others)
    {
        // What a session is committing may be in this list; what is in it and is neither in flight nor decided afterwards never will be.
        var names = await source.PreparedAsync(store.Transactions.NamePrefix, _end.Token);
        HashSet<long> prepared = [];
        foreach (var name in names)
        {
            if (TransactionRecord.IdIn(name, store.Transactions.NamePrefix) is not { } id || coordinator.IsInFlight(id) || others.Contains(id)) continue;
            var isDecided = store.Transactions.IsDecided(id);
            prepared.Add(id);
            try
            {
                if (await source.EndPreparedAsync(name, isDecided, _end.Token)) log.Recovered(name, sourceName, isDecided ? "committed" : "rolled back");
            }
            catch (GatewayException) when (open.TrueForAll(state => state.Record.Id != id))
            {
                // Prepared by another user of the source, whose turn comes with that user's credential.
                continue;
            }

            if (isDecided) store.Transactions.End(id);
        }

        foreach (var state in open.Where(state => !prepared.Contains(state.Record.Id) && !coordinator.IsInFlight(state.Record.Id))) await AskAsync(source, state);
    }

    private async Task AskAsync(ITransactionalSource source, TransactionState seen)
    {
        // Its session may have ended it since it was listed; that nobody commits it any more is known now.
        if (store.Transactions.Open().FirstOrDefault(open => open.Record.Id == seen.Record.Id) is not { } state) return;
        var outcome = state.Record.RemoteTransactionId is { } id ? await source.OutcomeAsync(id, _end.Token) : RemoteOutcome.Unknown;
        switch (outcome, state.IsDecided)
        {
            case (RemoteOutcome.InProgress, _): return;
            case (RemoteOutcome.Committed, true) or (RemoteOutcome.RolledBack, false):
                store.Transactions.End(state.Record.Id);
                return;
            case (RemoteOutcome.Committed, false):
                log.OnlyRemote(state.Record.Id, state.Record.Source, "the gateway ended before it had committed them");
                await EndAsync(state, TransactionOutcomes.RemoteOnly, "the gateway ended, or lost the source, between the two commits");
                return;
            case (RemoteOutcome.RolledBack, true):
                log.OnlyLocal(state.Record.Id, state.Record.Source);
                await EndAsync(state, TransactionOutcomes.LocalOnly, "the prepared transaction was rolled back at the source");
                return;
            default:
                await EndAsync(state, TransactionOutcomes.Unknown, "the source no longer knows the transaction");
                return;
        }
    }

    private Task EndAsync(TransactionState state, string outcome, string reason) =>
        store.Transactions.EndAsync(new TransactionOutcomeEntry(state.Record, outcome, reason, time.GetUtcNow().UtcDateTime));

    // Whose credential wrote it: the user's own, where there is one now.
    private long UserOf(TransactionRecord record) =>
        store.Current.Roles.FindExact(record.User)?.Oid is { } user && store.Current.UserCredentials.ContainsKey((record.SourceOid, user)) ? user : 0;

    private IEnumerable<(long Source, long User)> UsersOf(long source) => store.Current.UserCredentials.Keys.Where(key => key.Source == source).Prepend((source, 0));

    private LiveSource? FindSource(long oid, long user) =>
        store.Current.Sources.Values.FirstOrDefault(source => source.Oid == oid) is { } entry ? sources.Get(store.Current, entry, user) : null;
}
