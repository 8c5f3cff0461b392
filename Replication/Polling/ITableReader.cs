using FederationGateway.Adapters.Abstractions;
using FederationGateway.Arrow;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Replication.Polling;

/// <summary>Reads tables of sources as statements read them: what the source does exactly it does, the rest is done here.</summary>
public interface ITableReader
{
    /// <summary>Rows as they are now, with the source's own credential; each batch is the caller's to dispose.</summary>
    /// <param name="source">The OID of the remote source.</param>
    /// <param name="ordinals">Which of the table's columns, in this order.</param>
    /// <param name="bound">Only rows with at least this in a column; null for all.</param>
    IAsyncEnumerable<RecordBatch> ReadAsync(long source, RemoteTable table, EquatableArray<int> ordinals, LowerBound? bound, CancellationToken cancellationToken);
}

/// <summary>A column is at least a value, and not null.</summary>
public sealed record LowerBound(int Ordinal, ConstantExpression Least);
