using FederationGateway.Adapters.Abstractions;
using FederationGateway.Binder;
using FederationGateway.Catalog;
using FederationGateway.Catalog.Access;
using FederationGateway.Catalog.Changes;
using FederationGateway.Catalog.Store;
using FederationGateway.Common;
using FederationGateway.DuckDb;
using FederationGateway.Gateway.Sessions;
using FederationGateway.Gateway.Statements.Ddl;
using FederationGateway.Plan;

namespace FederationGateway.Gateway.Tasks;

/// <summary>
/// Makes what a task takes and is not there: virtual tables for the tables of a schema, targets, subscriptions. All of it in one change of the catalog, which also notes what is the task's: a target that
/// was there before has to be empty, and is loaded anew from then on.
/// </summary>
internal sealed class TaskObjects(SessionState session, TaskEntry task)
{
    private static readonly Arrow.Schema OneNumber = new([new Arrow.Field("one", SqlType.Int4)]);

    /// <summary>The task as it is now, and those of its tables that are there at the source.</summary>
    public async Task<(TaskEntry Task, IReadOnlyList<TaskTable> Tables)> MakeAsync(CancellationToken cancellationToken)
    {
        var source = session.Snapshot.Sources.Values.FirstOrDefault(known => known.Oid == task.Source) ?? throw new GatewayException(SqlState.UndefinedObject, "the remote source of the task is gone");
        var imported = task.RemoteSchema is { } schema ? await SchemaTables.ImportAsync(session, source, schema, cancellationToken) : [];
        var after = task;
        List<TaskTable> made = [];
        session.Transaction.BeginImplicit();
        try
        {
            await session.Transaction.ChangeCatalogAsync(
                catalog =>
                {
                    IReadOnlyList<(VirtualTableEntry Table, string Name)> tables = task.VirtualTable is { } oid
                        ? [(catalog.Snapshot.RelationsByOid.GetValueOrDefault(oid) as VirtualTableEntry ?? throw new GatewayException(SqlState.UndefinedObject, "the virtual table of the task is gone"), task.TargetName!)]
                        : [.. imported.Select(table => (VirtualTable(catalog, source, table), table.Name.Object))];
                    foreach (var (table, name) in tables)
                    {
                        if (task.Condition is not null) CheckCondition(catalog.Snapshot, table);
                        if (task.Partitions is { } partitions) TablePartitions.Of(session, partitions, table);
                        var target = Target(catalog, table, name, cancellationToken);
                        var subscription = task.Extent == TaskExtent.LoadOnly ? null : Subscription(catalog, source, table, target, name);
                        made.Add(new TaskTable(table.Oid, target.Oid, subscription?.Oid));
                    }

                    after = (catalog.Snapshot.Tasks.GetValueOrDefault(task.Oid) ?? throw new GatewayException(SqlState.UndefinedObject, "the task is gone")) with
                    {
                        Tables = [.. made, .. task.Tables.Where(old => made.All(table => table.VirtualTable != old.VirtualTable))],
                    };
                    if (after != task) catalog.Replace(after);
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

        return (after, made);
    }

    /// <summary>What the task makes of a table, whether there is a subscription or not.</summary>
    public static SubscriptionEntry EntryOf(TaskEntry task, CatalogSnapshot snapshot, TaskTable table) =>
        snapshot.SubscriptionsByOid.GetValueOrDefault(table.Subscription ?? 0)
        ?? Entry(
            task, 0, TaskTargets.SubscriptionName(""),
            snapshot.RelationsByOid.GetValueOrDefault(table.VirtualTable) as VirtualTableEntry ?? throw new GatewayException(SqlState.UndefinedTable, "the virtual table of the task is gone"),
            snapshot.RelationsByOid.GetValueOrDefault(table.Target) as LocalTableEntry ?? throw new GatewayException(SqlState.UndefinedTable, "the target of the task is gone"));

    private static SubscriptionEntry Entry(TaskEntry task, long oid, string name, VirtualTableEntry table, LocalTableEntry target)
    {
        string? ColumnOf(string column) => TaskTargets.ChangeColumns(task.Mode).Any(known => known.Name == column)
            ? (target.Columns.FirstOrDefault(known => known.Name == column)
                ?? throw new GatewayException(SqlState.UndefinedColumn, $"target table \"{target.QualifiedName}\" of the task has no column \"{column}\"")).RemoteName
            : null;
        return new SubscriptionEntry(oid, task.TargetSchema, name, task.Owner, task.Source, table.Oid, new SubscriptionTarget(TargetKind.Table, target.Oid))
        {
            Query = TaskQuery.Of(task, table),
            Mode = task.Mode,
            ChangeTypeColumn = ColumnOf(TaskTargets.ChangeType),
            ChangeTimeColumn = ColumnOf(TaskTargets.ChangeTime),
            ChangeSequenceColumn = ColumnOf(TaskTargets.ChangeSequence),
        };
    }

    private VirtualTableEntry VirtualTable(CatalogTransaction catalog, RemoteSourceEntry source, RemoteTable imported)
    {
        var name = TaskTargets.VirtualTableName(imported.Name.Object);
        if (catalog.Snapshot.Relations[task.TargetSchema].FindExact(name) is not { } known)
        {
            RequireCreate(catalog.Snapshot);
            session.Rights.Require(source, Privilege.CreateVirtualTable);
            return VirtualTables.Create(catalog, task.TargetSchema, name, source, imported, hasExplicitColumns: false, [], session.Core.TimeProvider.GetUtcNow().UtcDateTime, session.User);
        }

        return known is VirtualTableEntry table && table.Source == source.Name && table.RemoteName == imported.Name
            ? table
            : throw Taken($"relation \"{task.TargetSchema}.{name}\"", $"table \"{imported.Name.Object}\" of the source");
    }

    private LocalTableEntry Target(CatalogTransaction catalog, VirtualTableEntry table, string name, CancellationToken cancellationToken)
    {
        var schema = task.TargetSchema;
        if (catalog.Snapshot.Relations[schema].Find(name) is not { } known)
        {
            RequireCreate(catalog.Snapshot);
            if (task.Mode == ChangeMode.Upsert && TaskTargets.KeyOf(table) is null)
            {
                throw new GatewayException(SqlState.InvalidObjectDefinition, $"LOGICAL DELETE takes a key, and table \"{table.RemoteName.Object}\" of the source has none")
                {
                    Hint = "Give it a primary key; PRESERVE ALL needs none.",
                };
            }

            var (columns, keys) = TaskTargets.For(table, task.Mode);
            return LocalTables.Create(catalog, schema, name, columns, keys, session.User);
        }

        if (known is not LocalTableEntry { IsTemporary: false } target) throw Taken($"relation \"{known.QualifiedName}\"", $"virtual table \"{table.Name}\"");
        if (task.Tables.Any(own => own.Target == target.Oid)) return target;
        if (!HasRows(catalog.Connection, target, cancellationToken)) return target;
        throw new GatewayException(SqlState.ObjectNotInPrerequisiteState, $"table \"{target.QualifiedName}\" has rows, and the task would load it")
        {
            Hint = "TRUNCATE it, or let the task have a target of its own.",
        };
    }

    private static bool HasRows(DuckDbConnection connection, LocalTableEntry table, CancellationToken cancellationToken)
    {
        using var rows = connection.OpenResult($"SELECT 1 FROM {LocalTables.PhysicalName(table.Oid)} LIMIT 1", OneNumber, cancellationToken);
        if (!rows.TryRead(out var first)) return false;
        using (first) return first.Length > 0;
    }

    private SubscriptionEntry Subscription(CatalogTransaction catalog, RemoteSourceEntry source, VirtualTableEntry table, LocalTableEntry target, string name)
    {
        if (task.Tables.FirstOrDefault(own => own.VirtualTable == table.Oid && own.Target == target.Oid) is { Subscription: { } oid } && catalog.Snapshot.SubscriptionsByOid.GetValueOrDefault(oid) is { } known) return known;
        session.Rights.Require(source, Privilege.CreateRemoteSubscription);
        RequireCreate(catalog.Snapshot);
        return SubscriptionChanges.Create(catalog, task.TargetSchema, TaskTargets.SubscriptionName(name), (made, _) => Entry(task, made, TaskTargets.SubscriptionName(name), table, target));
    }

    private void CheckCondition(CatalogSnapshot snapshot, VirtualTableEntry table)
    {
        try
        {
            new StatementBinder(session.BindingContext([]) with { Snapshot = snapshot }).CheckSubscriptionQuery(TaskQuery.Of(task, table)!, task.Owner);
        }
        catch (GatewayException e)
        {
            throw TaskQuery.DoesNotFit("the condition", table, e);
        }
    }

    private void RequireCreate(CatalogSnapshot snapshot) => session.Rights.Require(
        snapshot.Schemas.FindExact(task.TargetSchema) ?? throw new GatewayException(SqlState.InvalidSchemaName, $"schema \"{task.TargetSchema}\" does not exist"), Privilege.Create);

    private static GatewayException Taken(string what, string wanted) => new(SqlState.DuplicateTable, $"{what} exists and is not for {wanted}") { Hint = "Let the task have a schema of its own." };
}
