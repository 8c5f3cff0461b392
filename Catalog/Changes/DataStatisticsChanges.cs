using FederationGateway.Catalog.Store;
using FederationGateway.Common;

namespace FederationGateway.Catalog.Changes;

/// <summary>CREATE, ALTER, REFRESH and DROP STATISTICS. What they say of the data has been measured already.</summary>
public static class DataStatisticsChanges
{
    /// <summary>Adds an object; 42710 when its name is taken, or its columns have one of its type.</summary>
    public static void Create(CatalogTransaction transaction, VirtualTableEntry table, DataStatistics statistics)
    {
        if (Find(transaction.Snapshot, table.Schema, statistics.Name) is not null)
            throw new GatewayException(SqlState.DuplicateObject, $"statistics \"{statistics.Name}\" already exist");
        if (table.DataStatistics.FirstOrDefault(other => other.Type == statistics.Type && other.Columns == statistics.Columns) is { } same)
        {
            var what = statistics.Columns.IsEmpty ? $"table \"{table.Name}\"" : $"{string.Join(", ", statistics.Columns.Select(column => $"\"{column}\""))} of \"{table.Name}\"";
            throw new GatewayException(SqlState.DuplicateObject, $"{what} already has statistics of type {statistics.TypeName}: \"{same.Name}\"")
            {
                Hint = "REFRESH STATISTICS measures anew, ALTER STATISTICS changes properties.",
            };
        }

        transaction.Replace(table, table with { DataStatistics = [.. table.DataStatistics, statistics with { Oid = transaction.NewOid() }] });
    }

    /// <summary>Puts a changed object in the place of the one with its OID; nothing happens when that has been dropped meanwhile.</summary>
    public static void Replace(CatalogTransaction transaction, long tableOid, DataStatistics statistics)
    {
        if (transaction.Snapshot.RelationsByOid.GetValueOrDefault(tableOid) is not VirtualTableEntry table || table.DataStatistics.All(other => other.Oid != statistics.Oid)) return;
        transaction.Replace(table, table with { DataStatistics = table.DataStatistics.Select(other => other.Oid == statistics.Oid ? statistics : other).ToEquatableArray() });
    }

    public static void Drop(CatalogTransaction transaction, long tableOid, long oid)
    {
        if (transaction.Snapshot.RelationsByOid.GetValueOrDefault(tableOid) is not VirtualTableEntry table) return;
        transaction.Replace(table, table with { DataStatistics = table.DataStatistics.Where(other => other.Oid != oid).ToEquatableArray() });
    }

    /// <summary>The object of a name in a schema, with its table: the exact spelling first, then one that differs in case; null when there is none.</summary>
    public static (VirtualTableEntry Table, DataStatistics Statistics)? Find(CatalogSnapshot snapshot, string schema, string name)
    {
        var objects = (snapshot.Relations.GetValueOrDefault(schema)?.Values.OfType<VirtualTableEntry>() ?? []).SelectMany(table => table.DataStatistics.Select(statistics => (table, statistics))).ToList();
        foreach (var comparison in new[] { StringComparison.Ordinal, StringComparison.OrdinalIgnoreCase })
            foreach (var found in objects)
                if (found.statistics.Name.Equals(name, comparison)) return found;
        return null;
    }

    /// <summary>A name for a new object that is free in the schema: <c>orders_total_histogram</c>.</summary>
    public static string FreeName(CatalogSnapshot snapshot, VirtualTableEntry table, DataStatisticsType type, EquatableArray<string> columns)
    {
        var parts = type == DataStatisticsType.Sample ? [table.Name] : columns.Prepend(table.Name);
        var name = $"{string.Join('_', parts)}_{(type == DataStatisticsType.RecordCount ? "record_count" : type.ToString().ToLowerInvariant())}";
        var free = name;
        for (var number = 2; Find(snapshot, table.Schema, free) is not null; number++) free = $"{name}_{number}";
        return free;
    }
}
