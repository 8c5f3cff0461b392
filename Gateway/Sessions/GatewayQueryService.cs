using FederationGateway.Catalog;
using FederationGateway.Common;
using FederationGateway.PgWire.Auth;
using FederationGateway.PgWire.Contract;

namespace FederationGateway.Gateway.Sessions;

/// <summary>What stands behind the wire: accounts from the catalog, sessions on the gateway.</summary>
internal sealed class GatewayQueryService(GatewayCore core) : IQueryService
{
    public ValueTask<ScramCredential?> FindCredentialAsync(string user, CancellationToken cancellationToken) =>
        ValueTask.FromResult(core.Store.Current.Roles.FindExact(user) is { PasswordVerifier: { } verifier } role && !IsExpired(role) ? ScramCredential.Parse(verifier) : null);

    public ValueTask<IQuerySession> OpenSessionAsync(SessionStart start, CancellationToken cancellationToken) =>
        start.Database == GatewayCore.DatabaseName
            ? ValueTask.FromResult<IQuerySession>(new GatewaySession(core, start))
            : throw new GatewayException(SqlState.InvalidCatalogName, $"database \"{start.Database}\" does not exist") { Hint = $"The gateway has one database, \"{GatewayCore.DatabaseName}\"." };

    public void LoginFailed(LoginFailure failure) => core.Audit.LoginFailed(failure);

    // Told like a wrong password: who has none to show learns nothing of the account.
    private bool IsExpired(RoleEntry role) => role.ValidUntil is { } until && until < (core.TimeProvider.GetUtcNow().UtcDateTime - DateTime.UnixEpoch).TotalMicroseconds;
}
