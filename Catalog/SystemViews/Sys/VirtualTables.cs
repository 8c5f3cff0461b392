using FederationGateway.Adapters.Abstractions;
using FederationGateway.Common;

namespace FederationGateway.Catalog.SystemViews.Sys;

/// <summary>VIRTUAL_TABLES: what points to an object of a source.</summary>
public sealed class VirtualTables() : SysView("VIRTUAL_TABLES", 8)
{
    protected override IReadOnlyList<(string Name, SqlType Type)> Columns { get; } =
    [
        Text("SCHEMA_NAME"), Text("TABLE_NAME"), Text("REMOTE_SOURCE_SCHEMA_NAME"), Text("REMOTE_SOURCE_NAME"), Text("REMOTE_DB_NAME"), Text("REMOTE_OWNER_NAME"), Text("REMOTE_OBJECT_NAME"), Text("IS_INSERTABLE", 5), Text("IS_UPDATABLE", 5), Text("IS_DELETABLE", 5), Text("IS_UPSERTABLE", 5), Text("IS_SELECTABLE", 5), Text("IS_REMOTE_SUBSCRIPTION_SUPPORTED", 5), Text("IS_REMOTE_SUBSCRIPTION_TRANSACTIONAL", 5), Text("HAS_REPLICA", 5), Text("IS_CDC_SUPPORTED", 5), Text("HAS_PARAMETERS", 5), Text("OWNER_NAME"), Time("CREATE_TIME"),
    ];

    public override IEnumerable<object?[]> Rows(SystemViewContext context) => All(context).Select(table => Row(table, AbilitiesOf(table, context), CaptureOf(table, context)));

    private static object?[] Row(VirtualTableEntry table, CapabilitySet may, CaptureMethod capture) =>
    [
        table.Schema, table.Name, null, table.Source, table.RemoteName.Database, table.RemoteName.Schema, table.RemoteName.Object,
        Word(may.HasExact(Capability.Insert)), Word(may.HasExact(Capability.Update)), Word(may.HasExact(Capability.Delete)),
        Word(may.HasExact(Capability.InsertOnConflict) && table.Handle.Keys.Any(key => key.IsPrimary)), Word(may.Has(Capability.Select)),
        Word(capture != CaptureMethod.None), Word(capture == CaptureMethod.Stream), Word(table.Replica is not null), Word(capture != CaptureMethod.None), Word(false), table.Owner, table.CreateTime,
    ];

    /// <summary>What the table's source allows.</summary>
    internal static CapabilitySet AbilitiesOf(VirtualTableEntry table, SystemViewContext context) =>
        context.Snapshot.Sources.FindExact(table.Source) is { } source && context.Runtime.Adapters.FirstOrDefault(adapter => adapter.Name.Equals(source.Adapter, StringComparison.OrdinalIgnoreCase)) is { } adapter
            ? adapter.Capabilities.With(source.Properties)
            : CapabilitySet.Of();

    private static CaptureMethod CaptureOf(VirtualTableEntry table, SystemViewContext context) =>
        context.Snapshot.Sources.FindExact(table.Source) is { } source ? CaptureMethods.Of(source, context.Runtime.Adapters) : CaptureMethod.None;

    /// <summary>The virtual tables that may be used somehow, oldest first.</summary>
    internal static IEnumerable<VirtualTableEntry> All(SystemViewContext context) => context.Relations.OfType<VirtualTableEntry>();
}
