using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Statistics;

/// <summary>What is known of the table column a plan's column is read from.</summary>
internal readonly record struct ColumnFacts(TableHandle Table, TableColumn Column, int Ordinal)
{
    public ColumnStatistics? Statistics => Column.Statistics;

    public double? TableRows => Table.Statistics?.RowCount;

    /// <summary>Different values in the whole table: as many as rows for a key.</summary>
    public double? Distinct
    {
        get
        {
            var ordinal = Ordinal;
            return Table.Keys.Any(key => key.Ordinals.Count == 1 && key.Ordinals[0] == ordinal) && TableRows is { } rows ? rows : Statistics?.DistinctCount;
        }
    }

    /// <summary>The facts of a column somewhere in a plan; null for one that is computed.</summary>
    public static ColumnFacts? Find(PlanNode node, ColumnId id)
    {
        switch (node)
        {
            case ScanNode scan:
                var read = scan.Columns.FirstOrDefault(column => column.Column.Id == id);
                return read is { Ordinal: >= 0 } ? new ColumnFacts(scan.Table, scan.Table.Columns[read.Ordinal], read.Ordinal) : null;
            case RemoteNode remote: return Find(remote.Fragment, id);
            case ProjectNode project: return Through(project.Items, project.Input, id);
            case AggregateNode aggregate: return Through(aggregate.GroupBy, aggregate.Input, id);
            case SetOperationNode: return null;
            case WithNode with: return Find(with.Body, id);
            default:
                foreach (var input in node.Inputs)
                    if (Find(input, id) is { } found) return found;
                return null;
        }
    }

    public static ColumnFacts? Find(PlanNode node, Expression expression) => expression is ColumnExpression column ? Find(node, column.Id) : null;

    private static ColumnFacts? Through(IEnumerable<ProjectItem> items, PlanNode input, ColumnId id) =>
        items.FirstOrDefault(item => item.Column.Id == id) is { Expression: ColumnExpression passed } ? Find(input, passed.Id) : null;
}
