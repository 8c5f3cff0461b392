using FederationGateway.Catalog;
using FederationGateway.Common;
using FederationGateway.Gateway.Sessions;
using FederationGateway.Gateway.Statements;
using FederationGateway.Parser;

namespace FederationGateway.Gateway.Auditing;

/// <summary>Audits the statements of a session: what succeeded with its transaction, what failed by itself.</summary>
internal static class StatementAudit
{
    /// <summary>A statement has run: unless it is audited durably, it has not.</summary>
    public static async ValueTask SucceededAsync(SessionState session, ParsedStatement statement)
    {
        if (!Includes(statement)) return;
        var entry = EntryOf(session, statement);
        if (!session.Transaction.TryAudit(entry)) await session.Core.Audit.AppendAsync(entry);
    }

    /// <summary>A statement was refused, or has failed.</summary>
    public static async ValueTask FailedAsync(SessionState session, ParsedStatement statement, Exception failure)
    {
        if (!Includes(statement)) return;
        await session.Core.Audit.AppendAsync(EntryOf(session, statement) with
        {
            Outcome = AuditOutcome.Unsuccessful,
            SqlState = failure switch
            {
                GatewayException gateway => gateway.State.Code,
                OperationCanceledException => SqlState.QueryCanceled.Code,
                _ => SqlState.InternalError.Code,
            },
            Error = failure is GatewayException or OperationCanceledException ? failure.Message : "internal error",
        });
    }

    // Of a look-up nothing but its text is known, and it is a query.
    private static bool Includes(ParsedStatement statement) => statement.Lifted is null && AuditedStatements.Includes(statement.Statement);

    private static AuditEntry EntryOf(SessionState session, ParsedStatement statement) => session.Core.Audit.Entry(
        session.Info, session.User, AuditedStatements.ActionOf(statement.Statement), AuditedStatements.ObjectOf(statement.Statement), StatementText.WithoutSecrets(statement));
}
