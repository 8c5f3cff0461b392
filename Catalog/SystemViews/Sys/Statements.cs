using FederationGateway.Common;

namespace FederationGateway.Catalog.SystemViews.Sys;

/// <summary>M_STATEMENTS: the latest statements of clients, running ones included.</summary>
public sealed class Statements() : SysView("M_STATEMENTS", 14)
{
    protected override IReadOnlyList<(string Name, SqlType Type)> Columns { get; } =
    [
        Text("STATEMENT_ID", 20), Integer("CONNECTION_ID"), Text("USER_NAME"), Text("APPLICATION_NAME"), LongText("STATEMENT_STRING"), Time("START_TIME"), Time("END_TIME"), BigInt("DURATION_MICROSEC"), BigInt("QUEUE_TIME_MICROSEC"), BigInt("RECORD_COUNT"), Text("STATEMENT_STATUS", 16), Text("PLAN_KIND", 16), LongText("ERROR_MESSAGE"),
    ];

    public override IEnumerable<object?[]> Rows(SystemViewContext context) => context.Runtime.Statements.Where(row => context.SeesStatementsOf(row.User)).Select(row => new object?[]
    {
        row.Id.ToString(System.Globalization.CultureInfo.InvariantCulture), row.SessionId, row.User, row.ApplicationName, row.Text, row.Start, row.End,
        (long)row.Duration.TotalMicroseconds, (long)row.QueueTime.TotalMicroseconds, row.Rows, StatusOf(row), row.PlanKind, row.Error,
    });

    private static string StatusOf(StatementRow row) => row switch
    {
        { IsQueued: true } => "QUEUED",
        { End: null } => "RUNNING",
        { Error: null } => "COMPLETED",
        _ => "FAILED",
    };
}
