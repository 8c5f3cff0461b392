using FederationGateway.Catalog.Introspection;
using FederationGateway.Common;

namespace FederationGateway.Catalog.SystemViews.Sys;

/// <summary>COLUMN_MASKS: what stands in for columns for those without the privilege UNMASKED.</summary>
public sealed class ColumnMasks() : SysView("COLUMN_MASKS", 80)
{
    protected override IReadOnlyList<(string Name, SqlType Type)> Columns { get; } = [Text("SCHEMA_NAME"), Text("TABLE_NAME"), Text("COLUMN_NAME"), Text("MASK_EXPRESSION", 5000)];

    public override IEnumerable<object?[]> Rows(SystemViewContext context) =>
        from relation in Relations.OfUsers(context.Snapshot)
        from mask in relation.Masks
        let column = relation.Columns.FirstOrDefault(candidate => candidate.RemoteName == mask.Column)
        where column is not null
        select new object?[] { relation.Schema, relation.Name, column.Name, mask.Value.Sql };
}
