using System.Collections.Concurrent;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Plan;

namespace FederationGateway.Executor;

/// <summary>What really happened while a statement ran: what EXPLAIN ANALYZE adds to the plan.</summary>
public sealed class ExecutionFacts
{
    private readonly ConcurrentDictionary<RemoteNode, FragmentMeasures> _fragments = new(ReferenceEqualityComparer.Instance);

    public IReadOnlyDictionary<RemoteNode, FragmentMeasures> Fragments => _fragments;

    /// <summary>Rows the statement returned.</summary>
    public long Rows { get; set; }

    /// <summary>The text the embedded engine ran, or null when one source did everything.</summary>
    public string? LocalSql { get; set; }

    internal FragmentMeasures Of(RemoteNode node) => _fragments.GetOrAdd(node, static _ => new FragmentMeasures());
}

/// <summary>One fragment's part of an execution.</summary>
public sealed class FragmentMeasures
{
    private long _rows;

    public string? Sql { get; internal set; }

    public RemoteProgress? Progress { get; internal set; }

    public TimeSpan Duration { get; internal set; }

    /// <summary>Keys sent along by dynamic filters, null when there was none or it was given up.</summary>
    public int? DynamicFilterKeys { get; internal set; }

    public long Rows => Interlocked.Read(ref _rows);

    internal void AddRows(long count) => Interlocked.Add(ref _rows, count);
}
