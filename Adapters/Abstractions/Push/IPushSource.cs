namespace FederationGateway.Adapters.Abstractions;

/// <summary>
/// A source that hands rows in when they come and has none to be read: what an <see cref="IRemoteSource"/> that listens implements besides. It need not know of positions, marks or streams, and keeps
/// nothing: what was handed in is the gateway's.
/// </summary>
public interface IPushSource
{
    /// <summary>What stands in the way of taking rows for these tables, found out without listening. Empty when nothing does.</summary>
    IReadOnlyList<CaptureObstacle> CheckTables(IReadOnlyList<CapturedTable> tables);

    /// <summary>Begins to listen: what comes goes to the sink until the returned object is disposed, which ends what is under way.</summary>
    /// <exception cref="Common.GatewayException">HV00N when it cannot listen, as its configuration says, now.</exception>
    ValueTask<IAsyncDisposable> ListenAsync(IRowSink sink, CancellationToken cancellationToken);
}

/// <summary>Where a source that listens hands in what came. Thread-safe.</summary>
public interface IRowSink
{
    /// <summary>The tables whose rows are wanted now.</summary>
    IReadOnlyList<CapturedTable> Tables { get; }

    /// <summary>
    /// Takes rows, all of one transaction, which are then the sink's: the columns of <see cref="ChangeColumns.SchemaOf"/>, transaction 0, numbered from 0. Returns when they are durable.
    /// </summary>
    /// <param name="key">The sender's name for this transaction, at most <see cref="MostKeyLength"/> characters; null when it has none.</param>
    /// <returns>False when a transaction of this key was taken before: nothing of this one is.</returns>
    /// <exception cref="Common.GatewayException">
    /// 57P03 when nothing can be taken now: sent again later with the same key, it is taken once, whatever became of it. 55000 when nobody wants rows of the table.
    /// </exception>
    ValueTask<bool> PushAsync(TableChanges changes, string? key, CancellationToken cancellationToken);

    /// <summary>Longer keys are the sender's mistake.</summary>
    const int MostKeyLength = 255;
}
