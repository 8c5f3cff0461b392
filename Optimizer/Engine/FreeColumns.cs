using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Engine;

/// <summary>The columns a plan or expression takes from around it.</summary>
public static class FreeColumns
{
    /// <summary>The columns of enclosing queries the plan refers to; none for a query that can run on its own.</summary>
    public static HashSet<ColumnId> Of(PlanNode plan)
    {
        var free = new HashSet<ColumnId>();
        foreach (var expression in plan.Expressions()) free.UnionWith(Of(expression));
        foreach (var input in plan.Inputs) free.ExceptWith(input.Ids());

        // What an input takes from around it stays so under the same name: GROUP BY passes an enclosing query's column on.
        foreach (var input in plan.Inputs)
        {
            var below = Of(input);
            if (plan is JoinNode { IsLateral: true } join && ReferenceEquals(input, join.Right)) below.ExceptWith(join.Left.Ids());
            free.UnionWith(below);
        }

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
