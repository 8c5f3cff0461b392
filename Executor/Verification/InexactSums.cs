using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Executor.Verification;

/// <summary>
/// Follows sums of floating-point numbers through a fragment: their last digits depend on the order of additions. A column made of them is compared approximately;
/// once a row's fate or a key depends on one, right answers may differ altogether.
/// </summary>
internal sealed class InexactSums
{
    private static readonly HashSet<string> Exact = ["count", "min", "max", "bool_and", "bool_or", "every", "bit_and", "bit_or", "bit_xor", "percentile_disc", "mode"];
    private readonly HashSet<ColumnId> _columns = [];

    public InexactSums(PlanNode fragment)
    {
        foreach (var node in fragment.SelfAndDescendants().Reverse()) Follow(node);
        var isInSubquery = fragment.SelfAndDescendants().SelectMany(node => node.Expressions()).SelectMany(expression => expression.SelfAndDescendants())
            .Any(part => ExpressionWalk.SubqueriesOf(part) is { } query && (new InexactSums(query) is { } inner && (inner.Columns.Count > 0 || inner.Variance is not null)));
        if (isInSubquery) Vary();
    }

    public IReadOnlySet<ColumnId> Columns => _columns;

    /// <summary>Why right answers may differ; null when only the columns are inexact.</summary>
    public string? Variance { get; private set; }

    private void Follow(PlanNode node)
    {
        switch (node)
        {
            case AggregateNode aggregate:
                if (aggregate.GroupBy.Any(item => Reads(item.Expression)) || aggregate.Aggregates.Any(item => item.Call.Arguments.Any(Reads) && !IsInexact(item.Column.Type))) Vary();
                foreach (var item in aggregate.Aggregates)
                    if (IsSum(item.Call.Function.Name, item.Column.Type)) Add(item.Column);
                break;
            case WindowNode window:
                foreach (var item in window.Windows)
                {
                    if (item.Call.Arguments.Concat(item.Call.PartitionBy).Concat(item.Call.OrderBy.Select(key => key.Expression)).Any(Reads)) Vary();
                    if (item.Call.IsAggregate && IsSum(item.Call.Function.Name, item.Column.Type)) Add(item.Column);
                }

                break;
            case ProjectNode project:
                foreach (var item in project.Items.Where(item => Reads(item.Expression)))
                {
                    if (IsInexact(item.Column.Type)) _columns.Add(item.Column.Id);
                    else Vary();
                }

                break;
            case SetOperationNode set:
                foreach (var branch in set.Branches)
                    for (var i = 0; i < branch.Output.Count; i++)
                        if (_columns.Contains(branch.Output[i].Id)) _columns.Add(set.Output[i].Id);
                if (!set.IsAll && set.Output.Any(column => _columns.Contains(column.Id))) Vary();
                break;
            case DistinctNode when node.Output.Any(column => _columns.Contains(column.Id)):
            case FilterNode or SortNode or JoinNode when node.Expressions().Any(Reads):
                Vary();
                break;
        }
    }

    // Single precision is lost too quickly to tell a wrong sum from another order.
    private void Add(OutputColumn column)
    {
        _columns.Add(column.Id);
        if (column.Type.Kind == SqlTypeKind.Float4) Vary();
    }

    private bool Reads(Expression expression) => expression.Columns().Any(column => _columns.Contains(column.Id));

    private void Vary() => Variance = "a sum of floating-point numbers decides about rows or is of single precision, and its digits depend on the order of additions";

    private static bool IsSum(string function, SqlType result) => !Exact.Contains(function) && IsInexact(result);

    private static bool IsInexact(SqlType type) => type.Kind is SqlTypeKind.Float4 or SqlTypeKind.Float8;
}
