using Microsoft.Extensions.Logging;

namespace FederationGateway.Replication.Applying;

/// <summary>What appliers log; event ids 900 to 949. Never values of rows.</summary>
internal static partial class Log
{
    [LoggerMessage(900, LogLevel.Error, "the applier of source {Source} failed and tries again in {Pause}")]
    public static partial void ApplierFailed(this ILogger logger, Exception error, long source, TimeSpan pause);

    [LoggerMessage(901, LogLevel.Information, "subscription {Subscription} is now {State}")]
    public static partial void StateChanged(this ILogger logger, long subscription, string state);

    [LoggerMessage(902, LogLevel.Information, "subscription {Subscription} goes on by itself: {Cause}")]
    public static partial void GoesAlone(this ILogger logger, string subscription, string cause);
}
