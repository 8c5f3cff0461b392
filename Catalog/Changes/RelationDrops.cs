using FederationGateway.Catalog.Store;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Catalog.Changes;

/// <summary>Drops relations with what depends on them (views read relations, subscriptions read and write them, tasks read them), or refuses because something does.</summary>
public static class RelationDrops
{
    /// <param name="roots">What goes.</param>
    /// <param name="what">What the statement drops, for the message: <c>table s.t</c>.</param>
    /// <param name="areNamed">True when the statement names the roots themselves; then only others count as dependents.</param>
    /// <param name="subscriptions">Those that go in any case, because of where they are; null for none.</param>
    /// <param name="tasks">The same of tasks.</param>
    /// <param name="procedures">The same of procedures.</param>
    public static void Drop(
        CatalogTransaction transaction, IReadOnlyCollection<RelationEntry> roots, bool cascade, string what, bool areNamed, IEnumerable<SubscriptionEntry>? subscriptions = null,
        IEnumerable<TaskEntry>? tasks = null, IEnumerable<ProcedureEntry>? procedures = null)
    {
        var called = (procedures ?? []).ToList();
        var dependents = DependentsOf(transaction.Snapshot, roots);
        var replicated = TaskChanges.DependentsOf(transaction.Snapshot, [.. roots, .. dependents]).Union(tasks ?? []).Union(TaskChanges.RunnersOf(transaction.Snapshot, called)).OrderBy(task => task.Oid).ToList();
        var subscribed = SubscriptionChanges.DependentsOf(transaction.Snapshot, [.. roots, .. dependents]).Union(subscriptions ?? []).Union(SubscriptionChanges.CallersOf(transaction.Snapshot, called)).Union(replicated.SelectMany(task => TaskChanges.SubscriptionsOf(transaction.Snapshot, task).Concat(SubscriptionChanges.CallersOf(transaction.Snapshot, task)))).OrderBy(subscription => subscription.Oid).ToList();
        List<string> others = [.. (areNamed ? dependents : [.. roots, .. dependents]).Select(Describe), .. subscribed.Select(SubscriptionChanges.Describe), .. replicated.Select(TaskChanges.Describe), .. called.Select(ProcedureChanges.Describe)];
        if (others.Count > 0 && !cascade)
        {
            throw new GatewayException(SqlState.DependentObjectsStillExist, $"cannot drop {what} because other objects depend on it")
            {
                Detail = string.Join('\n', others.Select(other => $"{other} depends on {what}")),
                Hint = "Use DROP ... CASCADE to drop the dependent objects too.",
            };
        }

        if (others.Count == 1) transaction.Notices.Add($"drop cascades to {others[0]}");
        else if (others.Count > 1) transaction.Notices.Add($"drop cascades to {others.Count} other objects");
        RefuseUsedSequences(transaction.Snapshot, roots, cascade);
        var all = roots.Concat(dependents).ToList();
        foreach (var owned in all.OfType<LocalTableEntry>().SelectMany(table => Sequences.OwnedBy(transaction.Snapshot, table.Oid)).ToList())
            if (!all.Contains(owned)) all.Add(owned);
        foreach (var subscription in subscribed) transaction.Remove(subscription);
        foreach (var task in replicated) transaction.Remove(task);
        foreach (var procedure in called) transaction.Remove(procedure);
        foreach (var sequence in all.OfType<SequenceEntry>()) ClearDefaults(transaction, sequence, all);
        foreach (var relation in all) Remove(transaction, transaction.Snapshot.RelationsByOid[relation.Oid]);
    }

    /// <summary>A relation as messages name it: <c>view s.v</c>.</summary>
    public static string Describe(RelationEntry relation) => $"{KindOf(relation)} {relation.QualifiedName}";

    public static string KindOf(RelationEntry relation) => relation switch
    {
        ViewEntry => "view",
        VirtualTableEntry => "virtual table",
        SequenceEntry => "sequence",
        _ => "table",
    };

    // A column that takes its values from a sequence needs it, unless both go.
    private static void RefuseUsedSequences(CatalogSnapshot snapshot, IReadOnlyCollection<RelationEntry> roots, bool cascade)
    {
        if (cascade) return;
        foreach (var sequence in roots.OfType<SequenceEntry>())
        {
            var users = Sequences.UsersOf(snapshot, sequence).Where(user => !roots.Contains(user.Table)).ToList();
            if (users.Count == 0) continue;
            throw new GatewayException(SqlState.DependentObjectsStillExist, $"cannot drop {Describe(sequence)} because other objects depend on it")
            {
                Detail = string.Join('\n', users.Select(user => $"default value for column {user.Column.Name} of {Describe(user.Table)} depends on {Describe(sequence)}")),
                Hint = "Use DROP ... CASCADE to drop the dependent objects too.",
            };
        }
    }

    private static void ClearDefaults(CatalogTransaction transaction, SequenceEntry sequence, List<RelationEntry> dropped)
    {
        foreach (var (table, column) in Sequences.UsersOf(transaction.Snapshot, sequence).Where(user => dropped.All(other => other.Oid != user.Table.Oid)).ToList())
        {
            var current = (LocalTableEntry)transaction.Snapshot.RelationsByOid[table.Oid];
            transaction.Replace(current, LocalTables.With(current, current.Schema, current.Name, current.Columns
                .Select(known => known.RemoteName == column.RemoteName ? known with { DefaultExpression = null, Identity = IdentityKind.None } : known).ToEquatableArray()));
        }
    }

    private static void Remove(CatalogTransaction transaction, RelationEntry relation)
    {
        RelationNames.RefuseSystem(relation);
        if (relation is VirtualTableEntry { Replica: not null } replicated)
        {
            ReplicaTables.Detach(transaction, replicated);
            relation = transaction.Snapshot.RelationsByOid[relation.Oid];
        }

        if (relation is LocalTableEntry table)
        {
            transaction.Connection.Execute($"DROP TABLE {LocalTables.PhysicalName(table.Oid)}", CancellationToken.None);
            transaction.TableJournal?.Dropped(table);
        }

        transaction.Remove(relation);
    }

    // Breadth first, each once, so that the list reads from the nearest dependents to the farthest.
    private static List<RelationEntry> DependentsOf(CatalogSnapshot snapshot, IReadOnlyCollection<RelationEntry> roots)
    {
        var seen = roots.Select(root => root.Oid).ToHashSet();
        List<RelationEntry> found = [];
        var frontier = seen;
        while (frontier.Count > 0)
        {
            var next = snapshot.RelationsByOid.Values.OfType<ViewEntry>().Where(view => !seen.Contains(view.Oid) && view.DependsOn.Any(frontier.Contains)).OrderBy(view => view.Oid).ToList();
            found.AddRange(next);
            seen.UnionWith(next.Select(view => view.Oid));
            frontier = next.Select(view => view.Oid).ToHashSet();
        }

        return found;
    }
}
