using FederationGateway.Catalog;
using FederationGateway.Catalog.Changes;
using FederationGateway.Common;
using FederationGateway.Gateway.Sessions;
using FederationGateway.Gateway.Settings;
using FederationGateway.Gateway.Statements;
using FederationGateway.Plan;

namespace FederationGateway.Gateway.Replicas;

/// <summary>
/// Where a statement reads the virtual tables that have replicas: at their sources or here. It is decided once for a statement, for each table, before the plan is split between the sources and this side;
/// what a plan was made by tells whether it still serves.
/// </summary>
internal sealed record ReplicaReads(EquatableArray<ReplicaRead> Tables)
{
    public static ReplicaReads None { get; } = new(default(EquatableArray<ReplicaRead>));

    /// <summary>The tables read here: plans that differ in nothing else are the same.</summary>
    public EquatableArray<long> Replicas => Tables.IsEmpty ? [] : Tables.Where(read => read.Refusal is null).Select(read => read.Replica.Oid).ToEquatableArray();

    /// <summary>The virtual tables with replicas that a plan reads, each once.</summary>
    public static IReadOnlyList<VirtualTableEntry> TablesOf(CatalogSnapshot snapshot, PlanNode plan) => snapshot.Replicas.IsEmpty
        ? []
        : [.. plan.SelfAndDescendantsDeep().OfType<ScanNode>().Select(scan => scan.Table.TableOid).Distinct().Select(oid => snapshot.RelationsByOid.GetValueOrDefault(oid)).OfType<VirtualTableEntry>().Where(table => table.Replica is not null)];

    public static ReplicaReads Of(SessionState session, BoundStatement statement, PlanNode plan) =>
        Of(session, statement, statement.IsDeep ? LargeStack.Run(() => TablesOf(session.Snapshot, plan)) : TablesOf(session.Snapshot, plan));

    public static ReplicaReads Of(SessionState session, BoundStatement statement, IReadOnlyList<VirtualTableEntry> tables)
    {
        if (tables.Count == 0) return None;
        var most = StatementHints.MaxStaleness(statement.Hints) ?? SettingValue.ToStaleness(session.Settings[SettingsTable.MaxStaleness]);
        return new ReplicaReads(tables.Select(table => Decide(session, statement, table, most)).OfType<ReplicaRead>().ToEquatableArray());
    }

    /// <summary>The plan with the replicas in place of the virtual tables.</summary>
    public PlanNode Apply(PlanNode plan)
    {
        if (Tables.All(read => read.Refusal is not null)) return plan;
        var handles = Tables.Where(read => read.Refusal is null).ToDictionary(read => read.Table.Oid, read => read.Handle);
        return plan.RewriteDeep(node => node is ScanNode scan && handles.TryGetValue(scan.Table.TableOid, out var handle) ? scan with { Table = handle } : node);
    }

    private static ReplicaRead? Decide(SessionState session, BoundStatement statement, VirtualTableEntry table, TimeSpan? most)
    {
        if (ReplicaTables.Of(session.Snapshot, table) is not { } replica) return null;
        var condition = ReplicaCondition.Of(session.Core, session.Snapshot, session.Transaction.Seen, replica);
        var completeAsOf = condition.CompleteAsOf;
        TimeSpan? staleness = completeAsOf is { } time && session.Core.TimeProvider.GetUtcNow().UtcDateTime - time is var age ? age > TimeSpan.Zero ? age : TimeSpan.Zero : null;
        var read = new ReplicaRead(table, replica, completeAsOf, staleness, null);
        if ((condition.WhyNot ?? WhyNot(session, statement, read)) is { } reason) return read with { Refusal = reason };
        if (most is not { } bound || (bound > TimeSpan.Zero && staleness <= bound)) return read;
        return read with
        {
            IsTooStale = true,
            Refusal = staleness is { } stale ? $"the replica is {SettingValue.Spell(stale)} stale, max_staleness is {SettingValue.Spell(bound)}" : $"nobody knows how stale the replica is, max_staleness is {SettingValue.Spell(bound)}",
        };
    }

    private static string? WhyNot(SessionState session, BoundStatement statement, ReplicaRead read)
    {
        var (table, replica) = (read.Table, read.Replica);
        if (statement is ChangeStatement change && change.Table.TableOid == table.Oid) return "the statement writes to it";
        if (session.Transaction.WrittenSource == table.Source) return "the transaction has written to its source";
        if (replica.Columns.Count != table.Columns.Count || replica.Columns.Zip(table.Columns).Any(pair => pair.First.Type != pair.Second.Type)) return "the replica has other columns";

        // The copy is what the source shows to whoever has no credential of his own there.
        return session.Snapshot.UserCredentials.ContainsKey((replica.Replica!.Source, session.CredentialUser)) ? "the user has a credential of his own at its source" : null;
    }
}
