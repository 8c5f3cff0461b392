using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Adapters.Abstractions;

/// <summary>
/// A source that can tell what changes in it: what an <see cref="IRemoteSource"/> with such a stream implements besides. There is one capture, and one stream, for a source,
/// however many subscriptions read it. A capture has a name, given by the gateway, that tells it from those of other gateways. Nothing is kept here between calls: what a
/// capture consists of is in the catalog, and at the source under its name.
/// </summary>
public interface ICaptureSource
{
    /// <summary>
    /// What stands in the way of capturing tables, found out without changing anything: settings, rights, what identifies rows. Empty when nothing does.
    /// </summary>
    Task<IReadOnlyList<CaptureObstacle>> CheckCaptureAsync(string capture, IReadOnlyList<CapturedTable> tables, CancellationToken cancellationToken);

    /// <summary>
    /// Makes the source keep the changes of these tables, and of no others, until they are acknowledged. Called for a new capture and whenever its tables change; asking again for
    /// what is so already does nothing, also after a crash in the middle. Changes of a table that was not among them before are kept from before this method returns.
    /// </summary>
    /// <returns>For a new capture the position its stream begins after; null when it was there.</returns>
    Task<ChangePosition?> StartCaptureAsync(string capture, IReadOnlyList<CapturedTable> tables, CancellationToken cancellationToken);

    /// <summary>Removes everything a capture is at the source. No error when there is nothing (any more).</summary>
    Task DropCaptureAsync(string capture, CancellationToken cancellationToken);

    /// <summary>Puts a mark into the stream, in order with the changes: durable at the source when the method returns. At most 64 characters of ASCII.</summary>
    Task WriteMarkerAsync(string capture, string marker, CancellationToken cancellationToken);

    /// <summary>
    /// Puts a mark into the stream that measures how long changes take: it goes their way and no faster. Where they wait until somebody looks, it waits with them, and may be lost when the
    /// process ends meanwhile. The method does not wait for that.
    /// </summary>
    Task WriteProbeAsync(string capture, string marker, CancellationToken cancellationToken) => WriteMarkerAsync(capture, marker, cancellationToken);

    /// <summary>
    /// Opens the stream behind a position; what the source sends again from before it is left out. One stream of a capture is open at a time: the one before ends.
    /// The stream tells of these tables only: after <see cref="StartCaptureAsync"/> with more of them it is opened anew before it is read on. Of one that it took out
    /// nothing more comes.
    /// HV00L-like errors of the connection may be tried again; 55000 when the source no longer has what comes after the position (a gap: nothing may be skipped silently).
    /// </summary>
    ValueTask<IChangeStream> OpenChangesAsync(string capture, IReadOnlyList<CapturedTable> tables, ChangePosition after, CancellationToken cancellationToken);

    /// <summary>
    /// Opens a session whose statements, however many connections they use, see the source as it was at exactly one position of the capture's stream: what that position and
    /// the stream after it tell are all changes the session does not see. Null when the source has no such thing: then the load is corrected by what changed meanwhile.
    /// </summary>
    ValueTask<IAlignedSnapshot?> OpenSnapshotAsync(string capture, CancellationToken cancellationToken) => ValueTask.FromResult<IAlignedSnapshot?>(null);

    /// <summary>How the capture stands at the source now.</summary>
    Task<CaptureStatus> CaptureStatusAsync(string capture, CancellationToken cancellationToken);
}

/// <summary>The source at one position of a stream. Disposing it ends its session.</summary>
public interface IAlignedSnapshot : IAsyncDisposable
{
    /// <summary>Transactions that end at it or before are seen, all others are not.</summary>
    ChangePosition Position { get; }

    /// <summary>Sees the source so; null where rows are in <see cref="RowsOf"/>.</summary>
    IRemoteSession? Session { get; }

    /// <summary>The rows of a captured table where the gateway has them already; null when the session reads them.</summary>
    /// <param name="table">Its number in the capture.</param>
    KnownRows? RowsOf(int table) => null;
}

/// <summary>Rows of a captured table that are in the gateway's store.</summary>
/// <param name="Definition">The table, as it is captured.</param>
/// <param name="Rows">A table of the store with its columns, in their order.</param>
/// <param name="Rising">The column by which rows are in there or are not; null when all are.</param>
/// <param name="Least">Rows that have at least this in the column are there, or all with a value when it is null; the stream never tells of the others any more, and they are at the source only.</param>
public sealed record KnownRows(RemoteTable Definition, TableHandle Rows, int? Rising = null, ConstantExpression? Least = null);

/// <summary>An open stream of changes. Used by one reader; disposing it ends it at the source, which keeps what was not acknowledged.</summary>
public interface IChangeStream : IAsyncDisposable
{
    /// <summary>
    /// The next chunk, the reader's to dispose; waits until there is one. A chunk ends when nothing more has arrived yet or it is large enough, so that changes neither wait nor
    /// come one by one. While nothing changes, chunks without rows tell of the position from time to time. After cancelling, the stream can only be disposed.
    /// </summary>
    ValueTask<ChangeChunk> ReadAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Everything up to here is durable with us: the source need not keep it, and no stream can be opened behind an earlier position any more. So a position without rows,
    /// too, is written down before it is acknowledged. May be called while <see cref="ReadAsync"/> waits; costs no round trip.
    /// </summary>
    void Acknowledge(ChangePosition position);
}

/// <summary>A table of a capture.</summary>
/// <param name="Id">Its number in the capture, never given to another.</param>
/// <param name="Definition">As imported when it became part of the capture, or as <see cref="TableDefinitionChange"/> has told since.</param>
public sealed record CapturedTable(int Id, RemoteTable Definition)
{
    /// <summary>
    /// The columns by which changes name rows: the primary key's; without one those of the first unique key that are never null. Empty when there is neither: then every update
    /// and every delete tells all old values.
    /// </summary>
    public EquatableArray<int> Key =>
        (Definition.Keys.FirstOrDefault(key => key.IsPrimary) ?? Definition.Keys.FirstOrDefault(key => key.Ordinals.All(ordinal => !Definition.Columns[ordinal].IsNullable)))?.Ordinals ?? [];
}

/// <summary>Something that keeps a source from telling of changes.</summary>
/// <param name="Message">One sentence that names the table, the setting or the right.</param>
/// <param name="Remedy">What to do, where possible the statement to run at the source.</param>
public sealed record CaptureObstacle(string Message, string Remedy);

/// <summary>How a capture stands at its source.</summary>
/// <param name="Exists">False when the source knows nothing of it (any more).</param>
/// <param name="Latest">Where the source's own log has come to.</param>
/// <param name="Acknowledged">What it need not keep.</param>
/// <param name="PendingBytes">Between the two, as far as the source can say.</param>
/// <param name="RetainedBytes">What it keeps for the capture.</param>
/// <param name="Condition">The source's word for it: <c>reserved</c>, <c>lost</c> …; null when it has none.</param>
public sealed record CaptureStatus(bool Exists, ChangePosition? Latest = null, ChangePosition? Acknowledged = null, long? PendingBytes = null, long? RetainedBytes = null, string? Condition = null);
