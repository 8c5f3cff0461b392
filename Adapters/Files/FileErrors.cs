using FederationGateway.Common;
using FederationGateway.DuckDb;

namespace FederationGateway.Adapters.Files;

/// <summary>What the engine says of files it cannot read, in the gateway's words. For other statements such an error is the engine's; here the file is wrong.</summary>
internal static class FileErrors
{
    /// <summary>The error to report for a failure to read; <paramref name="what"/> names the file or the source.</summary>
    /// <param name="withNames">Puts the files' names where the engine's words have its paths of them.</param>
    public static GatewayException Translate(GatewayException error, string what, Func<string, string> withNames)
    {
        // What the engine may not read is no longer where it was when it was opened: it lies outside, or nowhere.
        if (error.State == SqlState.InsufficientPrivilege && error.InnerException is EngineException)
            return new GatewayException(SqlState.RemoteExecutionFailed, $"{what} was moved or replaced while it was being opened") { Hint = "Run the statement again." };
        if (error.Detail is { } detail && withNames(detail) is var named && named != detail) return new GatewayException(error.State, error.Message, error) { Detail = named, Hint = error.Hint };
        if (error.InnerException is not EngineException failure || error.State != SqlState.InternalError || error.Hint is not null) return error;
        var text = failure.Message;
        var isEncoding = text.Contains("unicode", StringComparison.OrdinalIgnoreCase) || text.Contains("utf-8", StringComparison.OrdinalIgnoreCase);
        return isEncoding
            ? new GatewayException(SqlState.CharacterNotInRepertoire, $"{what} holds text that is not valid UTF-8", error)
            : new GatewayException(SqlState.BadCopyFileFormat, $"{what} cannot be read in its format", error);
    }
}
