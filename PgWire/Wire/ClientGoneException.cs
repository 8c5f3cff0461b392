namespace FederationGateway.PgWire.Wire;

/// <summary>The connection broke while reading or writing: there is nobody left to tell.</summary>
public sealed class ClientGoneException(Exception? innerException = null) : Exception("the client closed the connection", innerException);
