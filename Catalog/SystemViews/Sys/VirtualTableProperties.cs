using FederationGateway.Common;

namespace FederationGateway.Catalog.SystemViews.Sys;

/// <summary>VIRTUAL_TABLE_PROPERTIES: supplied by the adapter (read-only) or set by users.</summary>
public sealed class VirtualTableProperties() : SysView("VIRTUAL_TABLE_PROPERTIES", 9)
{
    protected override IReadOnlyList<(string Name, SqlType Type)> Columns { get; } =
    [
        Text("SCHEMA_NAME"), Text("TABLE_NAME"), Text("PROPERTY"), LongText("VALUE"), Text("IS_READ_ONLY", 5),
    ];

    public override IEnumerable<object?[]> Rows(SystemViewContext context) =>
        from table in VirtualTables.All(context)
        from property in table.Handle.Properties
        select new object?[] { table.Schema, table.Name, property.Name, property.Value, Word(property.IsReadOnly) };
}
