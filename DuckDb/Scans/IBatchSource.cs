using System.Diagnostics.CodeAnalysis;
using FederationGateway.Arrow;

namespace FederationGateway.DuckDb;

/// <summary>The rows a slot offers to <c>gw_scan(slot)</c>.</summary>
public interface IBatchSource
{
    Schema Schema { get; }

    /// <summary>How many rows to expect; the engine orders joins by it. Null when nothing is known.</summary>
    long? EstimatedRows { get; }

    /// <summary>Whether the rows' order matters: they are then read by one engine thread, in order.</summary>
    bool KeepsOrder { get; }

    /// <summary>
    /// Starts one pass over the rows; called once per execution of a scan, on an engine thread. A source that can be read only once throws an
    /// internal error the second time.
    /// </summary>
    IBatchCursor Open();
}

/// <summary>One pass over the rows of a source. Used by one thread at a time; disposed when the scan ends, early or not.</summary>
public interface IBatchCursor : IDisposable
{
    /// <summary>
    /// Waits for the next batch and hands it over with the duty to dispose it; false at the end. Blocks its thread; wakes with
    /// <see cref="OperationCanceledException"/> when the execution is cancelled. What it throws is what the reader of the result gets.
    /// </summary>
    bool TryNext([NotNullWhen(true)] out RecordBatch? batch, CancellationToken cancellationToken);
}
