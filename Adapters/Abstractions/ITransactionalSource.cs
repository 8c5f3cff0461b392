namespace FederationGateway.Adapters.Abstractions;

/// <summary>A source that has transactions of several statements: what an <see cref="IRemoteSource"/> with them implements besides.</summary>
public interface ITransactionalSource
{
    /// <summary>Begins a transaction. Nothing need be contacted before its first statement.</summary>
    ValueTask<IRemoteTransaction> BeginAsync(RemoteTransactionOptions options, CancellationToken cancellationToken);

    /// <summary>The names, with this prefix, of prepared transactions that nobody has ended yet.</summary>
    Task<IReadOnlyList<string>> PreparedAsync(string prefix, CancellationToken cancellationToken);

    /// <summary>Commits a prepared transaction or rolls it back. False when there is none of this name (any more): asking again is no error.</summary>
    Task<bool> EndPreparedAsync(string name, bool commit, CancellationToken cancellationToken);

    /// <summary>What became of a transaction by its <see cref="IRemoteTransaction.TransactionId"/>, asked on a connection of its own.</summary>
    Task<RemoteOutcome> OutcomeAsync(string transactionId, CancellationToken cancellationToken);
}

/// <summary>What a transaction of the gateway asks of the source's.</summary>
/// <param name="ApplicationName">Passed on as a query tag where the source has one.</param>
/// <param name="ReadOnly">True when the source is to refuse writing.</param>
/// <param name="StatementSnapshots">
/// True when a write need not see what others saw before it: it sees what is committed when it starts, waits for others that write the same rows, and goes on with what
/// they have left. For a transaction of one statement that the source runs whole. Otherwise everything in the transaction sees one snapshot.
/// </param>
public sealed record RemoteTransactionOptions(string? ApplicationName = null, bool ReadOnly = false, bool StatementSnapshots = false);

/// <summary>What a source says about a transaction.</summary>
public enum RemoteOutcome
{
    /// <summary>The source does not know, and will not.</summary>
    Unknown,

    /// <summary>Not decided yet: still running, committing or prepared.</summary>
    InProgress,

    Committed,

    RolledBack,
}
