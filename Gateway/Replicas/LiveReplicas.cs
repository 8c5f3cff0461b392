using FederationGateway.Catalog;
using FederationGateway.Catalog.Changes;
using FederationGateway.Common;
using FederationGateway.Gateway.Sessions;
using FederationGateway.Gateway.Tasks;
using FederationGateway.Replication;

namespace FederationGateway.Gateway.Replicas;

/// <summary>
/// Replicas that follow their source: copies with a subscription of the gateway's own, made and loaded as a replication task does it. The copy is in the catalog before it is loaded, as unfinished or disabled,
/// so that a crash on the way is seen; until it is live the source is read.
/// </summary>
internal static class LiveReplicas
{
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(50);

    /// <param name="name">The name of the copy; null for a generated one.</param>
    public static async Task AddAsync(GatewayCore core, VirtualTableEntry table, bool isShared, string? name, CancellationToken cancellationToken)
    {
        var replica = await MakeAsync(core, table, isShared, name, cancellationToken);
        Failpoints.Hit("replica.made");
        try
        {
            await FollowAsync(core, table, replica, cancellationToken);
        }
        catch
        {
            await ResetAsync(core, replica);
            await TakeBackAsync(core, replica.Oid);
            throw;
        }
    }

    /// <summary>ENABLE: goes on where it was paused when everything since has been kept, else loads the copy anew. Returns when it has what the source had when it was asked.</summary>
    public static async Task EnableAsync(GatewayCore core, VirtualTableEntry table, CancellationToken cancellationToken)
    {
        var replica = ReplicaTables.Of(core.Store.Current, table) ?? throw ReplicaWork.Missing(table);
        if (MayGoOn(core, replica))
        {
            await GoOnAsync(core, replica, cancellationToken);
            return;
        }

        await ResetAsync(core, replica);
        try
        {
            await NoteAsync(core, replica, known => known with { IsPaused = false });

            // Nobody reads it; a key of rows that go in the transaction that brings them again would be in the way.
            using (var connection = core.Store.Connect()) await connection.ExecuteAsync($"DELETE FROM {LocalTables.PhysicalName(replica.Oid)}", cancellationToken);
            await FollowAsync(core, table, replica, cancellationToken);
        }
        catch
        {
            await ResetAsync(core, replica);
            throw;
        }
    }

    /// <summary>DISABLE: the source is read from now on; its changes are kept, as long as there is room for them.</summary>
    public static Task DisableAsync(GatewayCore core, VirtualTableEntry table)
    {
        var replica = ReplicaTables.Of(core.Store.Current, table) ?? throw ReplicaWork.Missing(table);
        var now = core.TimeProvider.GetUtcNow().UtcDateTime;
        return NoteAsync(core, replica, known => known with { IsDisabled = true, IsPaused = true, DisableTime = now });
    }

    /// <summary>At a start: what was being made, or enabled, is taken back.</summary>
    public static async Task RecoverAsync(GatewayCore core)
    {
        foreach (var replica in core.Store.Current.Replicas.Values.Where(replica => !replica.Replica!.IsSnapshot).ToList())
        {
            if (replica.Replica!.IsUnfinished) await TakeBackAsync(core, replica.Oid);
            else if (replica.Replica is { IsDisabled: true, IsPaused: false })
            {
                if (core.Store.Subscriptions.Current.Progress.GetValueOrDefault(replica.Replica.Subscription!.Value) is { State: not SubscriptionState.ApplyChangeData }) await ResetAsync(core, replica);
                await NoteAsync(core, replica, known => known with { IsPaused = true });
            }
        }
    }

    private static bool MayGoOn(GatewayCore core, LocalTableEntry replica)
    {
        var (definition, work) = (replica.Replica!, core.Store.Subscriptions.Current);
        return definition.SnapshotTime is not null && core.Replication.KnowsMoments(definition.Source)
            && work.Progress.GetValueOrDefault(definition.Subscription!.Value) is { State: SubscriptionState.ApplyChangeData, Resync: null }
            && !work.Exceptions.Values.Any(entry => entry.Subscription == definition.Subscription && !entry.IsTransient);
    }

    private static async Task GoOnAsync(GatewayCore core, LocalTableEntry replica, CancellationToken cancellationToken)
    {
        var subscription = ReplicaTables.SubscriptionOf(core.Store.Current, replica)!;
        var start = core.TimeProvider.GetUtcNow().UtcDateTime;
        await NoteAsync(core, replica, known => known with { IsPaused = false });
        try
        {
            while (true)
            {
                await core.Replication.WaitAsync([subscription], SubscriptionState.ApplyChangeData, cancellationToken);
                if (core.Store.Subscriptions.Current.Progress.GetValueOrDefault(subscription.Oid) is { } progress && core.Replication.CompleteAsOf(subscription, progress) >= start) break;
                await Task.Delay(LookAgainAfter, core.TimeProvider, cancellationToken);
            }

            Failpoints.Hit("replica.live");
            await NoteAsync(core, replica, known => known with { IsDisabled = false, EnableTime = start });
        }
        catch
        {
            await NoteAsync(core, replica, known => known with { IsPaused = true });
            throw;
        }
    }

    // Where it was paused or enabled is to be known whatever becomes of who has asked for it.
    private static Task NoteAsync(GatewayCore core, LocalTableEntry replica, Func<ReplicaDefinition, ReplicaDefinition> change) =>
        ReplicaWork.ChangeAsync(core, owner: null, catalog => ReplicaTables.Note(catalog, replica.Oid, change), CancellationToken.None);

    private static async Task<LocalTableEntry> MakeAsync(GatewayCore core, VirtualTableEntry table, bool isShared, string? name, CancellationToken cancellationToken)
    {
        LocalTableEntry? replica = null;
        await ReplicaWork.ChangeAsync(
            core,
            table.Owner,
            catalog =>
            {
                if (catalog.Snapshot.RelationsByOid.GetValueOrDefault(table.Oid) is not VirtualTableEntry current || !current.IsDefinedAs(table)) throw ReplicaWork.Changed(table);
                var source = catalog.Snapshot.Sources.FindExact(table.Source)!;
                var subscription = catalog.NewOid();
                replica = ReplicaTables.Define(catalog.Snapshot, catalog.NewOid(), table, name, new ReplicaDefinition(source.Oid, isShared, IsSnapshot: false)
                {
                    Subscription = subscription,
                    IsUnfinished = true,
                    CreateTime = core.TimeProvider.GetUtcNow().UtcDateTime,
                });
                ReplicaTables.MakePhysical(catalog.Connection, replica);
                catalog.Add(replica);
                ReplicaTables.Attach(catalog, table, replica);
                catalog.Add(ReplicaTables.Subscription(subscription, table, replica));
            },
            cancellationToken);
        return replica!;
    }

    private static async Task FollowAsync(GatewayCore core, VirtualTableEntry table, LocalTableEntry replica, CancellationToken cancellationToken)
    {
        var subscription = ReplicaTables.SubscriptionOf(core.Store.Current, replica) ?? throw ReplicaWork.Missing(table);
        await core.Replication.QueueAsync([subscription], cancellationToken);
        await core.Replication.WaitAsync([subscription], SubscriptionState.MatStartEndMarker, cancellationToken);
        var start = core.TimeProvider.GetUtcNow().UtcDateTime;
        bool isAligned;
        await using (var snapshot = await core.Replication.OpenSnapshotAsync(subscription.Source, cancellationToken))
        {
            using var session = TaskSession.OpenForSource(core, table.Owner);
            await new TableLoad(session, subscription, start).RunAsync(snapshot, NoLoadWatch.Instance, cancellationToken);
            isAligned = snapshot is not null;
        }

        if (!isAligned) await core.Replication.DistributeAsync(subscription, cancellationToken);
        await core.Replication.WaitAsync([subscription], SubscriptionState.ApplyChangeData, cancellationToken);
        Failpoints.Hit("replica.live");
        await ReplicaWork.ChangeAsync(
            core,
            table.Owner,
            catalog =>
            {
                if (ReplicaTables.Note(catalog, replica.Oid, known => known with { SnapshotTime = start, EnableTime = start, IsUnfinished = false, IsDisabled = false }) is null) throw ReplicaWork.Missing(table);
            },
            cancellationToken);
    }

    private static Task<string?> ResetAsync(GatewayCore core, LocalTableEntry replica) =>
        ReplicaTables.SubscriptionOf(core.Store.Current, replica) is { } subscription ? core.Replication.ResetAsync(subscription, CancellationToken.None) : Task.FromResult<string?>(null);

    private static Task TakeBackAsync(GatewayCore core, long replica) => ReplicaWork.ChangeAsync(
        core,
        owner: null,
        catalog =>
        {
            if (catalog.Snapshot.Replicas.GetValueOrDefault(replica) is not { } known) return;
            foreach (var reader in ReplicaTables.ReadersOf(catalog.Snapshot, known).ToList()) ReplicaTables.Detach(catalog, reader);
        },
        CancellationToken.None);
}
