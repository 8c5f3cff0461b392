using FederationGateway.Common;
using FederationGateway.Gateway.Sessions;
using FederationGateway.Gateway.Settings;
using FederationGateway.Parser;
using FederationGateway.Parser.Ast;
using FederationGateway.PgWire.Contract;

namespace FederationGateway.Gateway.Statements;

/// <summary>SAVEPOINT, RELEASE and ROLLBACK TO.</summary>
internal static class SavepointStatements
{
    public static Prepared Prepare(ParsedStatement parsed, TransactionStatement statement) => new PreparedCommand(
        parsed,
        async run =>
        {
            var (session, name) = (run.Session, statement.Name!);
            RequireBlock(run, statement.Command);
            switch (statement.Command)
            {
                case TransactionCommand.Savepoint:
                    await session.Transaction.SavepointAsync(name.Text, session.Settings.Mark(), [.. session.Cursors.All], run.CancellationToken);
                    return new CommandTag("SAVEPOINT");
                case TransactionCommand.Release:
                    await session.Transaction.ReleaseAsync(name, run.CancellationToken);
                    return new CommandTag("RELEASE");
                default:
                    var point = session.Transaction.Savepoints.Get(name);
                    await session.Cursors.CloseAllAsync(except: point.Cursors);
                    await session.Transaction.RollbackToAsync(point, KeepsSnapshot(session), run.CancellationToken);
                    session.Settings.ReturnTo(point.Settings);
                    return new CommandTag("ROLLBACK");
            }
        },
        isOutsideTransactions: true);

    // Who has asked for it must not see more from one statement to the next.
    private static bool KeepsSnapshot(SessionState session) =>
        session.Settings.IsSet(SettingsTable.TransactionIsolation) && session.Settings[SettingsTable.TransactionIsolation] is "repeatable read" or "serializable";

    private static void RequireBlock(StatementRun run, TransactionCommand command)
    {
        if (run.Session.Transaction.Status != TransactionStatus.Idle || run.SharesRequest) return;
        var words = command switch { TransactionCommand.Savepoint => "SAVEPOINT", TransactionCommand.Release => "RELEASE SAVEPOINT", _ => "ROLLBACK TO SAVEPOINT" };
        throw new GatewayException(SqlState.NoActiveSqlTransaction, $"{words} can only be used in transaction blocks");
    }
}
