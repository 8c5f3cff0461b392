using System.Globalization;
using FederationGateway.Common;

namespace FederationGateway.Catalog.SystemViews.Sys;

/// <summary>M_PUSHDOWN_REASONS: how often each reason kept something of a statement from running at a source. Counted when statements run, not by EXPLAIN alone.</summary>
public sealed class PushdownReasons() : SysView("M_PUSHDOWN_REASONS", 30)
{
    protected override IReadOnlyList<(string Name, SqlType Type)> Columns { get; } =
    [
        Text("REMOTE_SOURCE_NAME"), Text("REASON_CODE", 32), Text("OPERATOR_NAME", 32), LongText("REASON"), LongText("HINT"), BigInt("STATEMENT_COUNT"), Text("LAST_STATEMENT_ID", 20), LongText("LAST_STATEMENT_STRING"), LongText("LAST_MESSAGE"), Time("FIRST_SEEN_TIME"), Time("LAST_SEEN_TIME"),
    ];

    public override IEnumerable<object?[]> Rows(SystemViewContext context) => context.Runtime.PushdownReasons.Where(_ => context.Rights.SeesAll).Select(row => new object?[]
    {
        row.Source, row.Code, row.Operator, row.Reason, row.Hint, row.Statements, row.LastStatementId.ToString(CultureInfo.InvariantCulture), row.LastStatement, row.LastMessage, row.FirstSeen, row.LastSeen,
    });
}
