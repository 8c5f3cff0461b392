using System.Globalization;
using FederationGateway.Common;
using FederationGateway.PgWire.Messages.Backend;

namespace FederationGateway.PgWire.Session;

/// <summary>The only maker of error responses: what a client is told about an exception. Stack traces go to the log.</summary>
public static class ErrorMapping
{
    /// <summary>
    /// The fields for an exception. <paramref name="sql"/> is the text its position counts in; <paramref name="queryId"/> names an unexpected error in both
    /// the response and the log.
    /// </summary>
    public static ErrorFields ToFields(Exception exception, string? sql, string queryId, bool isFatal = false)
    {
        var severity = isFatal ? "FATAL" : "ERROR";
        return exception switch
        {
            GatewayException known => new ErrorFields(
                severity, known.State.Code, known.Message, known.Detail, known.Hint, CharacterPosition(sql, known.Position), known.Context),
            OperationCanceledException => new ErrorFields(severity, SqlState.QueryCanceled.Code, "canceling statement due to user request"),
            OutOfMemoryException => new ErrorFields(severity, SqlState.OutOfMemory.Code, "out of memory"),
            _ => new ErrorFields(severity, SqlState.InternalError.Code, "internal error", $"The server's log tells more under query id {queryId}."),
        };
    }

    /// <summary>The category that decides how the error is logged.</summary>
    public static SqlStateCategory CategoryOf(Exception exception) => exception switch
    {
        GatewayException known => known.State.Category,
        OperationCanceledException or OutOfMemoryException => SqlStateCategory.Resource,
        _ => SqlStateCategory.Internal,
    };

    // A position counts characters from 1; a pair of surrogates is one.
    private static int? CharacterPosition(string? sql, int? offset)
    {
        if (sql is null || offset is not { } end || end < 0) return null;
        var position = 1;
        for (var i = 0; i < Math.Min(end, sql.Length); i++)
            if (!char.IsLowSurrogate(sql[i])) position++;
        return position;
    }

    /// <summary>A query id: unique in the server's lifetime, short enough to type.</summary>
    public static string QueryId(int processId, long request) => string.Create(CultureInfo.InvariantCulture, $"{processId}-{request}");
}
