using FederationGateway.Common;
using FederationGateway.Gateway.Settings;
using FederationGateway.Parser;
using FederationGateway.Parser.Ast;
using FederationGateway.PgWire.Contract;

namespace FederationGateway.Gateway.Statements;

/// <summary>BEGIN, COMMIT, ROLLBACK and SET TRANSACTION.</summary>
internal static class TransactionStatements
{
    public static Prepared Prepare(ParsedStatement parsed, TransactionStatement statement) => statement.Command switch
    {
        TransactionCommand.Begin => new PreparedCommand(parsed, "BEGIN", run => Begin(run, statement.Modes), isOutsideTransactions: true),
        TransactionCommand.Commit => new PreparedCommand(parsed, run => EndAsync(run, statement, commit: true), isOutsideTransactions: true),
        TransactionCommand.Rollback => new PreparedCommand(parsed, run => EndAsync(run, statement, commit: false), isOutsideTransactions: true),
        TransactionCommand.Savepoint or TransactionCommand.Release or TransactionCommand.RollbackTo => SavepointStatements.Prepare(parsed, statement),
        _ => throw GatewayException.Unsupported("a prepared transaction", parsed.Span),
    };

    public static Prepared PrepareSet(ParsedStatement parsed, SetTransactionStatement statement) => new PreparedCommand(parsed, "SET", run =>
    {
        if (statement.SessionDefault)
        {
            var settings = run.Session.Settings;
            if (statement.Modes.ReadOnly is { } readOnly) settings.Set(SettingsTable.DefaultTransactionReadOnly, readOnly ? "on" : "off");
            if (statement.Modes.Isolation is { } isolation) settings.Set(SettingsTable.DefaultTransactionIsolation, Name(isolation));
        }
        else if (run.Session.Transaction.Status == TransactionStatus.Idle) run.Session.Warning("SET TRANSACTION can only be used in transaction blocks", "25P01");
        else Apply(run, statement.Modes);
        return ValueTask.CompletedTask;
    }, isOutsideTransactions: true);

    private static ValueTask Begin(StatementRun run, TransactionModes modes)
    {
        var transaction = run.Session.Transaction;
        if (transaction.Status != TransactionStatus.Idle) run.Session.Warning("there is already a transaction in progress", "25001");
        else
        {
            transaction.BeginExplicit(run.Session.StatementTime);
            run.Session.Settings.BeginTransaction();
            if (run.Session.Settings.IsSet(SettingsTable.DefaultTransactionIsolation)) run.Session.Settings.Set(SettingsTable.TransactionIsolation, run.Session.Settings[SettingsTable.DefaultTransactionIsolation], isLocal: true);
            run.Session.Settings.Set(SettingsTable.TransactionReadOnly, run.Session.Settings[SettingsTable.DefaultTransactionReadOnly], isLocal: true);
        }

        Apply(run, modes);
        return ValueTask.CompletedTask;
    }

    private static void Apply(StatementRun run, TransactionModes modes)
    {
        if (modes.ReadOnly is { } readOnly) run.Session.Settings.Set(SettingsTable.TransactionReadOnly, readOnly ? "on" : "off", isLocal: true);
        if (modes.Isolation is { } isolation) run.Session.Settings.Set(SettingsTable.TransactionIsolation, Name(isolation), isLocal: true);
    }

    private static async ValueTask<CommandTag> EndAsync(StatementRun run, TransactionStatement statement, bool commit)
    {
        if (statement.Chain) throw GatewayException.Unsupported("AND CHAIN", statement.Span);
        var transaction = run.Session.Transaction;
        if (transaction.Status == TransactionStatus.Idle) run.Session.Warning("there is no transaction in progress", "25P01");
        var succeeds = commit && transaction.Status != TransactionStatus.Failed;
        try
        {
            if (succeeds) run.Session.WarnOf(await transaction.CommitAsync(run.Session.User, run.CancellationToken));
            else await transaction.RollbackAsync();
        }
        catch
        {
            run.Session.Settings.EndTransaction(committed: false);
            throw;
        }

        run.Session.Settings.EndTransaction(committed: succeeds);
        return new CommandTag(succeeds ? "COMMIT" : "ROLLBACK");
    }

    private static string Name(IsolationLevel level) => level switch
    {
        IsolationLevel.ReadUncommitted => "read uncommitted",
        IsolationLevel.ReadCommitted => "read committed",
        IsolationLevel.RepeatableRead => "repeatable read",
        _ => "serializable",
    };
}
