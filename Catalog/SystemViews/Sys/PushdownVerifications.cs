using System.Globalization;
using FederationGateway.Common;

namespace FederationGateway.Catalog.SystemViews.Sys;

/// <summary>M_PUSHDOWN_VERIFICATIONS: the latest fragments that SET verify_pushdown chose, and what came of comparing them.</summary>
public sealed class PushdownVerifications() : SysView("M_PUSHDOWN_VERIFICATIONS", 16)
{
    protected override IReadOnlyList<(string Name, SqlType Type)> Columns { get; } =
    [
        Time("VERIFICATION_TIME"), Text("STATEMENT_ID", 20), Text("REMOTE_SOURCE_NAME"), Text("RESULT", 16), LongText("REASON"), LongText("REMOTE_STATEMENT_STRING"), BigInt("REMOTE_RECORD_COUNT"), BigInt("LOCAL_RECORD_COUNT"), BigInt("DURATION_MICROSEC"),
    ];

    public override IEnumerable<object?[]> Rows(SystemViewContext context) => context.Runtime.PushdownVerifications.Where(_ => context.Rights.SeesAll).Select(row => new object?[]
    {
        row.Time, row.StatementId.ToString(CultureInfo.InvariantCulture), row.Source, row.Result, row.Reason, row.RemoteSql, row.RemoteRows, row.LocalRows, row.DurationMicroseconds,
    });
}
