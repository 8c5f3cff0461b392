using FederationGateway.Adapters.Abstractions;
using FederationGateway.Catalog.Store;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Catalog.Changes;

/// <summary>CREATE and ALTER VIRTUAL TABLE. The definition has already been imported from the source.</summary>
public static class VirtualTables
{
    public static VirtualTableEntry Create(
        CatalogTransaction transaction, string schemaName, string name, RemoteSourceEntry source, RemoteTable table, bool hasExplicitColumns,
        IEnumerable<TableProperty> properties, DateTime createTime, string owner)
    {
        var schema = SchemaChanges.Target(transaction.Snapshot, schemaName).Name;
        RelationNames.RefuseDuplicate(transaction.Snapshot, schema, name);
        foreach (var property in properties) CapabilityProperties.Check(property.Name, property.Value, isColumn: false);
        var oid = transaction.NewOid();
        var entry = Entry(oid, schema, name, source.Name, table, [.. table.Properties, .. properties]) with
        {
            CreateTime = createTime,
            HasExplicitColumns = hasExplicitColumns,
            Owner = owner,
            Comment = table.Comment,
        };
        transaction.Add(entry);
        return entry;
    }

    /// <summary>The entry of an imported definition: also what a three-part name stands for.</summary>
    public static VirtualTableEntry Entry(long oid, string schema, string name, string source, RemoteTable table, EquatableArray<TableProperty> properties) =>
        new(oid, schema, name, source, table.Name, new TableHandle(
            source, table.Path, LocalTables.DisplayName(schema, name), table.Columns, table.Keys, table.Statistics, properties, oid));

    /// <summary>REFRESH DEFINITION: the definition imported again; what the user set stays.</summary>
    public static void Refresh(CatalogTransaction transaction, VirtualTableEntry entry, RemoteTable table)
    {
        var properties = table.Properties.Concat(entry.Handle.Properties.Where(property => !property.IsReadOnly)).ToEquatableArray();
        var columns = table.Columns.Select(column => WithUserProperties(column, entry)).ToEquatableArray();
        var refreshed = entry with
        {
            Comment = table.Comment ?? entry.Comment,
            Handle = entry.Handle with { Path = table.Path, Columns = columns, Keys = table.Keys, Statistics = table.Statistics, Properties = properties },
        };
        if (entry.Replica is not null && !refreshed.IsDefinedAs(entry)) throw HasReplica(entry);

        transaction.Replace(entry, refreshed);
    }

    /// <summary>The definition as the source's stream of changes tells it, with columns that have other names now.</summary>
    /// <param name="renamed">What the columns are called at the source, by what they were.</param>
    public static void Follow(CatalogTransaction transaction, VirtualTableEntry entry, RemoteTable table, IReadOnlyDictionary<string, string> renamed)
    {
        if (entry.Replica is not null && renamed.Count > 0) throw HasReplica(entry);
        TableColumn Renamed(TableColumn column) =>
            renamed.TryGetValue(column.RemoteName, out var name) ? column with { RemoteName = name, Name = column.Name == column.RemoteName ? name : column.Name } : column;
        var before = entry with
        {
            RemoteName = entry.RemoteName with { Schema = table.Name.Schema, Object = table.Name.Object },
            Handle = entry.Handle with { Columns = entry.Columns.Select(Renamed).ToEquatableArray() },
        };
        Refresh(transaction, before, table);
    }

    /// <summary>ANALYZE: the source's statistics as it has them now; the definition stays.</summary>
    public static void RefreshStatistics(CatalogTransaction transaction, VirtualTableEntry entry, RemoteTable table)
    {
        var statistics = table.Columns.ToDictionary(column => column.RemoteName, column => column.Statistics, StringComparer.Ordinal);
        var columns = entry.Columns.Select(column => column with { Statistics = statistics.GetValueOrDefault(column.RemoteName) }).ToEquatableArray();
        transaction.Replace(entry, entry with { Handle = entry.Handle with { Columns = columns, Statistics = table.Statistics } });
    }

    /// <summary>SET and UNSET PROPERTY of the table or of one column; null values unset.</summary>
    public static void ChangeProperties(CatalogTransaction transaction, VirtualTableEntry entry, string? column, IReadOnlyList<KeyValuePair<string, string?>> changes)
    {
        if (column is null)
        {
            transaction.Replace(entry, entry with { Handle = entry.Handle with { Properties = Changed(entry.Handle.Properties, changes, isColumn: false) } });
            return;
        }

        if (!entry.Columns.Any(candidate => candidate.Name == column))
            throw new GatewayException(SqlState.UndefinedColumn, $"column \"{column}\" of relation \"{entry.Name}\" does not exist");
        var columns = entry.Columns.Select(candidate => candidate.Name == column ? candidate with { Properties = Changed(candidate.Properties, changes, isColumn: true) } : candidate).ToEquatableArray();
        transaction.Replace(entry, entry with { Handle = entry.Handle with { Columns = columns } });
    }

    /// <summary>The properties of a table or a column after some were set; null values unset.</summary>
    public static EquatableArray<TableProperty> Changed(EquatableArray<TableProperty> properties, IReadOnlyList<KeyValuePair<string, string?>> changes, bool isColumn)
    {
        var list = properties.ToList();
        foreach (var (name, value) in changes)
        {
            if (value is not null) CapabilityProperties.Check(name, value, isColumn);
            var index = list.FindIndex(property => property.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
            if (index >= 0 && list[index].IsReadOnly) throw new GatewayException(SqlState.InvalidParameterValue, $"property \"{name}\" is supplied by the adapter and cannot be changed");
            if (value is null && index < 0) throw new GatewayException(SqlState.UndefinedObject, $"property \"{name}\" is not set");
            if (index >= 0) list.RemoveAt(index);
            if (value is not null) list.Add(new TableProperty(name, value));
        }

        return list.ToEquatableArray();
    }

    private static GatewayException HasReplica(VirtualTableEntry entry) =>
        new(SqlState.ObjectNotInPrerequisiteState, $"virtual table \"{entry.Name}\" has a replica with the columns it has now, and the source has others")
        {
            Hint = "ALTER VIRTUAL TABLE … DROP REPLICA first, and add it again afterwards.",
        };

    private static TableColumn WithUserProperties(TableColumn column, VirtualTableEntry entry)
    {
        var old = entry.Columns.FirstOrDefault(candidate => candidate.RemoteName == column.RemoteName);
        return old is null ? column : column with { Name = old.Name, Properties = [.. column.Properties, .. old.Properties.Where(property => !property.IsReadOnly)] };
    }
}
