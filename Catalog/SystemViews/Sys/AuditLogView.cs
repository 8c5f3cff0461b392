using FederationGateway.Catalog.Access;
using FederationGateway.Common;

namespace FederationGateway.Catalog.SystemViews.Sys;

/// <summary>AUDIT_LOG: who did what, when, from where, and what came of it. Who has AUDIT READ reads it, nobody writes it.</summary>
public sealed class AuditLogView() : SysView("AUDIT_LOG", 90)
{
    protected override IReadOnlyList<(string Name, SqlType Type)> Columns { get; } =
    [
        BigInt("AUDIT_ID"), Time("TIMESTAMP"), Integer("CONNECTION_ID"), Text("CLIENT_IP", 64), Integer("CLIENT_PORT"), Text("USER_NAME"), Text("STATEMENT_USER_NAME"), Text("APPLICATION_NAME"), Text("EVENT_STATUS", 16),
        Text("EVENT_ACTION", 64), Text("OBJECT_NAME"), LongText("STATEMENT_STRING"), Text("SQL_STATE", 5), LongText("ERROR_MESSAGE"),
    ];

    public override IEnumerable<object?[]> Rows(SystemViewContext context)
    {
        RoleRights.Of(context.Snapshot, context.UserName).Require(Privilege.AuditRead, "read the audit log");
        return context.Runtime.AuditLog.Select(entry => new object?[]
        {
            entry.Id, entry.Time, entry.SessionId == 0 ? null : entry.SessionId, entry.ClientAddress, entry.ClientPort, entry.User, entry.StatementUser, entry.ApplicationName, WordOf(entry.Outcome),
            entry.Action, entry.ObjectName, entry.Statement, entry.SqlState, entry.Error,
        });
    }

    private static string WordOf(AuditOutcome outcome) => outcome switch
    {
        AuditOutcome.Successful => "SUCCESSFUL",
        AuditOutcome.RolledBack => "ROLLED BACK",
        _ => "UNSUCCESSFUL",
    };
}
