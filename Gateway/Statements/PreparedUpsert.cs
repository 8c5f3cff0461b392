using FederationGateway.Common;
using FederationGateway.Gateway.Accounts;
using FederationGateway.Parser;
using FederationGateway.PgWire.Contract;
using FederationGateway.Plan;

namespace FederationGateway.Gateway.Statements;

/// <summary>UPSERT … WHERE: an UPDATE, and an INSERT when it finds no row, in one transaction.</summary>
internal sealed class PreparedUpsert(ParsedStatement parsed, UpsertStatement bound) : Prepared(parsed)
{
    public override IReadOnlyList<SqlType> ParameterTypes { get; } = [.. bound.ParameterTypes];

    public override bool TakesTurn => true;

    public override async ValueTask<IExecution> ExecuteAsync(StatementRun run, EquatableArray<ConstantExpression> parameters)
    {
        run.Session.RequireWritable("UPSERT");
        var upsert = (UpsertStatement)await Planner.BindAsync(run.Session, Parsed.Statement, ParameterTypes, run.CancellationToken);
        StatementAccess.Require(run.Session, upsert);
        var count = await PreparedWrite.WriteAsync(run, upsert.Update, parameters, sharesSnapshot: true);
        if (count == 0) count = await PreparedWrite.WriteAsync(run, upsert.Insert, parameters, sharesSnapshot: true);
        return new CompletedExecution(CommandTag.Insert(count));
    }
}
