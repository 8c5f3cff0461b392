namespace FederationGateway.Plan;

/// <summary>Everything EXPLAIN shows beside the operators themselves.</summary>
public sealed record ExplainFacts
{
    /// <summary>Why an operator is not in a fragment; empty for none.</summary>
    public Func<PlanNode, IReadOnlyList<PushdownRefusal>> RefusalsOf { get; init; } = static _ => [];

    public Func<RemoteNode, FragmentFacts?> FragmentOf { get; init; } = static _ => null;

    /// <summary>What becomes of the plan's rows when they change a remote table; null for any other statement.</summary>
    public WriteFacts? Write { get; init; }

    /// <summary>Where virtual tables with replicas are read, one sentence each.</summary>
    public IReadOnlyList<string> Replicas { get; init; } = [];

    /// <summary>What running the whole statement took: EXPLAIN ANALYZE only.</summary>
    public StatementFacts? Statement { get; init; }
}

/// <summary>What is known of one fragment; what is null is not shown.</summary>
/// <param name="DynamicFilterKeys">How many keys its dynamic filters sent.</param>
public sealed record FragmentFacts(
    string? Sql = null,
    double? EstimatedRows = null,
    long? ActualRows = null,
    long? Bytes = null,
    double? Milliseconds = null,
    int? Connections = null,
    long? DynamicFilterKeys = null)
{
    /// <summary>Rows that went into its temporary tables.</summary>
    public long? UploadedRows { get; init; }

    /// <summary>Why the source did not take them, so that the fragment was not sent.</summary>
    public string? RanInstead { get; init; }
}

/// <summary>A change of a remote table.</summary>
/// <param name="Operation">INSERT, UPDATE or DELETE, as an operator: <c>Insert</c>.</param>
/// <param name="Table">The table as the statement's author knows it.</param>
/// <param name="Sql">What the source is sent. When it is not whole, the rows it reads have been sent before.</param>
/// <param name="Reason">Why the source does not do it whole; null when it does, and the plan is part of the statement.</param>
public sealed record WriteFacts(string Operation, string Table, string Source, string Sql, PushdownRefusal? Reason)
{
    /// <summary>Why what it returns is computed on this side.</summary>
    public bool ReturnsHere { get; init; }
}

/// <summary>Totals of a statement that ran.</summary>
public sealed record StatementFacts(double PlanningMilliseconds, double ExecutionMilliseconds, long Rows);
