using FederationGateway.Arrow;
using FederationGateway.PgWire.Copy;

namespace FederationGateway.PgWire.Contract;

/// <summary>A running or finished statement. Disposing early stops it and frees what it holds at the sources.</summary>
public interface IExecution : IAsyncDisposable
{
    /// <summary>Read after the last row.</summary>
    CommandTag CommandTag { get; }
}

/// <summary>A statement that returns rows: its prepared statement has columns.</summary>
public interface IRowExecution : IExecution
{
    /// <summary>
    /// The rows, once. Each batch belongs to the reader, who disposes it; its columns are carried as <see cref="SqlTypeMapping"/> says for the prepared
    /// statement's columns (a numeric may come in either carrier). Every batch of a result has the same schema.
    /// </summary>
    IAsyncEnumerable<RecordBatch> ReadBatchesAsync(CancellationToken cancellationToken);
}

/// <summary><c>COPY … TO STDOUT</c>.</summary>
public interface ICopyOutExecution : IExecution
{
    CopyOptions Options { get; }

    IReadOnlyList<ResultColumn> Columns { get; }

    /// <summary>As <see cref="IRowExecution.ReadBatchesAsync"/>.</summary>
    IAsyncEnumerable<RecordBatch> ReadBatchesAsync(CancellationToken cancellationToken);
}

/// <summary><c>COPY … FROM STDIN</c>: takes rows until <see cref="CompleteAsync"/>; disposed without it, nothing was copied.</summary>
public interface ICopyInExecution : IExecution
{
    CopyOptions Options { get; }

    /// <summary>The columns the client sends, in order.</summary>
    IReadOnlyList<ResultColumn> Columns { get; }

    /// <summary>The target's name for error contexts (<c>COPY t, line 3</c>).</summary>
    string Target { get; }

    /// <summary>Waits for what the client sends next, no longer than the statement may last: a client that falls silent must not keep it.</summary>
    ValueTask<T> AwaitClientAsync<T>(Func<CancellationToken, ValueTask<T>> read);

    /// <summary>Takes over a batch of rows.</summary>
    ValueTask WriteAsync(RecordBatch batch, CancellationToken cancellationToken);

    /// <summary>All rows have come.</summary>
    ValueTask CompleteAsync(CancellationToken cancellationToken);
}
