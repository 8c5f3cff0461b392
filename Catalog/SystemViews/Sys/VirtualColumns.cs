using FederationGateway.Adapters.Abstractions;
using FederationGateway.Common;

namespace FederationGateway.Catalog.SystemViews.Sys;

/// <summary>VIRTUAL_COLUMNS: their types here and at the source.</summary>
public sealed class VirtualColumns() : SysView("VIRTUAL_COLUMNS", 10)
{
    protected override IReadOnlyList<(string Name, SqlType Type)> Columns { get; } =
    [
        Text("SCHEMA_NAME"), Text("TABLE_NAME"), Text("COLUMN_NAME"), Integer("POSITION"), Text("DATA_TYPE_NAME", 64), Integer("LENGTH"), Integer("SCALE"), Text("REMOTE_COLUMN_NAME"), Text("REMOTE_DATA_TYPE_NAME", 64), Integer("REMOTE_LENGTH"), Integer("REMOTE_SCALE"), Text("IS_NULLABLE", 5), Text("IS_INSERTABLE", 5), Text("IS_UPDATABLE", 5), Text("IS_UPSERTABLE", 5), Text("IS_SELECTABLE", 5),
    ];

    public override IEnumerable<object?[]> Rows(SystemViewContext context) =>
        from table in VirtualTables.All(context)
        let may = VirtualTables.AbilitiesOf(table, context)
        from entry in table.Columns.Select((column, index) => (Column: column, Position: index + 1))
        let type = entry.Column.Type
        select new object?[]
        {
            table.Schema, table.Name, entry.Column.Name, entry.Position, type.Kind == SqlTypeKind.Array ? type.ToString() : SqlTypeNames.Of(type.Kind), type.Length == 0 ? null : type.Length, type.IsDecimal ? type.Scale : null,
            entry.Column.RemoteName, entry.Column.RemoteTypeName, type.Length == 0 ? null : type.Length, type.IsDecimal ? type.Scale : null, Word(entry.Column.IsNullable),
            Word(may.HasExact(Capability.Insert)), Word(may.HasExact(Capability.Update)), Word(may.HasExact(Capability.InsertOnConflict) && table.Handle.Keys.Any(key => key.IsPrimary)), Word(true),
        };
}
