using FederationGateway.DuckDb;

namespace FederationGateway.Replication.Applying;

/// <summary>What takes changes instead of a table: a procedure of users, or a task.</summary>
public interface IChangeSetTarget
{
    /// <summary>True when it gets what a source transaction has made of each key, false when it gets every change.</summary>
    bool TakesNetChanges { get; }

    /// <summary>Makes ready for calls in the transaction that is open on a connection, with the rows that are in the subscription's table of changes then.</summary>
    IChangeSetCalls Open(DuckDbConnection connection, CancellationToken cancellationToken);
}

/// <summary>Calls in one local transaction.</summary>
public interface IChangeSetCalls : IAsyncDisposable
{
    /// <summary>One source transaction is in the table of changes.</summary>
    Task CallAsync();
}
