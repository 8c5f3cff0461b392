using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Engine;

/// <summary>Questions about the columns of a plan.</summary>
public static class PlanColumns
{
    public static HashSet<ColumnId> Ids(this PlanNode node) => [.. node.Output.Select(column => column.Id)];

    public static IEnumerable<ColumnId> ColumnIds(this Expression expression) => expression.Columns().Select(column => column.Id);

    public static IEnumerable<ColumnId> ColumnIds(this IEnumerable<Expression> expressions) => expressions.SelectMany(ColumnIds);

    public static bool IsVolatile(this Expression expression) => expression.SelfAndDescendants().Any(part =>
        part is CallExpression { Function.Volatility: Volatility.Volatile } || ExpressionWalk.SubqueriesOf(part) is { } query && query.AllExpressions().Any(IsVolatile));

    /// <summary>The largest id in use anywhere in the plan, so that new ones can be made behind it.</summary>
    public static int LargestId(PlanNode plan)
    {
        var largest = 0;
        foreach (var node in plan.SelfAndDescendants())
        {
            foreach (var column in node.Output) largest = Math.Max(largest, column.Id.Value);
            if (node is RemoteNode remote) largest = Math.Max(largest, LargestId(remote.Fragment));
            foreach (var part in node.Expressions().SelectMany(expression => expression.SelfAndDescendants()))
                if (ExpressionWalk.SubqueriesOf(part) is { } query) largest = Math.Max(largest, LargestId(query));
        }

        return largest;
    }
}
