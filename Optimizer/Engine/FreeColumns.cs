using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Engine;

/// <summary>The columns a plan or expression takes from around it.</summary>
public static class FreeColumns
{
    /// <summary>The columns of enclosing queries the plan refers to; none for a query that can run on its own.</summary>
    public static HashSet<ColumnId> Of(PlanNode plan)
    {
        var free = new HashSet<ColumnId>();
        foreach (var input in plan.Inputs) free.UnionWith(Of(input));
        foreach (var expression in plan.Expressions()) free.UnionWith(Of(expression));
        if (plan is WithNode) return free;
        foreach (var input in plan.Inputs) free.ExceptWith(input.Ids());
        return free;
    }

    public static HashSet<ColumnId> Of(Expression expression)
    {
        var free = new HashSet<ColumnId>();
        foreach (var part in expression.SelfAndDescendants())
        {
            if (part is ColumnExpression column) free.Add(column.Id);
            if (ExpressionWalk.SubqueriesOf(part) is { } query) free.UnionWith(Of(query));
        }

        return free;
    }
}
