using FederationGateway.Common;

namespace FederationGateway.Catalog.SystemViews.Sys;

/// <summary>M_REMOTE_STATEMENTS: the latest statements sent to sources, with exactly the text that was sent. Durations are milliseconds; what HANA tells besides and the gateway does not know is null.</summary>
public sealed class RemoteStatements() : SysView("M_REMOTE_STATEMENTS", 13)
{
    protected override IReadOnlyList<(string Name, SqlType Type)> Columns { get; } =
    [
        Text("HOST", 64), Integer("PORT"), Integer("CONNECTION_ID"), Integer("TRANSACTION_ID"), BigInt("UPDATE_TRANSACTION_ID"), Text("STATEMENT_ID", 20), Text("STATEMENT_HASH", 32), Text("ROOT_STATEMENT_ID", 20), Text("ROOT_STATEMENT_HASH", 32), BigInt("STATEMENT_EXECUTION_ID"), BigInt("REMOTE_CONNECTION_ID"), Text("USER_NAME"), Text("REMOTE_SOURCE_SCHEMA_NAME"), Text("REMOTE_SOURCE_NAME"), Time("START_TIME"), Time("END_TIME"), BigInt("FETCHED_RECORD_COUNT"), BigInt("FETCHED_SIZE"), BigInt("REMOTE_DURATION"), BigInt("REMOTE_FETCH_DURATION"), BigInt("NETWORK_SENT_SIZE"), BigInt("NETWORK_RECEIVED_SIZE"), BigInt("REMOTE_SERVER_PROCESSING_TIME"), BigInt("REMOTE_SERVER_CPU_TIME"), BigInt("REMOTE_SERVER_MEMORY_SIZE"), Integer("REMOTE_CONNECTION_COUNT"), Text("REMOTE_STATEMENT_STATUS", 16), LongText("REMOTE_STATEMENT_STRING"), LongText("REMOTE_STATEMENT_DETAILS"),
    ];

    public override IEnumerable<object?[]> Rows(SystemViewContext context) =>
        from row in context.Runtime.RemoteStatements
        where context.SeesStatementsOf(row.User)
        let seesCounts = !row.IsConfidential || context.Rights.SeesAll
        select new object?[]
        {
            null, null, row.SessionId, null, null, Text(row.StatementId), null, Text(row.StatementId), null, null, null, row.User, null, row.Source, row.Start, row.End, seesCounts ? row.Rows : null, seesCounts ? row.Bytes : null,
            row.DurationMicroseconds / 1000, row.DurationMicroseconds / 1000, null, seesCounts ? row.Bytes : null, null, null, null, row.Connections, row.End is null ? "EXECUTING" : row.Error is null ? "CLOSED" : "FAILED", row.Sql, row.Error,
        };

    private static string Text(long id) => id.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
