using FederationGateway.Adapters.Abstractions;
using FederationGateway.Common;

namespace FederationGateway.Federation;

/// <summary>
/// The sessions one statement has at its sources, one per source, so that all its fragments there see one snapshot. Used by one statement's tasks at a time;
/// sources open side by side; disposing ends them all. A statement of a transaction uses the transaction's where a source has such a thing, and leaves them.
/// </summary>
/// <param name="transaction">What the statement shares with others of its transaction; null when it is alone.</param>
public sealed class StatementSessions(RemoteSessionOptions options, RemoteTransactions? transaction = null) : IAsyncDisposable
{
    private readonly Dictionary<long, Task<Held>> _sessions = [];
    private readonly Lock _lock = new();

    /// <summary>Sessions that somebody else has opened, and ends, by the OID of their source: the statement uses them there.</summary>
    public IReadOnlyDictionary<long, IRemoteSession> Given { get; init; } = new Dictionary<long, IRemoteSession>();

    /// <summary>The statement's session at a source, opened when it is the first to ask for it.</summary>
    /// <param name="source">Finds the source when there is no session yet; asked again when the one it found has just been let go.</param>
    public async ValueTask<IRemoteSession> OpenAsync(Func<LiveSource> source, long sourceOid, bool singleFragment, CancellationToken cancellationToken)
    {
        if (Given.TryGetValue(sourceOid, out var given)) return given;
        if (transaction is not null && await transaction.OpenAsync(source, cancellationToken) is { } shared) return shared;
        Task<Held> opening;
        lock (_lock)
        {
            if (!_sessions.TryGetValue(sourceOid, out var known)) _sessions.Add(sourceOid, known = OpenOneAsync(source, singleFragment, cancellationToken));
            opening = known;
        }

        return (await opening).Session;
    }

    /// <summary>The transaction in which the statement writes at a source, shared with the others of its transaction, which commits it.</summary>
    /// <param name="isWhole">See <see cref="RemoteTransactions.BeginWriteAsync"/>.</param>
    public ValueTask<IRemoteTransaction> BeginWriteAsync(LiveSource live, bool isWhole, CancellationToken cancellationToken) =>
        (transaction ?? throw new InvalidOperationException("a statement that writes belongs to a transaction, if only to one around itself")).BeginWriteAsync(live, isWhole, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        Task<Held>[] sessions;
        lock (_lock)
        {
            sessions = [.. _sessions.Values];
            _sessions.Clear();
        }

        foreach (var opening in sessions)
        {
            // A session that could not be opened has told those who asked for it.
            await opening.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            if (!opening.IsCompletedSuccessfully) continue;
            using var lease = opening.Result.Lease;
            try
            {
                await opening.Result.Session.DisposeAsync();
            }
            catch (GatewayException)
            {
                // The statement has its rows; what a source says while its session ends changes nothing.
            }
        }
    }

    private async Task<Held> OpenOneAsync(Func<LiveSource> source, bool singleFragment, CancellationToken cancellationToken)
    {
        // The caller holds the lock, and other sources shall open meanwhile. A fragment that is alone waits for nobody, and stays on its thread: moving it costs as much
        // as a look-up.
        if (!singleFragment) await Task.Yield();
        var live = source();
        LiveSource.Lease? lease;
        while ((lease = live.TryRent()) is null) live = source();
        try
        {
            return new Held(await live.Source.OpenSessionAsync(options with { SingleFragment = singleFragment }, cancellationToken), lease);
        }
        catch
        {
            lease.Dispose();
            throw;
        }
    }

    private sealed record Held(IRemoteSession Session, LiveSource.Lease Lease);
}
