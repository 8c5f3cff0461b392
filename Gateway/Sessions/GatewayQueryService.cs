using FederationGateway.Common;
using FederationGateway.PgWire.Auth;
using FederationGateway.PgWire.Contract;

namespace FederationGateway.Gateway.Sessions;

/// <summary>What stands behind the wire: accounts from the catalog, sessions on the gateway.</summary>
internal sealed class GatewayQueryService(GatewayCore core) : IQueryService
{
    public ValueTask<ScramCredential?> FindCredentialAsync(string user, CancellationToken cancellationToken) =>
        ValueTask.FromResult(core.Store.Current.Users.FindExact(user) is { } account ? ScramCredential.Parse(account.PasswordVerifier) : null);

    public ValueTask<IQuerySession> OpenSessionAsync(SessionStart start, CancellationToken cancellationToken) =>
        start.Database == GatewayCore.DatabaseName
            ? ValueTask.FromResult<IQuerySession>(new GatewaySession(core, start))
            : throw new GatewayException(SqlState.InvalidCatalogName, $"database \"{start.Database}\" does not exist") { Hint = $"The gateway has one database, \"{GatewayCore.DatabaseName}\"." };
}
