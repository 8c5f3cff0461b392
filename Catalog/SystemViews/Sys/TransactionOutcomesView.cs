using System.Globalization;
using FederationGateway.Common;

namespace FederationGateway.Catalog.SystemViews.Sys;

/// <summary>
/// M_TRANSACTION_OUTCOMES: transactions over local tables and a remote source that have not ended everywhere yet, and those that did not end everywhere alike. Empty as long as
/// all is well.
/// </summary>
public sealed class TransactionOutcomesView() : SysView("M_TRANSACTION_OUTCOMES", 74)
{
    protected override IReadOnlyList<(string Name, SqlType Type)> Columns { get; } =
    [
        Text("TRANSACTION_ID", 20), Time("COMMIT_TIME"), Text("USER_NAME"), Text("REMOTE_SOURCE_NAME"), Text("REMOTE_TRANSACTION_ID", 64), Text("PREPARED_NAME"), Text("OUTCOME", 16), LongText("REASON"), Time("OUTCOME_TIME"),
    ];

    public override IEnumerable<object?[]> Rows(SystemViewContext context) => context.Runtime.TransactionOutcomes.Where(row => context.SeesStatementsOf(row.Record.User)).Select(row => new object?[]
    {
        row.Record.Id.ToString(CultureInfo.InvariantCulture), row.Record.Time, row.Record.User, row.Record.Source, row.Record.RemoteTransactionId, row.Record.PreparedName, row.Outcome, row.Reason, row.Time,
    });
}
