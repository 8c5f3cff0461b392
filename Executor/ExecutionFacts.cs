using System.Collections.Concurrent;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Plan;

namespace FederationGateway.Executor;

/// <summary>What really happened while a statement ran: what EXPLAIN ANALYZE adds to the plan.</summary>
public sealed class ExecutionFacts
{
    private readonly ConcurrentDictionary<RemoteNode, FragmentMeasures> _fragments;

    public ExecutionFacts() : this(new(ReferenceEqualityComparer.Instance))
    {
    }

    private ExecutionFacts(ConcurrentDictionary<RemoteNode, FragmentMeasures> fragments) => _fragments = fragments;

    public IReadOnlyDictionary<RemoteNode, FragmentMeasures> Fragments => _fragments;

    /// <summary>Rows the statement returned.</summary>
    public long Rows { get; set; }

    /// <summary>The text the embedded engine ran, or null when one source did everything.</summary>
    public string? LocalSql { get; set; }

    /// <summary>For a plan that is run to make rows for this one: its fragments are the statement's, its rows are not.</summary>
    internal ExecutionFacts OfPart() => new(_fragments);

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

    /// <summary>Rows put into its temporary tables, null when it has none.</summary>
    public long? UploadedRows { get; internal set; }

    /// <summary>Why its source did not take those rows; the fragment was not sent then.</summary>
    public string? RanInstead { get; internal set; }

    public long Rows => Interlocked.Read(ref _rows);

    internal void AddRows(long count) => Interlocked.Add(ref _rows, count);
}
