using FederationGateway.Common;
using FederationGateway.Parser;
using FederationGateway.Plan;
using FederationGateway.PgWire.Contract;

namespace FederationGateway.Gateway.Statements.Lookups;

/// <summary>A look-up by a key written out in its text, run as the same query with the key as a parameter.</summary>
internal sealed class PreparedLookup(ParsedStatement parsed, PreparedQuery query, EquatableArray<ConstantExpression> values) : Prepared(parsed)
{
    public override IReadOnlyList<ResultColumn>? Columns => query.Columns;

    public override bool SeesOneMoment => true;

    public override bool TakesTurn => query.TakesTurn;

    public override ValueTask<IExecution> ExecuteAsync(StatementRun run, EquatableArray<ConstantExpression> parameters) => query.ExecuteAsync(run, values);
}
