using FederationGateway.Catalog;
using FederationGateway.Catalog.Access;
using FederationGateway.Common;
using FederationGateway.Gateway.Sessions;
using FederationGateway.Gateway.Statements.Ddl;
using FederationGateway.Parser.Ast;

namespace FederationGateway.Gateway.Procedures;

/// <summary>What runs for the changes of a remote subscription, or when a task is started: a procedure, by itself or as a task, or statements of their own.</summary>
/// <param name="Task">Null for a procedure by itself. A task does what its owner may do, whoever starts it.</param>
internal sealed record TargetProgram(ProcedureEntry Procedure, TaskEntry? Task)
{
    /// <summary>What the changes of a subscription go to; null for a table, and when it is gone.</summary>
    public static TargetProgram? Of(CatalogSnapshot snapshot, SubscriptionEntry subscription) => ChangeSets.ProcedureOf(snapshot, subscription) is { } procedure
        ? new TargetProgram(procedure, subscription.Target is { Kind: TargetKind.Task, Object: { } oid } ? snapshot.Tasks[oid] : null)
        : null;

    /// <summary>What a statement names, which has been found already.</summary>
    public static TargetProgram Find(SessionState session, SubscriptionTargetClause clause)
    {
        if (clause.Kind == SubscriptionTargetKind.Procedure) return new TargetProgram(ProcedureNames.Find(session, session.Snapshot, clause.Name)!, Task: null);
        var task = TaskStatements.Find(session, session.Snapshot, clause.Name)!;
        return new TargetProgram(ChangeSets.ProcedureOf(session.Snapshot, task)!, task);
    }

    /// <summary>As messages name it.</summary>
    public string Describe() => Task is not null ? $"task {Task.QualifiedName}" : Procedure.IsAnonymous ? "statements" : $"procedure {Procedure.QualifiedName}";

    /// <summary>42501 when a role may not run it, or the task's owner no longer may call the procedure.</summary>
    public void RequireExecute(CatalogSnapshot snapshot, RoleRights rights)
    {
        if (Task is not null)
        {
            rights.Require(snapshot.Schemas.FindExact(Task.Schema)!, Privilege.Usage);
            rights.RequireExecute(Task);
            rights = RoleRights.Of(snapshot, Task.Owner);
        }

        if (Procedure.IsAnonymous) return;
        rights.Require(snapshot.Schemas.FindExact(Procedure.Schema)!, Privilege.Usage);
        rights.RequireExecute(Procedure);
    }

    /// <summary>The session is who the program runs for until the result is disposed.</summary>
    public IDisposable? Enter(SessionState session) => Task is null
        ? null
        : session.Identity.RunAs(session.Snapshot.Roles.FindExact(Task.Owner)?.Oid ?? throw new GatewayException(SqlState.UndefinedObject, $"role \"{Task.Owner}\" does not exist"));
}
