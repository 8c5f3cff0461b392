using FederationGateway.Binder.Scopes;

namespace FederationGateway.Binder.Tables;

/// <summary>An item of FROM: the rows, and what names see of them.</summary>
internal sealed record BoundTable(PlanNode Plan, EquatableArray<ScopeRelation> Relations)
{
    /// <summary>Whether the rows may depend on items to the left (LATERAL, functions).</summary>
    public bool IsLateral { get; init; }

    /// <summary>The columns bare names and <c>*</c> see, in order.</summary>
    public IEnumerable<ScopeColumn> VisibleColumns => Relations.Where(relation => relation.ShowsColumns).SelectMany(relation => relation.Columns);

    /// <summary>One relation over the plan's output, under a name.</summary>
    public static BoundTable Of(PlanNode plan, EquatableArray<string> path, TableHandle? table = null) =>
        new(plan, [new ScopeRelation(path, plan.Output.Select(ScopeColumn.Of).ToEquatableArray()) { Table = table }]);

    public BoundTable AsNullable() => this with { Relations = Relations.Select(relation => relation.AsNullable()).ToEquatableArray() };
}
