using FederationGateway.Catalog;
using FederationGateway.Catalog.Access;
using FederationGateway.Catalog.Changes;
using FederationGateway.Common;
using FederationGateway.Gateway.Replicas;
using FederationGateway.Gateway.Sessions;
using FederationGateway.Parser.Ast;

namespace FederationGateway.Gateway.Statements.Ddl;

/// <summary>ALTER VIRTUAL TABLE … REPLICA. What reads a source no ROLLBACK takes back, so all but DROP stands outside of transaction blocks.</summary>
internal static class ReplicaStatements
{
    public static async ValueTask RunAsync(StatementRun run, ReplicaAction action, Func<CatalogSnapshot, VirtualTableEntry> find)
    {
        var session = run.Session;
        session.RequireWritable("a change of the catalog");
        var table = find(session.Snapshot);
        if (action.Cancel)
        {
            await session.Core.Replicas.CancelAsync(table, action.Command == ReplicaCommand.Add ? ReplicaWorkKind.Add : ReplicaWorkKind.Refresh, run.CancellationToken);
            return;
        }

        if (action.Command == ReplicaCommand.Drop)
        {
            await DdlRun.ChangeAsync(run, catalog =>
            {
                var current = find(catalog.Snapshot);
                session.Core.Replicas.RequireIdle(current);
                if (current.Replica is null) throw ReplicaWork.Missing(current);
                ReplicaTables.Detach(catalog, current);
            });
            return;
        }

        SubscriptionCommands.RequireOutsideBlock(run, $"ALTER VIRTUAL TABLE … {Verb(action.Command)} REPLICA");
        switch (action.Command)
        {
            case ReplicaCommand.Add:
                await AddAsync(run, table, action, find);
                break;
            case ReplicaCommand.RefreshSnapshot:
                if (!RequireReplica(session.Snapshot, table).IsSnapshot)
                    throw WrongState($"the replica of virtual table \"{table.Name}\" follows its source, and is not refreshed", "DROP REPLICA and ADD SHARED REPLICA load it anew.");
                await session.Core.Replicas.RunAsync(table, ReplicaWorkKind.Refresh, action.Async, token => ReplicaWork.RefreshAsync(session.Core, table, token), run.CancellationToken);
                break;
            case ReplicaCommand.Enable:
                if (!RequireFollowing(session.Snapshot, table).IsDisabled) throw WrongState($"the replica of virtual table \"{table.Name}\" is not disabled", hint: null);
                await session.Core.Replicas.RunAsync(table, ReplicaWorkKind.Enable, action.Async, token => LiveReplicas.EnableAsync(session.Core, table, token), run.CancellationToken);
                break;
            case ReplicaCommand.Disable:
                if (RequireFollowing(session.Snapshot, table).IsDisabled) throw WrongState($"the replica of virtual table \"{table.Name}\" is disabled already", "ENABLE REPLICA lets it follow the source again.");
                await session.Core.Replicas.RunAsync(table, ReplicaWorkKind.Disable, isAsync: false, _ => LiveReplicas.DisableAsync(session.Core, table), run.CancellationToken);
                break;
            default:
                throw GatewayException.Unsupported("ALTER REPLICA", action.Span);
        }
    }

    private static async ValueTask AddAsync(StatementRun run, VirtualTableEntry table, ReplicaAction action, Func<CatalogSnapshot, VirtualTableEntry> find)
    {
        var session = run.Session;
        if (action is { Shared: true, Name: { } given })
            throw new GatewayException(SqlState.SyntaxError, "a shared replica has no name of its own") { Position = given.Span.Start, Hint = "NAME goes with NOT SHARED." };
        if (action.Name is { Parts.Count: > 1 } qualified) throw GatewayException.Unsupported("a schema in the name of a replica", qualified.Span);
        ReplicaTables.RefuseSecond(table);
        if (!action.Snapshot) RequireCapture(session, table, action);
        session.Core.Replicas.RequireIdle(table);
        if (action.Shared && ReplicaTables.Shareable(session.Snapshot, table, action.Snapshot) is { } shared)
        {
            await DdlRun.ChangeAsync(run, catalog => ReplicaTables.Attach(
                catalog, find(catalog.Snapshot), catalog.Snapshot.Replicas.GetValueOrDefault(shared.Oid) ?? throw new GatewayException(SqlState.SerializationFailure, "the replica that was to be shared has just been dropped") { Hint = "Try again." }));
            return;
        }

        var name = action.Name?.Last.Text;
        await session.Core.Replicas.RunAsync(
            table,
            ReplicaWorkKind.Add,
            action.Async,
            token => action.Snapshot ? ReplicaWork.AddSnapshotAsync(session.Core, table, action.Shared, name, token) : LiveReplicas.AddAsync(session.Core, table, action.Shared, name, token),
            run.CancellationToken);
    }

    // What follows a source takes what subscribing to it takes.
    private static void RequireCapture(SessionState session, VirtualTableEntry table, ReplicaAction action)
    {
        var source = session.Snapshot.Sources.FindExact(table.Source) ?? throw new GatewayException(SqlState.UndefinedObject, $"remote source \"{table.Source}\" does not exist");
        session.Rights.Require(source, Privilege.CreateRemoteSubscription);
        if (CaptureMethods.Of(source, session.Core.Adapters.All) != CaptureMethod.None) return;
        throw new GatewayException(SqlState.FeatureNotSupported, $"remote source \"{source.Name}\" does not tell of changes")
        {
            Position = action.Span.Start,
            Hint = "ADD SHARED SNAPSHOT REPLICA makes a copy, REFRESH SNAPSHOT REPLICA loads it anew.",
        };
    }

    private static ReplicaDefinition RequireReplica(CatalogSnapshot snapshot, VirtualTableEntry table) => ReplicaTables.Of(snapshot, table)?.Replica ?? throw ReplicaWork.Missing(table);

    private static ReplicaDefinition RequireFollowing(CatalogSnapshot snapshot, VirtualTableEntry table) => RequireReplica(snapshot, table) is { IsSnapshot: false } definition
        ? definition
        : throw WrongState($"the replica of virtual table \"{table.Name}\" is a snapshot, which follows nothing", "DROP REPLICA ends it, REFRESH SNAPSHOT REPLICA loads it anew.");

    private static GatewayException WrongState(string message, string? hint) => new(SqlState.ObjectNotInPrerequisiteState, message) { Hint = hint };

    private static string Verb(ReplicaCommand command) => command switch
    {
        ReplicaCommand.Add => "ADD",
        ReplicaCommand.RefreshSnapshot => "REFRESH",
        ReplicaCommand.Enable => "ENABLE",
        ReplicaCommand.Disable => "DISABLE",
        _ => "ALTER",
    };
}
