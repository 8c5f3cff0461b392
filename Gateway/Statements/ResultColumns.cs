using FederationGateway.Plan;
using FederationGateway.PgWire.Contract;

namespace FederationGateway.Gateway.Statements;

/// <summary>A plan's output as the wire describes it, with the table column behind each that shows one unchanged.</summary>
internal static class ResultColumns
{
    public static IReadOnlyList<ResultColumn> Of(PlanNode plan)
    {
        var origins = new Dictionary<ColumnId, (int Table, short Column)>();
        foreach (var node in plan.SelfAndDescendants())
        {
            if (node is not ScanNode scan || scan.Table.TableOid is 0 or > int.MaxValue) continue;
            foreach (var column in scan.Columns) origins.TryAdd(column.Column.Id, ((int)scan.Table.TableOid, (short)(column.Ordinal + 1)));
        }

        return [.. plan.Output.Select(column =>
        {
            var origin = origins.GetValueOrDefault(OriginOf(plan, column.Id));
            return new ResultColumn(column.Name, column.Type, origin.Table, origin.Column);
        })];
    }

    // Projections that only rename give a column another id; its origin is the same.
    private static ColumnId OriginOf(PlanNode plan, ColumnId id)
    {
        foreach (var node in plan.SelfAndDescendants())
        {
            if (node is ProjectNode project && project.Items.FirstOrDefault(item => item.Column.Id == id) is { Expression: ColumnExpression column }) id = column.Id;
        }

        return id;
    }
}
