using FederationGateway.Binder.Scopes;
using FederationGateway.Binder.Tables;

namespace FederationGateway.Binder.Queries;

/// <summary>Joins the rows of a select list's set-returning functions to the rows below: those of one depth side by side, as long as the longest.</summary>
internal static class SetFunctionPlanner
{
    public static PlanNode Join(PlanNode plan, IReadOnlyCollection<SetFunction> sets)
    {
        foreach (var side in sets.GroupBy(set => set.Depth).OrderBy(group => group.Key))
        {
            var function = new TableFunctionNode(side.Select(set => set.Call).ToEquatableArray(), side.SelectMany(set => set.Columns).ToEquatableArray(), false);
            plan = ReferenceEquals(plan, ValuesNode.OneRow) ? function : new JoinNode(JoinKind.Cross, plan, function, null, FromBinder.ReadsColumnsOf(function, plan));
        }

        return plan;
    }

    /// <summary>The functions whose rows the expressions read, and those these read in turn.</summary>
    public static List<SetFunction> NeededBy(IEnumerable<Expression> expressions, IReadOnlyList<SetFunction> sets)
    {
        var needed = new List<SetFunction>();
        var pending = new Queue<Expression>(expressions);
        while (pending.TryDequeue(out var expression))
        {
            var read = expression.Columns().Select(column => column.Id).ToHashSet();
            foreach (var set in sets)
            {
                if (needed.Contains(set) || !set.Columns.Any(column => read.Contains(column.Id))) continue;
                needed.Add(set);
                pending.Enqueue(set.Call);
            }
        }

        return needed;
    }
}
