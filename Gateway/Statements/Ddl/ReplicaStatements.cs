using FederationGateway.Catalog;
using FederationGateway.Catalog.Changes;
using FederationGateway.Common;
using FederationGateway.Gateway.Replicas;
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
                RequireReplica(session.Snapshot, table);
                await session.Core.Replicas.RunAsync(table, ReplicaWorkKind.Refresh, action.Async, token => ReplicaWork.RefreshAsync(session.Core, table, token), run.CancellationToken);
                break;
            case ReplicaCommand.Enable or ReplicaCommand.Disable:
                RequireReplica(session.Snapshot, table);
                throw new GatewayException(SqlState.ObjectNotInPrerequisiteState, $"the replica of virtual table \"{table.Name}\" is a snapshot, which follows nothing") { Hint = "DROP REPLICA ends it, REFRESH SNAPSHOT REPLICA loads it anew." };
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
        if (!action.Snapshot)
            throw new GatewayException(SqlState.FeatureNotSupported, "a replica that follows its source is not supported") { Position = action.Span.Start, Hint = "ADD SHARED SNAPSHOT REPLICA makes a copy, REFRESH SNAPSHOT REPLICA loads it anew." };
        session.Core.Replicas.RequireIdle(table);
        if (action.Shared && ReplicaTables.Shareable(session.Snapshot, table, action.Snapshot) is { } shared)
        {
            await DdlRun.ChangeAsync(run, catalog => ReplicaTables.Attach(
                catalog, find(catalog.Snapshot), catalog.Snapshot.Replicas.GetValueOrDefault(shared.Oid) ?? throw new GatewayException(SqlState.SerializationFailure, "the replica that was to be shared has just been dropped") { Hint = "Try again." }));
            return;
        }

        await session.Core.Replicas.RunAsync(
            table, ReplicaWorkKind.Add, action.Async, token => ReplicaWork.AddSnapshotAsync(session.Core, table, action.Shared, action.Name?.Last.Text, token), run.CancellationToken);
    }

    private static void RequireReplica(CatalogSnapshot snapshot, VirtualTableEntry table)
    {
        if (ReplicaTables.Of(snapshot, table) is null) throw ReplicaWork.Missing(table);
    }

    private static string Verb(ReplicaCommand command) => command switch
    {
        ReplicaCommand.Add => "ADD",
        ReplicaCommand.RefreshSnapshot => "REFRESH",
        ReplicaCommand.Enable => "ENABLE",
        ReplicaCommand.Disable => "DISABLE",
        _ => "ALTER",
    };
}
