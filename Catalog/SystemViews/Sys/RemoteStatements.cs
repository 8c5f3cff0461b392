using FederationGateway.Common;

namespace FederationGateway.Catalog.SystemViews.Sys;

/// <summary>M_REMOTE_STATEMENTS: the latest statements sent to sources, with exactly the text that was sent. Durations are milliseconds.</summary>
public sealed class RemoteStatements() : SysView("M_REMOTE_STATEMENTS", 13)
{
    protected override IReadOnlyList<(string Name, SqlType Type)> Columns { get; } =
    [
        Integer("CONNECTION_ID"), Text("STATEMENT_ID", 20), Text("USER_NAME"), Text("REMOTE_SOURCE_SCHEMA_NAME"), Text("REMOTE_SOURCE_NAME"), Time("START_TIME"), Time("END_TIME"), BigInt("FETCHED_RECORD_COUNT"), BigInt("FETCHED_SIZE"), BigInt("REMOTE_DURATION"), BigInt("REMOTE_FETCH_DURATION"), BigInt("NETWORK_RECEIVED_SIZE"), Integer("REMOTE_CONNECTION_COUNT"), Text("REMOTE_STATEMENT_STATUS", 16), LongText("REMOTE_STATEMENT_STRING"), LongText("REMOTE_STATEMENT_DETAILS"),
    ];

    public override IEnumerable<object?[]> Rows(SystemViewContext context) => context.Runtime.RemoteStatements.Select(row => new object?[]
    {
        row.SessionId, row.StatementId.ToString(System.Globalization.CultureInfo.InvariantCulture), row.User, null, row.Source, row.Start, row.End, row.Rows, row.Bytes,
        row.DurationMicroseconds / 1000, row.DurationMicroseconds / 1000, row.Bytes, row.Connections, row.End is null ? "EXECUTING" : row.Error is null ? "CLOSED" : "FAILED", row.Sql, row.Error,
    });
}
