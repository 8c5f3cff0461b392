namespace FederationGateway.Adapters.Abstractions;

/// <summary>A source does not take rows: the statement can be computed without uploading them. The message is one sentence for the user.</summary>
/// <param name="isLasting">True when it is a matter of the source (a standby, no privilege), false when it is one of these rows.</param>
public sealed class UploadRefusedException(string message, bool isLasting, Exception? innerException = null) : Exception(message, innerException)
{
    public bool IsLasting { get; } = isLasting;
}
