using FederationGateway.Arrow;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Adapters.Abstractions;

/// <summary>One fragment, ready for its source.</summary>
/// <param name="Sql">The fragment in the source's dialect, with its parameters where <paramref name="Parameters"/> has values for them.</param>
/// <param name="Fragment">The same as a plan, for adapters that do not speak SQL and for those that read more than text (table scans to split).</param>
/// <param name="Schema">What the batches must look like.</param>
/// <param name="Parameters">Values of the dialect's parameters, in order, in <see cref="ConstantExpression"/>'s representation.</param>
public sealed record RemoteStatement(string Sql, PlanNode Fragment, Schema Schema, EquatableArray<ConstantExpression> Parameters = default)
{
    /// <summary>Rows expected, from statistics; null when unknown.</summary>
    public double? EstimatedRows { get; init; }

    /// <summary>True when the rows' order matters (the fragment sorts), so that the source must not be read in parallel ranges.</summary>
    public bool IsOrdered { get; init; }

    /// <summary>
    /// The same statement restricted to a range of one table's rows, for parallel reading, or null when the fragment cannot be split: the dialect renders the given
    /// SQL condition (for instance on ctid) into the WHERE clause of the fragment's only table.
    /// </summary>
    public Func<string, string>? WithCondition { get; init; }

    public RemoteProgress Progress { get; } = new();
}

/// <summary>Counts kept by the adapter while a fragment runs; read by others at any time.</summary>
public sealed class RemoteProgress
{
    private long _bytesReceived;
    private int _connections;

    public long BytesReceived => Interlocked.Read(ref _bytesReceived);

    /// <summary>Connections that took part.</summary>
    public int Connections => Volatile.Read(ref _connections);

    public void AddBytes(long count) => Interlocked.Add(ref _bytesReceived, count);

    public void AddConnection() => Interlocked.Increment(ref _connections);
}
