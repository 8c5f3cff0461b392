using System.Net;
using FederationGateway.Common;
using Microsoft.Extensions.Logging;

namespace FederationGateway.PgWire;

/// <summary>What this room logs; event ids 200 to 299. Never statement texts or parameter values.</summary>
internal static partial class Log
{
    /// <summary>How loud an error is, by whose business it is.</summary>
    public static LogLevel LevelOf(SqlStateCategory category) => category switch
    {
        SqlStateCategory.User => LogLevel.Debug,
        SqlStateCategory.Unsupported => LogLevel.Information,
        SqlStateCategory.Remote or SqlStateCategory.Resource => LogLevel.Warning,
        _ => LogLevel.Error,
    };

    [LoggerMessage(200, LogLevel.Information, "listening on {EndPoint}")]
    public static partial void Listening(this ILogger logger, EndPoint? endPoint);

    [LoggerMessage(201, LogLevel.Debug, "session {ProcessId} opened for user {User} from {EndPoint}")]
    public static partial void SessionOpened(this ILogger logger, int processId, string user, EndPoint? endPoint);

    [LoggerMessage(202, LogLevel.Debug, "session {ProcessId} closed")]
    public static partial void SessionClosed(this ILogger logger, int processId);

    [LoggerMessage(EventId = 203, Message = "{QueryId}: {Code} {Message}")]
    public static partial void StatementFailed(this ILogger logger, LogLevel level, Exception? exception, string queryId, string code, string message);

    [LoggerMessage(204, LogLevel.Information, "login of user {User} from {EndPoint} failed: {Reason}")]
    public static partial void LoginFailed(this ILogger logger, string user, EndPoint? endPoint, string reason);

    [LoggerMessage(205, LogLevel.Debug, "connection from {EndPoint} ended before a session: {Reason}")]
    public static partial void ConnectionEnded(this ILogger logger, EndPoint? endPoint, string reason);

    [LoggerMessage(206, LogLevel.Error, "session {ProcessId} ended by an unexpected error")]
    public static partial void SessionCrashed(this ILogger logger, Exception exception, int processId);

    [LoggerMessage(207, LogLevel.Error, "accepting connections failed; trying again")]
    public static partial void AcceptFailed(this ILogger logger, Exception exception);
}
