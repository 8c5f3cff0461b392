using FederationGateway.Catalog;
using FederationGateway.Catalog.Changes;
using FederationGateway.Catalog.Store;
using FederationGateway.Common;
using FederationGateway.Gateway.Sessions;
using FederationGateway.Gateway.Tasks;
using FederationGateway.Replication;

namespace FederationGateway.Gateway.Replicas;

/// <summary>
/// Makes and refreshes copies. Table, rows and what the catalog says of them are one transaction of the store: whatever happens, the virtual table is read as before or from the whole copy, and nothing half
/// made is left.
/// </summary>
internal static class ReplicaWork
{
    /// <param name="name">The name of the copy; null for a generated one.</param>
    public static Task AddSnapshotAsync(GatewayCore core, VirtualTableEntry table, bool isShared, string? name, CancellationToken cancellationToken) => InTransactionAsync(core, table, async session =>
    {
        var now = core.TimeProvider.GetUtcNow().UtcDateTime;
        var source = session.Snapshot.Sources.FindExact(table.Source) ?? throw new GatewayException(SqlState.UndefinedObject, $"remote source \"{table.Source}\" does not exist");
        var replica = ReplicaTables.Define(session.Snapshot, core.Store.NewOid(), table, name, new ReplicaDefinition(source.Oid, isShared, IsSnapshot: true) { SnapshotTime = now, CreateTime = now });
        using (var store = session.Transaction.Connect()) ReplicaTables.MakePhysical(store.Connection, replica);
        await ReplicaLoad.RunAsync(session, table, replica, cancellationToken);
        Failpoints.Hit("replica.loaded");
        return catalog =>
        {
            RequireSame(catalog.Snapshot, table, source);
            catalog.Add(replica);
            ReplicaTables.Attach(catalog, table, replica);
        };
    }, cancellationToken);

    /// <summary>Loads a snapshot replica anew. Who reads it meanwhile reads what was there before.</summary>
    public static Task RefreshAsync(GatewayCore core, VirtualTableEntry table, CancellationToken cancellationToken) => InTransactionAsync(core, table, async session =>
    {
        var now = core.TimeProvider.GetUtcNow().UtcDateTime;
        var replica = ReplicaTables.Of(session.Snapshot, table) ?? throw Missing(table);
        var source = session.Snapshot.Sources.FindExact(table.Source) ?? throw new GatewayException(SqlState.UndefinedObject, $"remote source \"{table.Source}\" does not exist");
        using (var store = session.Transaction.Connect()) await store.Connection.ExecuteAsync($"DELETE FROM {LocalTables.PhysicalName(replica.Oid)}", cancellationToken);
        await ReplicaLoad.RunAsync(session, table, replica, cancellationToken);
        Failpoints.Hit("replica.loaded");
        return catalog =>
        {
            RequireSame(catalog.Snapshot, table, source);
            var current = catalog.Snapshot.Replicas.GetValueOrDefault(replica.Oid) ?? throw Missing(table);
            catalog.Replace(current, current with { Replica = current.Replica! with { SnapshotTime = now } });
        };
    }, cancellationToken);

    /// <summary>42704</summary>
    public static GatewayException Missing(VirtualTableEntry table) => new(SqlState.UndefinedObject, $"virtual table \"{table.Name}\" has no replica") { Hint = "ALTER VIRTUAL TABLE … ADD SHARED SNAPSHOT REPLICA makes one." };

    /// <summary>40001</summary>
    public static GatewayException Changed(VirtualTableEntry table) =>
        new(SqlState.SerializationFailure, $"virtual table \"{table.Name}\" or its remote source was changed while the replica was being made") { Hint = "Try again." };

    /// <summary>A change of the catalog in a transaction of its own.</summary>
    /// <param name="owner">Whose it is; null for the gateway's.</param>
    public static async Task ChangeAsync(GatewayCore core, string? owner, Action<CatalogTransaction> change, CancellationToken cancellationToken)
    {
        using var session = owner is null ? TaskSession.OpenForGateway(core) : TaskSession.OpenForSource(core, owner);
        await InTransactionAsync(session, () => Task.FromResult(change), cancellationToken);
    }

    private static async Task InTransactionAsync(GatewayCore core, VirtualTableEntry table, Func<SessionState, Task<Action<CatalogTransaction>>> work, CancellationToken cancellationToken)
    {
        using var session = TaskSession.OpenForSource(core, table.Owner);
        await InTransactionAsync(session, () => work(session), cancellationToken);
    }

    private static async Task InTransactionAsync(SessionState session, Func<Task<Action<CatalogTransaction>>> work, CancellationToken cancellationToken)
    {
        session.Transaction.BeginImplicit();
        try
        {
            var change = await work();
            await session.Transaction.ChangeCatalogAsync(
                catalog =>
                {
                    change(catalog);
                    return Task.CompletedTask;
                },
                cancellationToken);
            await session.Transaction.CommitAsync(session.User, cancellationToken);
        }
        catch
        {
            await session.Transaction.RollbackAsync();
            throw;
        }
    }

    // What was loaded may be of another place, or of other columns, by now.
    private static void RequireSame(CatalogSnapshot snapshot, VirtualTableEntry table, RemoteSourceEntry source)
    {
        if (snapshot.RelationsByOid.GetValueOrDefault(table.Oid) is VirtualTableEntry now && now.IsDefinedAs(table) && snapshot.Sources.FindExact(table.Source) is { } current
            && current.Oid == source.Oid && current.Adapter == source.Adapter && current.Options == source.Options) return;
        throw Changed(table);
    }
}
