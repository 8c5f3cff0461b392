using FederationGateway.Catalog;
using FederationGateway.Catalog.Access;
using FederationGateway.Common;
using FederationGateway.Gateway.Sessions;
using FederationGateway.Gateway.Statements.Ddl;
using FederationGateway.Parser;
using FederationGateway.Parser.Ast;
using FederationGateway.PgWire.Contract;

namespace FederationGateway.Gateway.Statements;

/// <summary>
/// LOCK TABLE in the modes that keep nobody from reading and writing rows, which are what reading and writing take by themselves: readers see one state, and of two writers of
/// a row the second fails. Modes that keep others out are refused.
/// </summary>
internal static class LockStatements
{
    private static readonly string[] Shared = ["ACCESS SHARE", "ROW SHARE", "ROW EXCLUSIVE"];

    public static Prepared Prepare(ParsedStatement parsed, LockTableStatement lockTable)
    {
        if (!Shared.Contains(lockTable.Mode)) throw GatewayException.Unsupported($"LOCK TABLE in {lockTable.Mode} mode", lockTable.Span);
        return new PreparedCommand(parsed, "LOCK TABLE", run =>
        {
            if (run.Session.Transaction.Status == TransactionStatus.Idle && !run.SharesRequest)
                throw new GatewayException(SqlState.NoActiveSqlTransaction, "LOCK TABLE can only be used in transaction blocks");
            foreach (var name in lockTable.Tables)
            {
                var relation = DdlNames.Relation(run.Session, run.Session.Snapshot, name);
                RequireAccess(run.Session, relation, isReading: lockTable.Mode == Shared[0]);
                if (relation is VirtualTableEntry table && lockTable.Mode != Shared[0])
                    throw new GatewayException(SqlState.FeatureNotSupported, $"locking rows of virtual table \"{table.Name}\" is not supported") { Position = name.Span.Start };
            }

            return ValueTask.CompletedTask;
        });
    }

    // Who may change rows may say so before; only who may read them may lock for reading.
    private static void RequireAccess(SessionState session, RelationEntry relation, bool isReading)
    {
        DdlNames.RequireUsage(session, relation);
        Privilege[] writing = [Privilege.Insert, Privilege.Update, Privilege.Delete, Privilege.Truncate];
        if (!(isReading && session.Rights.Has(relation, Privilege.Select)) && !writing.Any(privilege => session.Rights.Has(relation, privilege))) throw Guard.Denied(relation);
    }
}
