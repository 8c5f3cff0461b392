using FederationGateway.PgWire.Auth;
using FederationGateway.PgWire.Contract;
using Microsoft.Extensions.Logging;

namespace FederationGateway.PgWire.Server;

/// <summary>What all connections of a server share.</summary>
internal sealed record ServerContext(
    IQueryService Service,
    WireServerOptions Options,
    SessionRegistry Sessions,
    LoginGate Logins,
    ServerTls? Tls,
    TimeProvider Time,
    ILogger Log);
