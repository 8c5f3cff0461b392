using System.Net;
using FederationGateway.Common;

namespace FederationGateway.PgWire.Contract;

/// <summary>A login that was refused.</summary>
/// <param name="User">As the client wrote it; there may be no such user.</param>
/// <param name="RemoteEndPoint">The client's address.</param>
/// <param name="Reason">What the client was told.</param>
public sealed record LoginFailure(string User, EndPoint? RemoteEndPoint, GatewayException Reason);
