using FederationGateway.Arrow;

namespace FederationGateway.Adapters.Abstractions;

/// <summary>
/// What a source's stream of changes brings at a time: transactions in commit order, whole but for a very large one, which comes in several chunks. Owned by who reads it.
/// </summary>
/// <param name="Transactions">
/// In commit order, never empty. When <paramref name="EndsInTransaction"/>, the last one goes on in the next chunk, where it is the first.
/// </param>
/// <param name="Tables">The rows, a table at most once. Empty in chunks that only tell of positions, of a marker or of another definition of a table.</param>
/// <param name="EndsInTransaction">True when nothing of the last transaction may be shown yet: its end is in a later chunk.</param>
public sealed record ChangeChunk(IReadOnlyList<ChangeTransaction> Transactions, IReadOnlyList<TableChanges> Tables, bool EndsInTransaction = false) : IDisposable
{
    /// <summary>
    /// A mark that was put into the stream (<see cref="ICaptureSource.WriteMarkerAsync"/>). It comes in a chunk of its own with one transaction and no rows: the changes of
    /// earlier chunks were committed before it, those of later ones after it. Null in other chunks.
    /// </summary>
    public string? Marker { get; init; }

    /// <summary>
    /// A table that is defined differently from here on, or is gone: the chunk has no rows. Rows of later chunks have the new definition's columns. Null in other chunks.
    /// </summary>
    public TableDefinitionChange? DefinitionChange { get; init; }

    /// <summary>Where the stream goes on after this chunk's last whole transaction; null when it ends none.</summary>
    public ChangePosition? End => (EndsInTransaction ? Transactions.SkipLast(1) : Transactions).LastOrDefault()?.Position;

    public long ByteSize => Tables.Sum(table => table.Rows.ByteSize);

    public void Dispose()
    {
        foreach (var table in Tables) table.Dispose();
    }
}

/// <summary>A transaction of a source that has committed.</summary>
/// <param name="Id">The source's name for it.</param>
/// <param name="Position">Of its end: a stream opened after it begins with the next transaction.</param>
/// <param name="CommitTime">By the source's clock, UTC, to the microsecond.</param>
public sealed record ChangeTransaction(string Id, ChangePosition Position, DateTime CommitTime);

/// <summary>Changes of one table, in their order.</summary>
/// <param name="Table">The <see cref="CapturedTable.Id"/>.</param>
/// <param name="Rows">
/// The columns of <see cref="ChangeColumns"/>, then the table's. A <see cref="ChangeKind.Truncate"/> is alone in its chunk among the rows of its table: what came before it is in
/// an earlier chunk and what comes after it in a later one, of the same transaction if need be.
/// </param>
public sealed record TableChanges(int Table, RecordBatch Rows) : IDisposable
{
    public void Dispose() => Rows.Dispose();
}

/// <summary>A table of a capture that is not defined any more as the rows before were.</summary>
/// <param name="Table">The <see cref="CapturedTable.Id"/>.</param>
/// <param name="Definition">What it is now; null when the table is gone.</param>
public sealed record TableDefinitionChange(int Table, RemoteTable? Definition);
