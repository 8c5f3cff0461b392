using FederationGateway.Adapters.Abstractions;
using FederationGateway.Common;

namespace FederationGateway.Federation;

/// <summary>
/// The transactions that one transaction of the gateway has at its sources, one per source and credential, begun by the first statement that needs the source. Statements open fragments side
/// by side; everything else is asked for by one statement at a time. At most one of them writes.
/// </summary>
/// <param name="options">What a transaction begun now is to be like: with <see cref="RemoteTransactionOptions.StatementSnapshots"/> when its first statement may decide that.</param>
/// <param name="savepoints">The gateway's savepoints, outermost first.</param>
public sealed class RemoteTransactions(Func<RemoteTransactionOptions> options, Func<IEnumerable<string>> savepoints) : IAsyncDisposable
{
    // A session that changes its role may log in anew: nobody continues what another has begun.
    private readonly Dictionary<(long Source, long User), Task<Begun>> _begun = [];
    private readonly Lock _lock = new();

    /// <summary>True when nothing has been begun anywhere.</summary>
    public bool IsEmpty
    {
        get { lock (_lock) return _begun.Count == 0; }
    }

    /// <summary>The one that has written; null when none has.</summary>
    public RemoteWriter? Writer => All.FirstOrDefault(begun => begun.Transaction.HasWritten) is { } begun ? new RemoteWriter(begun.Source, begun.Transaction) : null;

    /// <summary>The transaction at a source, for reading; null at one that has no transactions.</summary>
    /// <param name="source">Finds the source when nothing is begun there; asked again when the one it found has just been let go.</param>
    public async ValueTask<IRemoteSession?> OpenAsync(Func<LiveSource> source, CancellationToken cancellationToken)
    {
        var live = source();
        Task<Begun> beginning;
        lock (_lock)
        {
            if (!_begun.TryGetValue(KeyOf(live), out var known))
            {
                if (live.Source is not ITransactionalSource) return null;
                _begun.Add(KeyOf(live), known = BeginAsync(source, statementSnapshots: false, cancellationToken));
            }

            beginning = known;
        }

        return (await beginning).Transaction;
    }

    /// <summary>The transaction at a source, for a statement that writes there.</summary>
    /// <param name="isWhole">True when the source does all of the statement at once: it then need not see what was read before it.</param>
    /// <exception cref="GatewayException">0A000 when the source has no transactions, or another has been written to.</exception>
    public async ValueTask<IRemoteTransaction> BeginWriteAsync(LiveSource live, bool isWhole, CancellationToken cancellationToken)
    {
        if (live.Source is not ITransactionalSource)
        {
            throw new GatewayException(SqlState.FeatureNotSupported, $"remote source \"{live.Entry.Name}\" cannot be written to")
            {
                Detail = $"The adapter \"{live.Entry.Adapter}\" has no transactions.",
            };
        }

        if (Writer is { } writer && KeyOf(writer.Source) != KeyOf(live))
        {
            throw new GatewayException(
                SqlState.FeatureNotSupported, $"cannot write to remote source \"{live.Entry.Name}\": this transaction has already written to remote source \"{writer.Source.Entry.Name}\"")
            {
                Detail = "A transaction may write to local tables and to one remote source.",
                Hint = "End the transaction before writing to the other source.",
            };
        }

        Task<Begun> beginning;
        lock (_lock)
        {
            if (!_begun.TryGetValue(KeyOf(live), out var known)) _begun.Add(KeyOf(live), known = BeginAsync(() => live, isWhole, cancellationToken));
            beginning = known;
        }

        var begun = await beginning;
        if (begun.HasStatementSnapshots && !isWhole)
            throw GatewayException.Unsupported("a statement that writes what it has read here, behind one that its source ran whole, in one request without BEGIN");
        return begun.Transaction;
    }

    public async Task SavepointAsync(string name, CancellationToken cancellationToken)
    {
        foreach (var begun in All) await begun.Transaction.SavepointAsync(name, cancellationToken);
    }

    public async Task ReleaseAsync(string name, CancellationToken cancellationToken)
    {
        foreach (var begun in All) await begun.Transaction.ReleaseAsync(name, cancellationToken);
    }

    public async Task RollbackToAsync(string name, CancellationToken cancellationToken)
    {
        foreach (var begun in All) await begun.Transaction.RollbackToAsync(name, cancellationToken);
    }

    /// <summary>Ends those that have only read, so that they hold nothing while the others commit.</summary>
    public Task EndReadsAsync() => EndAsync(begun => !begun.Transaction.HasWritten);

    /// <summary>Ends all: what is not committed is undone.</summary>
    public async ValueTask DisposeAsync() => await EndAsync(_ => true);

    private List<Begun> All
    {
        get { lock (_lock) return [.. _begun.Values.Where(beginning => beginning.IsCompletedSuccessfully).Select(beginning => beginning.Result)]; }
    }

    private async Task EndAsync(Func<Begun, bool> which)
    {
        foreach (var begun in All.Where(which))
        {
            lock (_lock) _begun.Remove(KeyOf(begun.Source));
            using var lease = begun.Lease;
            try
            {
                await begun.Transaction.DisposeAsync();
            }
            catch (GatewayException)
            {
                // It has ended either way: a source undoes what nobody commits.
            }
        }
    }

    private async Task<Begun> BeginAsync(Func<LiveSource> source, bool statementSnapshots, CancellationToken cancellationToken)
    {
        LiveSource live;
        LiveSource.Lease? lease;
        do live = source();
        while ((lease = live.TryRent()) is null);
        var wanted = options();
        wanted = wanted with { StatementSnapshots = wanted.StatementSnapshots && statementSnapshots };
        try
        {
            var transaction = await ((ITransactionalSource)live.Source).BeginAsync(wanted, cancellationToken);
            foreach (var name in savepoints()) await transaction.SavepointAsync(name, cancellationToken);
            return new Begun(live, lease, transaction, wanted.StatementSnapshots);
        }
        catch
        {
            lease.Dispose();
            throw;
        }
    }

    private static (long Source, long User) KeyOf(LiveSource live) => (live.Entry.Oid, live.User);

    private sealed record Begun(LiveSource Source, LiveSource.Lease Lease, IRemoteTransaction Transaction, bool HasStatementSnapshots);
}

/// <summary>The source a transaction has written to, and the transaction there.</summary>
public sealed record RemoteWriter(LiveSource Source, IRemoteTransaction Transaction);
