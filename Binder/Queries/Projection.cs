using FederationGateway.Binder.Expressions;

namespace FederationGateway.Binder.Queries;

/// <summary>Turns select list items into a projection, whose columns stand in their order.</summary>
internal static class Projection
{
    public static PlanNode Of(PlanNode input, IEnumerable<TargetItem> items, StatementState state)
    {
        var output = input.Output;
        var passable = output.Select(column => column.Id).ToHashSet();
        var projected = items.Select(item => Make(item, passable, state)).ToEquatableArray();
        var isIdentity = projected.Count == output.Count && projected.Count > 0 && projected.Zip(output).All(pair => pair.First.IsPassThrough && pair.First.Column.Id == pair.Second.Id);
        return isIdentity ? input : new ProjectNode(input, projected);
    }

    /// <summary>The first columns alone.</summary>
    public static PlanNode Keep(PlanNode plan, int count)
    {
        var output = plan.Output;
        return output.Count == count ? plan : new ProjectNode(plan, output.Take(count).Select(ProjectItem.Pass).ToEquatableArray());
    }

    // A column of the input keeps its id while it keeps its name; a second copy of it needs an id of its own.
    private static ProjectItem Make(TargetItem item, HashSet<ColumnId> passable, StatementState state)
    {
        if (item.Expression is ColumnExpression column && column.Name == item.Name && passable.Remove(column.Id))
            return new ProjectItem(new OutputColumn(column.Id, column.Name, column.Type, column.IsNullable), column);
        return new ProjectItem(state.NewColumn(item.Name, item.Expression.Type, Nullability.CanBeNull(item.Expression)), item.Expression);
    }
}
