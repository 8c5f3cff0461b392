using FederationGateway.Binder.Statements;
using FederationGateway.Catalog;
using FederationGateway.Catalog.Access;
using FederationGateway.Catalog.Changes;
using FederationGateway.Catalog.Configuration;
using FederationGateway.Common;
using FederationGateway.Gateway.Accounts;
using FederationGateway.Gateway.Procedures;
using FederationGateway.Gateway.Sessions;
using FederationGateway.Gateway.Settings;
using FederationGateway.Gateway.Statements.Accounts;
using FederationGateway.Parser;
using FederationGateway.Parser.Ast;

namespace FederationGateway.Gateway.Statements.Ddl;

/// <summary>CREATE and DROP REMOTE SUBSCRIPTION, and who owns one. Nothing is asked of the source: that is QUEUE's.</summary>
internal static class SubscriptionStatements
{
    public static Prepared PrepareCreate(ParsedStatement parsed, CreateRemoteSubscriptionStatement create) => new PreparedCommand(parsed, "CREATE REMOTE SUBSCRIPTION", async run =>
    {
        var session = run.Session;
        session.RequireWritable("a change of the catalog");
        if (create.Propagated != PropagatedChanges.None && create.Query is not null)
            throw new GatewayException(SqlState.SyntaxError, "WITH SCHEMA CHANGES goes with ON only") { Position = create.Span.Start, Hint = "A query keeps the columns it names." };
        if (create.Propagated != PropagatedChanges.None && create.Target.Kind != SubscriptionTargetKind.Table)
            throw new GatewayException(SqlState.SyntaxError, "WITH SCHEMA CHANGES goes with TARGET TABLE only") { Position = create.Span.Start, Hint = "A procedure keeps the columns of its parameter." };
        var (schema, name) = DdlNames.Target(session, session.Snapshot, create.Name);
        session.Rights.Require(session.Snapshot.Schemas.FindExact(schema)!, Privilege.Create);
        var bound = await Planner.BindSubscriptionAsync(session, create, run.CancellationToken);
        var source = session.Snapshot.Sources.FindExact(bound.Table.Source) ?? throw new GatewayException(SqlState.UndefinedObject, $"remote source \"{bound.Table.Source}\" does not exist");
        session.Rights.Require(source, Privilege.CreateRemoteSubscription);
        StatementAccess.Require(session, bound.Accesses, owner: null);
        RequireCapture(session, source, create.VirtualTable?.Span ?? create.Query!.Span);
        RequireAlterable(session, create, bound);
        var target = create.Target.Kind == SubscriptionTargetKind.Table ? null : await SubscriptionCall.TargetAsync(session, create.Target, schema, bound.Changes, run.CancellationToken);
        await DdlRun.ChangeAsync(run, catalog => SubscriptionChanges.Create(catalog, schema, name, (oid, inSchema) => Entry(session, create, bound, source, oid, inSchema, name, target)));
    });

    public static Prepared PrepareDrop(ParsedStatement parsed, DropRemoteSubscriptionStatement drop) => new PreparedCommand(parsed, "DROP REMOTE SUBSCRIPTION", async run =>
    {
        run.Session.RequireWritable("a change of the catalog");

        // Where it can be said what became of it; in a block it is ended when the block is committed.
        if (!SubscriptionCommands.IsInBlock(run))
            foreach (var subscription in Named(run, run.Session.Snapshot, drop, missing: null).ToList()) await SubscriptionCommands.ResetAsync(run, subscription);
        await DdlRun.ChangeAsync(run, catalog =>
        {
            foreach (var subscription in Named(run, catalog.Snapshot, drop, name => catalog.Notices.Add($"remote subscription \"{name.Last.Text}\" does not exist, skipping")).ToList()) catalog.Remove(subscription);
        });
    });

    public static Prepared PrepareOwner(ParsedStatement parsed, ChangeSubscriptionOwnerStatement change) => new PreparedCommand(parsed, "ALTER REMOTE SUBSCRIPTION", run => DdlRun.ChangeAsync(run, catalog =>
        OwnershipStatements.Change(run.Session, catalog, Find(run.Session, catalog.Snapshot, change.Name) ?? throw Missing(change.Name), change.NewOwner)));

    /// <summary>A subscription by its name; null when there is none.</summary>
    public static SubscriptionEntry? Find(SessionState session, CatalogSnapshot snapshot, ObjectName name)
    {
        if (name.Parts.Count > 2) throw GatewayException.Unsupported("a name of more than two parts here", name.Span);
        return name.Schema is { } schema
            ? snapshot.FindSubscription(schema.Text, name.Last.Text)
            : session.SearchPath.Select(inPath => snapshot.FindSubscription(inPath, name.Last.Text)).FirstOrDefault(found => found is not null);
    }

    public static GatewayException Missing(ObjectName name) => new(SqlState.UndefinedObject, $"remote subscription \"{name}\" does not exist") { Position = name.Span.Start };

    private static IEnumerable<SubscriptionEntry> Named(StatementRun run, CatalogSnapshot snapshot, DropRemoteSubscriptionStatement drop, Action<ObjectName>? missing)
    {
        foreach (var name in drop.Names)
        {
            if (Find(run.Session, snapshot, name) is { } subscription)
            {
                run.Session.Rights.RequireOwner(subscription);
                yield return subscription;
            }
            else if (drop.IfExists) missing?.Invoke(name);
            else throw Missing(name);
        }
    }

    /// <summary>0A000 when the source does not tell of changes.</summary>
    public static void RequireCapture(SessionState session, RemoteSourceEntry source, TextSpan at)
    {
        if (CaptureMethods.Of(source, session.Core.Adapters.All) != CaptureMethod.None) return;
        throw new GatewayException(SqlState.FeatureNotSupported, $"remote source \"{source.Name}\" does not tell of changes")
        {
            Position = at.Start,
            Hint = $"ALTER REMOTE SOURCE {source.Name} SET PROPERTY '{CaptureProperties.Method}' = 'polling' has its tables read from time to time to find out what changed.",
        };
    }

    // Changes of the source's definition are brought to the virtual table, and to the target.
    private static void RequireAlterable(SessionState session, CreateRemoteSubscriptionStatement create, BoundSubscription bound)
    {
        if (create.Propagated == PropagatedChanges.None) return;
        session.Rights.RequireOwner(bound.Table);
        if (create.Propagated == PropagatedChanges.All) session.Rights.RequireOwner(DdlNames.Relation(session, session.Snapshot, create.Target.Name));
        if (!bound.Table.HasExplicitColumns) return;
        throw new GatewayException(SqlState.FeatureNotSupported, $"WITH SCHEMA CHANGES of virtual table \"{bound.Table.Name}\", whose columns were listed, is not supported")
        {
            Position = create.VirtualTable!.Span.Start,
            Hint = "CREATE VIRTUAL TABLE without a list of columns takes those of the source, and goes on with them.",
        };
    }

    private static SubscriptionEntry Entry(SessionState session, CreateRemoteSubscriptionStatement create, BoundSubscription bound, RemoteSourceEntry source, long oid, string schema, string name, SubscriptionTarget? called)
    {
        var query = create.QueryText is { } text ? new StoredExpression(text, session.SearchPath, session.Settings[SettingsTable.TimeZone], session.Now, bound.Names) : null;
        if (called is not null)
        {
            return new SubscriptionEntry(oid, schema, name, session.User, source.Oid, bound.Table.Oid, called)
            {
                Query = query,
                ChangeTypeColumn = ChangeSets.ColumnName(0),
                ChangeTimeColumn = ChangeSets.ColumnName(1),
                ChangeSequenceColumn = ChangeSets.ColumnName(2),
            };
        }

        var target = (LocalTableEntry)DdlNames.Relation(session, session.Snapshot, create.Target.Name);
        string? ColumnOf(ChangeColumnKind kind) => create.Target.ChangeColumns.FirstOrDefault(column => column.Kind == kind) is { } given
            ? (target.Columns.FirstOrDefault(column => column.Name == given.Column.Text) ?? target.Columns.First(column => string.Equals(column.Name, given.Column.Text, StringComparison.OrdinalIgnoreCase))).RemoteName
            : null;
        return new SubscriptionEntry(oid, schema, name, session.User, source.Oid, bound.Table.Oid, new SubscriptionTarget(TargetKind.Table, target.Oid))
        {
            Query = query,
            Mode = create.Target.Load switch { LoadBehavior.Upsert => ChangeMode.Upsert, LoadBehavior.Insert => ChangeMode.Insert, _ => ChangeMode.Normal },
            ChangeTypeColumn = ColumnOf(ChangeColumnKind.Type),
            ChangeTimeColumn = ColumnOf(ChangeColumnKind.Time),
            ChangeSequenceColumn = ColumnOf(ChangeColumnKind.Sequence),
            SchemaChanges = create.Propagated switch { PropagatedChanges.All => SchemaChangePropagation.Full, PropagatedChanges.Restricted => SchemaChangePropagation.Restricted, _ => SchemaChangePropagation.None },
        };
    }
}
