using FederationGateway.Binder.Scopes;

namespace FederationGateway.Binder.Tables;

/// <summary>Rows that leave a subquery of FROM as one column. Their fields leave it too, unseen by <c>*</c>, so that <c>(q.r).f</c> is a column like others.</summary>
internal static class CompositeFields
{
    public static PlanNode Expose(PlanNode subquery, StatementState state)
    {
        if (subquery is not ProjectNode project) return subquery;
        List<ProjectItem> fields = [];
        foreach (var item in project.Items)
        {
            if (item.Expression is not RowExpression { Names.IsEmpty: false } row) continue;
            var own = row.Names.Zip(row.Items, (name, value) => new ProjectItem(state.NewColumn(name, value.Type), value)).ToList();
            state.Fields[item.Column.Id] = own.Select(field => ScopeColumn.Of(field.Column)).ToEquatableArray();
            fields.AddRange(own);
        }

        return fields.Count == 0 ? subquery : project with { Items = [.. project.Items, .. fields] };
    }
}
