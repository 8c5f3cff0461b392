using FederationGateway.Common;

namespace FederationGateway.Catalog.SystemViews.Sys;

/// <summary>M_UNSUPPORTED_STATEMENTS: what clients sent and the gateway could not answer, and how often. Administrators see it.</summary>
public sealed class UnsupportedStatements() : SysView("M_UNSUPPORTED_STATEMENTS", 60)
{
    protected override IReadOnlyList<(string Name, SqlType Type)> Columns { get; } =
    [
        Text("APPLICATION_NAME"), Text("SQL_STATE", 5), LongText("MISSING"), LongText("STATEMENT_STRING"), BigInt("STATEMENT_COUNT"), Time("FIRST_SEEN_TIME"), Time("LAST_SEEN_TIME"),
    ];

    public override IEnumerable<object?[]> Rows(SystemViewContext context) => context.Runtime.UnsupportedStatements.Select(row => new object?[]
    {
        row.ApplicationName, row.SqlState, row.Missing, row.Statement, row.Statements, row.FirstSeen, row.LastSeen,
    });
}
