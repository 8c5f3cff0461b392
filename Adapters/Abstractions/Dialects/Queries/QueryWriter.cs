using FederationGateway.Plan;

namespace FederationGateway.Adapters.Abstractions;

/// <summary>
/// Writes a plan as one statement of a dialect. The columns come out in the order of the plan's output, by position; a plan without columns puts out one
/// constant column. Operators are merged into as few SELECTs as their order allows (<see cref="QueryBlocks"/>), then written (<see cref="QueryText"/>).
/// </summary>
public static class QueryWriter
{
    public static WrittenQuery Write(PlanNode plan, SqlDialect dialect, QueryWriterOptions options)
    {
        var text = new QueryText(dialect, options);
        text.Write(dialect.Prepare(plan));
        return text.Finish();
    }

    /// <summary>
    /// True when a condition may be added to the fragment's WHERE clause so that the answers to conditions that split the table's rows are, together, the
    /// fragment's answer: one table, and nothing that looks at several rows at once.
    /// </summary>
    public static bool CanRestrict(PlanNode fragment) => QueryBlocks.Build(fragment) is SelectBlock
    {
        From: TableFrom, Aggregate: null, Windows.Count: 0, IsDistinct: false, OrderBy.IsEmpty: true, Limit: null, Semis.Count: 0,
    };
}
