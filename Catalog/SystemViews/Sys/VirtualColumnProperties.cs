using FederationGateway.Common;

namespace FederationGateway.Catalog.SystemViews.Sys;

/// <summary>VIRTUAL_COLUMN_PROPERTIES: supplied by the adapter (read-only) or set by users.</summary>
public sealed class VirtualColumnProperties() : SysView("VIRTUAL_COLUMN_PROPERTIES", 11)
{
    protected override IReadOnlyList<(string Name, SqlType Type)> Columns { get; } =
    [
        Text("SCHEMA_NAME"), Text("TABLE_NAME"), Text("COLUMN_NAME"), Text("PROPERTY"), Text("VALUE", 512), Text("IS_READ_ONLY", 5),
    ];

    public override IEnumerable<object?[]> Rows(SystemViewContext context) =>
        from table in VirtualTables.All(context)
        from column in table.Columns
        from property in column.Properties
        select new object?[] { table.Schema, table.Name, column.Name, property.Name, property.Value, Word(property.IsReadOnly) };
}
