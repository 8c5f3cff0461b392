using FederationGateway.Adapters.Abstractions;
using FederationGateway.Catalog.Store;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Catalog.Changes;

/// <summary>
/// Tables of the store that are copies of what virtual tables point to. They have the virtual table's columns in its order and belong to nobody: no name leads to one, so that only what may read the virtual
/// table reads it.
/// </summary>
public static class ReplicaTables
{
    /// <summary>Where they are, as the dictionary says; SAP HANA's has the same name. There is no schema of that name.</summary>
    public const string Schema = "_SYS_TABLE_REPLICA_DATA";

    /// <summary>The table a replica of a virtual table would be.</summary>
    /// <param name="name">Null for a generated one.</param>
    public static LocalTableEntry Define(CatalogSnapshot snapshot, long oid, VirtualTableEntry table, string? name, ReplicaDefinition definition)
    {
        name ??= FormattableString.Invariant($"AUTO_GENERATED_REPLICA_FOR_{table.Source}_{oid}");
        if (snapshot.Replicas.Values.Any(known => known.Name == name)) throw new GatewayException(SqlState.DuplicateTable, $"replica table \"{name}\" already exists");
        var columns = table.Columns.Select((column, index) => new TableColumn(column.Name, LocalTables.PhysicalColumn(index + 1), column.Type, column.IsNullable, StoreTypes.NameOf(column.Type))).ToEquatableArray();
        var handle = new TableHandle(TableHandle.LocalSource, [StoreLayout.DataSchema, LocalTables.PhysicalTable(oid)], LocalTables.DisplayName(Schema, name), columns, table.Handle.Keys, TableOid: oid);
        return new LocalTableEntry(oid, Schema, name, handle) { Owner = "", Replica = definition };
    }

    /// <summary>
    /// Makes the table in the transaction that is open on the connection, without constraints: what the source says of its rows holds for a copy of them. Only one that follows its source has the key that
    /// changes are applied by.
    /// </summary>
    public static void MakePhysical(DuckDb.DuckDbConnection connection, LocalTableEntry replica)
    {
        var key = replica.Replica!.IsSnapshot ? null : TaskTargets.KeyOf(replica.Columns, replica.Handle.Keys);
        var columns = replica.Columns.Select(column => column with { IsNullable = true }).ToEquatableArray();
        connection.Execute(LocalTables.CreateSql(LocalTables.PhysicalName(replica.Oid), columns, key is null ? [] : [key with { IsPrimary = true }]), CancellationToken.None);
    }

    /// <summary>What brings the changes of a virtual table to its replica.</summary>
    public static SubscriptionEntry Subscription(long oid, VirtualTableEntry table, LocalTableEntry replica) =>
        new(oid, Schema, replica.Name, "", replica.Replica!.Source, table.Oid, new SubscriptionTarget(TargetKind.Table, replica.Oid));

    /// <summary>The subscription of a replica that follows its source; null for a snapshot.</summary>
    public static SubscriptionEntry? SubscriptionOf(CatalogSnapshot snapshot, LocalTableEntry replica) => replica.Replica?.Subscription is { } oid ? snapshot.SubscriptionsByOid.GetValueOrDefault(oid) : null;

    /// <summary>The replica of a virtual table; null when it has none.</summary>
    public static LocalTableEntry? Of(CatalogSnapshot snapshot, VirtualTableEntry table) => table.Replica is { } oid ? snapshot.Replicas.GetValueOrDefault(oid) : null;

    /// <summary>The virtual tables that read a replica, oldest first.</summary>
    public static IEnumerable<VirtualTableEntry> ReadersOf(CatalogSnapshot snapshot, LocalTableEntry replica) =>
        snapshot.RelationsByOid.Values.OfType<VirtualTableEntry>().Where(table => table.Replica == replica.Oid).OrderBy(table => table.Oid);

    /// <summary>A replica of the same object with the same columns that others share; null when there is none.</summary>
    public static LocalTableEntry? Shareable(CatalogSnapshot snapshot, VirtualTableEntry table, bool isSnapshot) => snapshot.Replicas.Values
        .Where(replica => replica.Replica is { IsShared: true } definition && definition.IsSnapshot == isSnapshot)
        .OrderBy(replica => replica.Oid)
        .FirstOrDefault(replica => ReadersOf(snapshot, replica).FirstOrDefault() is { } reader && reader.Source == table.Source && reader.IsDefinedAs(table));

    /// <summary>Whether a subscription is one of a replica that is paused.</summary>
    public static bool IsPaused(CatalogSnapshot snapshot, SubscriptionEntry subscription) =>
        subscription.IsReplica && snapshot.Replicas.GetValueOrDefault(subscription.Target.Object ?? 0) is { Replica.IsPaused: true };

    /// <summary>Lets a virtual table have a replica that is in the catalog.</summary>
    /// <exception cref="GatewayException">42710 when it has one.</exception>
    public static void Attach(CatalogTransaction transaction, VirtualTableEntry table, LocalTableEntry replica)
    {
        var current = (VirtualTableEntry)transaction.Snapshot.RelationsByOid[table.Oid];
        RefuseSecond(current);
        transaction.Replace(current, current with { Replica = replica.Oid });
    }

    /// <summary>42710 for a virtual table with a replica.</summary>
    public static void RefuseSecond(VirtualTableEntry table)
    {
        if (table.Replica is not null) throw new GatewayException(SqlState.DuplicateObject, $"virtual table \"{table.Name}\" already has a replica") { Hint = "ALTER VIRTUAL TABLE … DROP REPLICA ends it." };
    }

    /// <summary>Takes its replica from a virtual table that stays or goes; the last reader takes the copy with it.</summary>
    public static void Detach(CatalogTransaction transaction, VirtualTableEntry table)
    {
        if (Of(transaction.Snapshot, table) is not { } replica) return;
        transaction.Replace(table, table with { Replica = null });
        var subscription = SubscriptionOf(transaction.Snapshot, replica);
        if (ReadersOf(transaction.Snapshot, replica).FirstOrDefault() is { } other)
        {
            if (subscription?.VirtualTable == table.Oid) transaction.Replace(subscription, subscription with { VirtualTable = other.Oid });
            return;
        }

        if (subscription is not null) transaction.Remove(subscription);
        transaction.Connection.Execute($"DROP TABLE {LocalTables.PhysicalName(replica.Oid)}", CancellationToken.None);
        transaction.TableJournal?.Dropped(replica);
        transaction.Remove(replica);
    }

    /// <summary>Notes something about a replica; null when it is gone.</summary>
    public static LocalTableEntry? Note(CatalogTransaction transaction, long oid, Func<ReplicaDefinition, ReplicaDefinition> change)
    {
        if (transaction.Snapshot.Replicas.GetValueOrDefault(oid) is not { } replica) return null;
        var changed = replica with { Replica = change(replica.Replica!) };
        transaction.Replace(replica, changed);
        return changed;
    }

    /// <summary>The source is somewhere else now: its replicas are no copies of it until they are loaded again.</summary>
    internal static void Outdate(CatalogTransaction transaction, RemoteSourceEntry source)
    {
        foreach (var replica in transaction.Snapshot.Replicas.Values.Where(replica => replica.Replica!.Source == source.Oid && replica.Replica.SnapshotTime is not null).ToList())
            transaction.Replace(replica, replica with { Replica = replica.Replica! with { SnapshotTime = null } });
    }
}
