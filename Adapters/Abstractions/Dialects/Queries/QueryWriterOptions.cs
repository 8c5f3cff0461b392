using FederationGateway.Plan;

namespace FederationGateway.Adapters.Abstractions;

/// <summary>What the writer of a query must know beside the plan.</summary>
public sealed record QueryWriterOptions
{
    public static QueryWriterOptions Default { get; } = new();

    /// <summary>How the results of the plan's <see cref="RemoteNode"/>s are read; null when a plan may not hold any.</summary>
    public Func<RemoteNode, RemoteInput>? InputOf { get; init; }

    /// <summary>Write a scan of all columns of a table, in their order, as <c>SELECT *</c>: for sources that know nothing else.</summary>
    public bool StarForAllColumns { get; init; }

    /// <summary>A condition, already in the source's SQL, to put into the WHERE clause of a fragment that <see cref="QueryWriter.CanRestrict"/> allows.</summary>
    public string? Condition { get; init; }
}

/// <summary>Where a fragment's rows are read from: an item of FROM and its columns in the fragment's output order, both as SQL text.</summary>
public sealed record RemoteInput(string From, IReadOnlyList<string> Columns);

/// <summary>A query as text. With a <see cref="Refusal"/> the text is of no use.</summary>
/// <param name="Parameters">The statement parameters it refers to, in the order the dialect numbers them.</param>
/// <param name="IsSuperset">Some condition was written weaker than asked: the rows must be checked again.</param>
public sealed record WrittenQuery(string Sql, IReadOnlyList<ParameterExpression> Parameters, PushdownRefusal? Refusal, bool IsSuperset);
