using Microsoft.Extensions.Logging;

namespace FederationGateway.Replication.Provisioning;

/// <summary>What provisioning logs; event ids 950 to 999.</summary>
internal static partial class Log
{
    [LoggerMessage(950, LogLevel.Warning, "changes of source {Source} do not come: {Reason}; tried again {NextRetry}")]
    public static partial void ReceiverFailed(this ILogger logger, long source, string reason, DateTime? nextRetry);

    [LoggerMessage(951, LogLevel.Error, "an exception of source {Source} could not be written: {Reason}")]
    public static partial void ExceptionNotKept(this ILogger logger, long source, string reason);

    [LoggerMessage(952, LogLevel.Warning, "capture {Capture} of source {Source} could not be brought in order, which is tried again: {Reason}")]
    public static partial void NotSettled(this ILogger logger, string capture, long source, string reason);

    [LoggerMessage(953, LogLevel.Error, "capture {Capture} remains at a source that was dropped, which goes on keeping its changes: drop it there")]
    public static partial void CaptureLeft(this ILogger logger, string capture);

    [LoggerMessage(954, LogLevel.Information, "capture {Capture} of source {Source} {What}")]
    public static partial void CaptureChanged(this ILogger logger, string capture, long source, string what);

    [LoggerMessage(958, LogLevel.Warning, "rows of subscription {Subscription} lack what a change of the source's definition has put there, and could not be read yet: {Reason}")]
    public static partial void NotFilled(this ILogger logger, string subscription, string reason);

    [LoggerMessage(955, LogLevel.Error, "the captures of source {Source} failed")]
    public static partial void SourceFailed(this ILogger logger, Exception failure, long source);

    [LoggerMessage(956, LogLevel.Warning, "replica {Replica} of source {Source} is disabled and its changes fill the backlog: they are given up")]
    public static partial void PausedGivenUp(this ILogger logger, string replica, long source);

    [LoggerMessage(957, LogLevel.Warning, "latencies of source {Source} could not be kept, which is tried again: {Reason}")]
    public static partial void LatencyNotKept(this ILogger logger, long source, string reason);
}
