using FederationGateway.Adapters.Abstractions;
using FederationGateway.Binder.Statements;
using FederationGateway.Catalog;
using FederationGateway.Catalog.Access;
using FederationGateway.Catalog.Changes;
using FederationGateway.Common;
using FederationGateway.Gateway.Accounts;
using FederationGateway.Gateway.Procedures;
using FederationGateway.Gateway.Sessions;
using FederationGateway.Gateway.Settings;
using FederationGateway.Gateway.Tasks;
using FederationGateway.Parser;
using FederationGateway.Parser.Ast;

namespace FederationGateway.Gateway.Statements.Ddl;

/// <summary>CREATE and DROP [REPLICATION] TASK. What a replication task is to make is only described; the source is asked whether it has the schema.</summary>
internal static class TaskStatements
{
    public static Prepared PrepareCreate(ParsedStatement parsed, CreateReplicationTaskStatement create) => new PreparedCommand(parsed, "CREATE REPLICATION TASK", async run =>
    {
        var session = run.Session;
        session.RequireWritable("a change of the catalog");
        var (schema, name) = DdlNames.Target(session, session.Snapshot, create.Name);
        session.Rights.Require(session.Snapshot.Schemas.FindExact(schema)!, Privilege.Create);
        var bound = await Planner.BindTaskAsync(session, create, run.CancellationToken);
        RequireRights(session, create, bound);
        if (create.Extent != ReplicationExtent.InitialLoadOnly) SubscriptionStatements.RequireCapture(session, bound.Source, create.Source.Span);
        if (create.Partitions is { } partitions) TablePartitions.RequireOneMoment(session.Core.Sources.Get(session.Snapshot, bound.Source, session.Identity.Current), partitions);
        if (bound.RemoteSchema is { } remote) await CheckSchemaAsync(run, create, bound.Source, remote);
        else if (create.Partitions is { } parts) TablePartitions.Of(session, parts, bound.Table!);
        var time = session.Core.TimeProvider.GetUtcNow().UtcDateTime;
        await DdlRun.ChangeAsync(run, catalog => TaskChanges.Create(catalog, schema, name, (oid, inSchema) => new TaskEntry(oid, inSchema, name, session.User, bound.Source.Oid, bound.TargetSchema)
        {
            VirtualTable = bound.Table?.Oid,
            RemoteSchema = bound.RemoteSchema,
            TargetName = bound.TargetName,
            Mode = create.Mode switch { ReplicationMode.LogicalDelete => ChangeMode.Upsert, ReplicationMode.PreserveAll => ChangeMode.Insert, _ => ChangeMode.Normal },
            Extent = create.Extent switch { ReplicationExtent.InitialLoadOnly => TaskExtent.LoadOnly, ReplicationExtent.RealtimeOnly => TaskExtent.ChangesOnly, _ => TaskExtent.LoadAndChanges },
            Query = bound.QueryText is { } text ? Stored(session, text, bound.Names) : null,
            Condition = bound.RemoteSchema is not null && create.WhereText is { } condition ? Stored(session, condition, []) : null,
            Partitions = create.Partitions?.Text,
            CreateTime = time,
        }));
    });

    public static Prepared PrepareCreate(ParsedStatement parsed, CreateTaskStatement create) => new PreparedCommand(parsed, "CREATE TASK", async run =>
    {
        var session = run.Session;
        session.RequireWritable("a change of the catalog");
        var (schema, name) = DdlNames.Target(session, session.Snapshot, create.Name);
        session.Rights.Require(session.Snapshot.Schemas.FindExact(schema)!, Privilege.Create);
        var time = session.Core.TimeProvider.GetUtcNow().UtcDateTime;
        if (create.Body is { } body)
        {
            ProcedureEntry Statements(string inSchema) => new(0, inSchema, name, session.User, ProcedureStatements.Parameters(create.Parameters), body.Text) { SearchPath = session.SearchPath, CreateTime = time };
            var checkedEntry = Statements(schema);
            foreach (var statement in body.Statements) await ProcedureBody.BindAsync(session, checkedEntry, statement, caller: 0, run.CancellationToken);
            await DdlRun.ChangeAsync(run, catalog => TaskChanges.Create(catalog, schema, name, (oid, inSchema) => new TaskEntry(oid, inSchema, name, session.User, Source: 0, inSchema) { Statements = Statements(inSchema), CreateTime = time }));
            return;
        }

        var procedure = ProcedureNames.Get(session, session.Snapshot, new RoutineReference(create.Procedure!, Types: null, create.Procedure!.Span));
        new TargetProgram(procedure, Task: null).RequireExecute(session.Snapshot, session.Rights);
        await DdlRun.ChangeAsync(run, catalog => TaskChanges.Create(catalog, schema, name, (oid, inSchema) => new TaskEntry(oid, inSchema, name, session.User, Source: 0, inSchema) { Procedure = procedure.Oid, CreateTime = time }));
    });

    public static Prepared PrepareDrop(ParsedStatement parsed, DropTaskStatement drop) => new PreparedCommand(parsed, "DROP TASK", async run =>
    {
        var session = run.Session;
        session.RequireWritable("a change of the catalog");
        foreach (var name in drop.Names)
        {
            if (Find(session, session.Snapshot, name) is not { } task)
            {
                if (!drop.IfExists) throw Missing(name);
                session.Notice($"task \"{name.Last.Text}\" does not exist, skipping");
                continue;
            }

            session.Rights.RequireOwner(task);
            if (session.Core.Tasks.IsRunning(task))
                throw new GatewayException(SqlState.ObjectInUse, $"task \"{task.Name}\" is being started") { Position = name.Span.Start, Hint = "CANCEL TASK ends that; its execution is in SYS.M_TASKS." };

            // Where it can be said what became of them; in a block they are ended when the block is committed.
            if (!SubscriptionCommands.IsInBlock(run))
                await SubscriptionCommands.ResetAsync(run, [.. TaskChanges.SubscriptionsOf(session.Snapshot, task)]);
            await DdlRun.ChangeAsync(run, catalog => TaskChanges.Drop(catalog, catalog.Snapshot.Tasks.GetValueOrDefault(task.Oid) ?? throw Missing(name), drop.Behavior == DropBehavior.Cascade));
        }
    });

    /// <summary>A task by its name; null when there is none.</summary>
    public static TaskEntry? Find(SessionState session, CatalogSnapshot snapshot, ObjectName name)
    {
        if (name.Parts.Count > 2) throw GatewayException.Unsupported("a name of more than two parts here", name.Span);
        return name.Schema is { } schema
            ? snapshot.FindTask(schema.Text, name.Last.Text)
            : session.SearchPath.Select(inPath => snapshot.FindTask(inPath, name.Last.Text)).FirstOrDefault(found => found is not null);
    }

    public static GatewayException Missing(ObjectName name) => new(SqlState.UndefinedObject, $"task \"{name}\" does not exist") { Position = name.Span.Start };

    private static void RequireRights(SessionState session, CreateReplicationTaskStatement create, BoundTask bound)
    {
        if (create.Extent != ReplicationExtent.InitialLoadOnly) session.Rights.Require(bound.Source, Privilege.CreateRemoteSubscription);
        if (bound.RemoteSchema is not null) session.Rights.Require(bound.Source, Privilege.CreateVirtualTable);
        if (!bound.HasTarget || create.Extent != ReplicationExtent.InitialLoadOnly) session.Rights.Require(session.Snapshot.Schemas.FindExact(bound.TargetSchema)!, Privilege.Create);
        StatementAccess.Require(session, bound.Accesses, owner: null);
    }

    private static StoredExpression Stored(SessionState session, string text, EquatableArray<NameBinding> names) => new(text, session.SearchPath, session.Settings[SettingsTable.TimeZone], session.Now, names);

    private static async Task CheckSchemaAsync(StatementRun run, CreateReplicationTaskStatement create, RemoteSourceEntry source, string schema)
    {
        await RequireSchemaAsync(run, source, schema, create.Source);
        if (create.Where is null && create.Partitions is null) return;
        foreach (var table in await SchemaTables.ImportAsync(run.Session, source, schema, run.CancellationToken)) await CheckTableAsync(run, create, source, table);
    }

    // As if there were a virtual table for it already.
    private static async Task CheckTableAsync(StatementRun run, CreateReplicationTaskStatement create, RemoteSourceEntry source, RemoteTable remote)
    {
        var schema = run.Session.Snapshot.FindSchema(create.Target.Last.Text)!.Name;
        var table = VirtualTables.Entry(long.MaxValue, schema, TaskTargets.VirtualTableName(remote.Name.Object), source.Name, remote, remote.Properties) with { Owner = run.Session.User };
        if (create.Where is not null) await Planner.CheckTaskTableAsync(run.Session, create, table, run.CancellationToken);
        try
        {
            if (create.Partitions is { } partitions) TablePartitions.Of(run.Session, partitions, table);
        }
        catch (GatewayException e)
        {
            throw TaskQuery.DoesNotFit("PARTITION BY", table, e);
        }
    }

    private static async Task RequireSchemaAsync(StatementRun run, RemoteSourceEntry source, string schema, ObjectName at)
    {
        var session = run.Session;
        var level = await RemoteBrowsing.ReadLevelAsync(session.Core.Sources.Get(session.Snapshot, source, session.Identity.Current), parent: null, run.CancellationToken);
        if (level.Any(node => node.IsExpandable && node.DisplayName == schema)) return;
        throw new GatewayException(SqlState.RemoteSchemaNotFound, $"remote source \"{source.Name}\" has no schema \"{schema}\"")
        {
            Position = at.Last.Span.Start,
            Hint = level.Count == 0 ? "It shows no schemas." : $"It has {string.Join(", ", level.Where(node => node.IsExpandable).Take(20).Select(node => $"\"{node.DisplayName}\""))}.",
        };
    }
}
