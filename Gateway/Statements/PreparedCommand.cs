using FederationGateway.Common;
using FederationGateway.Parser;
using FederationGateway.Plan;
using FederationGateway.PgWire.Contract;

namespace FederationGateway.Gateway.Statements;

/// <summary>A statement without parameters and rows: it runs, then there is only its tag.</summary>
internal sealed class PreparedCommand(ParsedStatement parsed, Func<StatementRun, ValueTask<CommandTag>> execute, bool isOutsideTransactions = false, bool leavesOpenRows = false, bool notesChanges = false) : Prepared(parsed)
{
    public PreparedCommand(ParsedStatement parsed, string tag, Func<StatementRun, ValueTask> execute, bool isOutsideTransactions = false)
        : this(parsed, async run =>
        {
            await execute(run);
            return new CommandTag(tag);
        }, isOutsideTransactions)
    {
    }

    public override bool IsOutsideTransactions => isOutsideTransactions;

    // One that changes the store only sometimes says so itself.
    public override bool MayChange => base.MayChange && !notesChanges;

    public override bool LeavesOpenRows => leavesOpenRows;

    public override async ValueTask<IExecution> ExecuteAsync(StatementRun run, EquatableArray<ConstantExpression> parameters) => new CompletedExecution(await execute(run));
}
