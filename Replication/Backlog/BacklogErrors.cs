using FederationGateway.Common;

namespace FederationGateway.Replication.Backlog;

/// <summary>What can be wrong with files.</summary>
internal static class BacklogErrors
{
    private const int NoSpaceLeft = 28;     // ENOSPC
    private const int QuotaExceeded = 122;  // EDQUOT

    public static GatewayException Damaged(string path, long offset, string what) =>
        new(SqlState.DataCorrupted, $"the backlog is damaged: {NameOf(path)}, byte {offset}: {what}")
        {
            Hint = "Restore the file, or reset the subscriptions of the remote source and load their targets again.",
        };

    /// <summary>What a failure of the disk means to those who wait for it.</summary>
    public static Exception Of(Exception failure, string path) => failure switch
    {
        IOException { HResult: NoSpaceLeft or QuotaExceeded } => new GatewayException(SqlState.DiskFull, $"no space is left on the disk of the backlog: {NameOf(path)}", failure),
        IOException or UnauthorizedAccessException => new GatewayException(SqlState.IoError, $"the backlog cannot be changed on disk: {NameOf(path)}: {failure.Message}", failure),
        _ => failure,
    };

    /// <summary>The file and its folder, which is named after the source: where the data directory is, is nobody's business.</summary>
    private static string NameOf(string path) => Path.Combine(Path.GetFileName(Path.GetDirectoryName(path) ?? ""), Path.GetFileName(path));
}
