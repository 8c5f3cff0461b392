using FederationGateway.PgWire.Auth;

namespace FederationGateway.PgWire.Contract;

/// <summary>What stands behind the protocol: accounts and sessions. Called from many connections at once.</summary>
public interface IQueryService
{
    /// <summary>The stored secret of a user who may log in, or <c>null</c>: the client is then told 28P01, as for a wrong password.</summary>
    ValueTask<ScramCredential?> FindCredentialAsync(string user, CancellationToken cancellationToken);

    /// <summary>
    /// Opens the session of a user who has proved who they are. Throws 3D000 for an unknown database, 53300 when there are too many sessions.
    /// The connection disposes the session when the client is gone, in the middle of a transaction too: it is rolled back then.
    /// </summary>
    ValueTask<IQuerySession> OpenSessionAsync(SessionStart start, CancellationToken cancellationToken);

    /// <summary>
    /// Takes note of a refused login: a wrong proof, or a session that could not be opened. Must not wait. Those turned away before their proof was looked at are not told:
    /// nothing bounds their number.
    /// </summary>
    void LoginFailed(LoginFailure failure);
}
