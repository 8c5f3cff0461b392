namespace FederationGateway.Common;

/// <summary>Whose business an error is: decides the log level and whether a retry can help.</summary>
public enum SqlStateCategory
{
    /// <summary>The statement, its data or the login is wrong.</summary>
    User,

    /// <summary>The construct is understood but not supported.</summary>
    Unsupported,

    /// <summary>A source cannot be reached or refused.</summary>
    Remote,

    /// <summary>A limit, a cancellation or a shutdown.</summary>
    Resource,

    /// <summary>A bug of the gateway's or a protocol violation.</summary>
    Internal,
}
