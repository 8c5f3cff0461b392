using FederationGateway.Plan;

namespace FederationGateway.Executor.Verification;

/// <summary>Operators that SQL lets give more than one right answer, because rows that are equal in the order they look at may come in any order.</summary>
internal static class Ambiguity
{
    private static readonly HashSet<string> ByPeers = ["rank", "dense_rank", "percent_rank", "cume_dist"];
    private static readonly HashSet<string> ByOrderOfRows = ["array_agg", "string_agg", "json_agg", "jsonb_agg", "json_object_agg", "jsonb_object_agg", "xmlagg", "mode", "any_value", "first", "last"];

    /// <summary>Why the operator's answer is not the only right one; null when it is.</summary>
    public static string? Of(PlanNode node) => node switch
    {
        LimitNode { WithTies: false } limit when !IsTotal(limit.Input) => "rows with equal keys of ORDER BY may come on either side of LIMIT",
        DistinctNode { On.IsEmpty: false } => "DISTINCT ON may keep any of the rows with equal keys of ORDER BY",
        AggregateNode aggregate when aggregate.Aggregates.Any(item => ByOrderOfRows.Contains(item.Call.Function.Name)) => "the order of equal rows inside an aggregate is free",
        WindowNode window when window.Windows.Any(item => !IsDeterministic(item.Call)) => "the order of equal rows inside a window is free",
        _ => null,
    };

    private static bool IsDeterministic(WindowCall call)
    {
        if (ByPeers.Contains(call.Function.Name)) return true;
        return call.IsAggregate && !ByOrderOfRows.Contains(call.Function.Name) && (call.OrderBy.IsEmpty || call.Frame is null or { Mode: FrameMode.Range });
    }

    /// <summary>True when the keys hold a key of the only table below, so that no two rows are equal in them.</summary>
    private static bool IsTotal(PlanNode node) => node switch
    {
        ProjectNode project => IsTotal(project.Input),
        SortNode sort => IsUnique(sort),
        _ => false,
    };

    private static bool IsUnique(SortNode sort)
    {
        var keys = sort.Keys.Select(key => key.Expression).OfType<ColumnExpression>().Select(column => column.Id).ToHashSet();
        var node = sort.Input;
        while (node is FilterNode or ProjectNode)
        {
            if (node is ProjectNode project)
            {
                // A key computed or renamed on the way counts as the column it passes on.
                foreach (var item in project.Items)
                    if (item.Expression is ColumnExpression passed && keys.Contains(item.Column.Id)) keys.Add(passed.Id);
            }

            node = node.Inputs[0];
        }

        return node is ScanNode scan && scan.Table.Keys.Any(key => key.Ordinals.All(ordinal =>
            scan.Columns.Any(column => column.Ordinal == ordinal && keys.Contains(column.Column.Id) && (key.IsPrimary || !column.Column.IsNullable))));
    }
}
