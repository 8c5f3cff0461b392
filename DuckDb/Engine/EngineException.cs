namespace FederationGateway.DuckDb;

/// <summary>What the engine itself said of an error: for the log and for who knows better what it means, not for clients.</summary>
public sealed class EngineException(string words) : Exception(words);
