using System.Globalization;
using FederationGateway.Common;

namespace FederationGateway.Catalog.SystemViews.Sys;

/// <summary>PUSHDOWN_MISMATCHES: answers of sources that differed from the gateway's own, and what the source is not trusted with since (STATUS ACTIVE) or was (CLEARED).</summary>
public sealed class PushdownMismatches() : SysView("PUSHDOWN_MISMATCHES", 15)
{
    protected override IReadOnlyList<(string Name, SqlType Type)> Columns { get; } =
    [
        BigInt("MISMATCH_ID"), Time("MISMATCH_TIME"), Text("STATEMENT_ID", 20), LongText("STATEMENT_STRING"), Text("USER_NAME"), Text("REMOTE_SOURCE_NAME"), LongText("OPERATOR"), Text("CAPABILITY_NAME", 128),
        Text("FUNCTION_SIGNATURE"), LongText("COLUMNS"), LongText("REMOTE_STATEMENT_STRING"), BigInt("REMOTE_RECORD_COUNT"), BigInt("LOCAL_RECORD_COUNT"), BigInt("ONLY_REMOTE_COUNT"), BigInt("ONLY_LOCAL_COUNT"),
        Text("STATUS", 8), Time("CLEAR_TIME"), Text("CLEARED_BY"),
    ];

    public override IEnumerable<object?[]> Rows(SystemViewContext context) => context.Snapshot.Verification.Mismatches.Values.Where(entry => context.SeesStatementsOf(entry.UserName ?? "")).Select(entry => new object?[]
    {
        entry.Id, entry.Time, entry.StatementId.ToString(CultureInfo.InvariantCulture), entry.StatementText, entry.UserName, entry.Source, entry.Operator, entry.Downgrade.Capability,
        entry.Downgrade.Signature, entry.Downgrade.Column is null ? null : entry.Downgrade.QualifiedColumn, entry.RemoteSql, entry.RemoteRows, entry.LocalRows, entry.RowsOnlyRemote, entry.RowsOnlyLocal,
        entry.IsActive ? "ACTIVE" : "CLEARED", entry.ClearTime, entry.ClearedBy,
    });
}
