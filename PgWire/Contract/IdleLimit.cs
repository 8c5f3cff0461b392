using FederationGateway.Common;

namespace FederationGateway.PgWire.Contract;

/// <summary>How long a session may wait for its client's next request, and what the client is told when that is over.</summary>
public readonly record struct IdleLimit(TimeSpan Time, SqlState State, string Message);
