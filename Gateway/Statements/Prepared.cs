using FederationGateway.Common;
using FederationGateway.Gateway.Sessions;
using FederationGateway.Parser;
using FederationGateway.Plan;
using FederationGateway.PgWire.Contract;

namespace FederationGateway.Gateway.Statements;

/// <summary>A statement whose parameters and columns are known, ready to run any number of times.</summary>
internal abstract class Prepared(ParsedStatement parsed) : IPreparedStatement
{
    public ParsedStatement Parsed { get; } = parsed;

    /// <summary>The statement that runs: another than was sent for EXECUTE.</summary>
    public virtual ParsedStatement Running => Parsed;

    public virtual IReadOnlyList<SqlType> ParameterTypes => [];

    public virtual IReadOnlyList<ResultColumn>? Columns => null;

    /// <summary>
    /// True when the statement neither reads nor changes what a transaction covers (SET, SHOW, BEGIN …), so that it needs none around it.
    /// </summary>
    public virtual bool IsOutsideTransactions => false;

    /// <summary>True for a query, which sees one moment by itself and needs no transaction for that.</summary>
    public virtual bool SeesOneMoment => false;

    /// <summary>True unless it is known to leave the store as it is: then a savepoint before it can be returned to without undoing anything.</summary>
    public virtual bool MayChange => !SeesOneMoment && !IsOutsideTransactions;

    /// <summary>True when it touches neither tables nor the transaction's connection, so that results still being read from it may go on where they are.</summary>
    public virtual bool LeavesOpenRows => false;

    /// <summary>True when it works on rows, so that it takes its turn among the statements running at once; what only defines, sets or shows never waits.</summary>
    public virtual bool TakesTurn => false;

    /// <summary>Starts the statement; the context disposes with the returned execution.</summary>
    public abstract ValueTask<IExecution> ExecuteAsync(StatementRun run, EquatableArray<ConstantExpression> parameters);
}
