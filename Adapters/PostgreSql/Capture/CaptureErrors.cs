using FederationGateway.Adapters.PostgreSql.Wire;
using FederationGateway.Common;

namespace FederationGateway.Adapters.PostgreSql.Capture;

/// <summary>What a reader of the stream is told.</summary>
internal static class CaptureErrors
{
    /// <summary>What comes behind the position is not there any more: 55000.</summary>
    public static GatewayException Gap(PostgreSqlOptions options, string capture, string detail, Exception? error = null) =>
        new(SqlState.ObjectNotInPrerequisiteState, $"remote source \"{options.SourceName}\" does not have all changes of capture \"{capture}\" any more", error)
        {
            Detail = detail,
            Hint = "start the capture again and synchronize its tables",
        };

    /// <summary>42704: the publication is not there; 58P01: a file of the log is gone; 55000: the slot was invalidated.</summary>
    public static Exception OnStream(PostgreSqlOptions options, string capture, Exception error) => error switch
    {
        ServerError { Code: "42704" or "58P01" or "55000" } server => Gap(options, capture, $"{server.Message} ({server.Code})", error),
        _ => PostgreSqlErrors.OnExecute(options, error, isCancelled: false),
    };
}
