using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Engine;

/// <summary>Puts expressions in the place of columns, inside nested queries too.</summary>
public static class Substitution
{
    public static Expression Replace(this Expression expression, IReadOnlyDictionary<ColumnId, Expression> by) =>
        expression.Rewrite(part => part is ColumnExpression column && by.TryGetValue(column.Id, out var replacement) ? replacement : part, query => Replace(query, by));

    /// <summary>The columns a projection puts out, as the expressions that make them.</summary>
    public static Dictionary<ColumnId, Expression> Definitions(this IEnumerable<ProjectItem> items)
    {
        var definitions = new Dictionary<ColumnId, Expression>();
        foreach (var item in items) definitions.TryAdd(item.Column.Id, item.Expression);
        return definitions;
    }

    /// <summary>The output columns of one node as those of another, position by position.</summary>
    public static Dictionary<ColumnId, Expression> Positions(PlanNode from, PlanNode to)
    {
        var map = new Dictionary<ColumnId, Expression>();
        for (var i = 0; i < from.Output.Count; i++) map.TryAdd(from.Output[i].Id, to.Output[i].ToExpression());
        return map;
    }

    private static PlanNode Replace(PlanNode query, IReadOnlyDictionary<ColumnId, Expression> by) =>
        query.Rewrite(node => node is TableFunctionNode function
            ? function with { Calls = function.Calls.Select(call => (CallExpression)call.Replace(by)).ToEquatableArray() }
            : node.MapExpressions(expression => expression.Replace(by)));
}
