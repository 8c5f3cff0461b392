namespace FederationGateway.Parser.Parsing;

/// <summary>The statement needs more stack than this attempt has: the caller retries on a larger one or gives up.</summary>
internal sealed class DepthLimitException : Exception;
