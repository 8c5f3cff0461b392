namespace FederationGateway.Common;

/// <summary>
/// The one exception that carries what a client is told: a SQLSTATE, one sentence, and where useful a position, a detail and a hint.
/// The message and the other texts never hold secrets and never a stack of nested messages.
/// </summary>
public sealed class GatewayException(SqlState state, string message, Exception? innerException = null)
    : Exception(message, innerException)
{
    public SqlState State { get; } = state;

    /// <summary>Zero-based offset into the statement's text, in UTF-16 units; <c>null</c> when no place is to blame.</summary>
    public int? Position { get; init; }

    /// <summary>What the source said, or what exactly was wrong.</summary>
    public string? Detail { get; init; }

    /// <summary>What the user can do.</summary>
    public string? Hint { get; init; }

    /// <summary>Where in the input it happened, for data errors: <c>COPY t, line 3, column b</c>.</summary>
    public string? Context { get; init; }

    /// <summary>An accepted but not supported construct: 0A000, naming it.</summary>
    public static GatewayException Unsupported(string construct, TextSpan? at = null) =>
        new(SqlState.FeatureNotSupported, $"{construct} is not supported") { Position = at?.Start };
}
