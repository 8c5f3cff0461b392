using System.Net;

namespace FederationGateway.PgWire.Contract;

/// <summary>Who connected and with what.</summary>
/// <param name="User">Authenticated.</param>
/// <param name="Database">The user's name when the client named none.</param>
/// <param name="Parameters">Settings the client asked for (<c>application_name</c>, <c>TimeZone</c>, those in <c>options</c> …); without user and database.</param>
/// <param name="RemoteEndPoint">The client's address.</param>
/// <param name="ProcessId">The number cancel requests and <c>pg_backend_pid()</c> know this session by; unique among live sessions.</param>
/// <param name="IsEncrypted">Whether the connection is TLS.</param>
/// <param name="Client">Where notices and changed settings go.</param>
/// <param name="Control">What ends its statement, or all of it, from outside.</param>
public sealed record SessionStart(
    string User,
    string Database,
    IReadOnlyDictionary<string, string> Parameters,
    EndPoint? RemoteEndPoint,
    int ProcessId,
    bool IsEncrypted,
    IClientChannel Client,
    ISessionControl Control);
