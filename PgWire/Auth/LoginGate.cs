using System.Net;
using FederationGateway.Common;
using FederationGateway.PgWire.Contract;

namespace FederationGateway.PgWire.Auth;

/// <summary>What the logins of all connections go through: the accounts' secrets, and a turn for each proof.</summary>
internal sealed class LoginGate(IQueryService service, MockCredential mock, TimeProvider time)
{
    private readonly LoginThrottle _throttle = new(time);

    /// <summary>The secret to check a proof with, and whether there is such a user at all.</summary>
    public async ValueTask<(ScramCredential Credential, bool Exists)> FindAsync(string user, CancellationToken cancellationToken)
    {
        // Made in both cases, for the same time in both.
        var stranger = mock.For(user);
        var stored = await service.FindCredentialAsync(user, cancellationToken);
        return (stored ?? stranger, stored is not null);
    }

    /// <summary>Waits until a proof may be looked at.</summary>
    public async Task TakeTurnAsync(string user, IPAddress? address, CancellationToken cancellationToken)
    {
        if (_throttle.Take(user, address) is not { } wait)
            throw new GatewayException(SqlState.InvalidAuthorizationSpecification, "too many failed logins") { Hint = "Try again in a few seconds." };
        if (wait > TimeSpan.Zero) await Task.Delay(wait, time, cancellationToken);
    }

    /// <summary>The proof was right.</summary>
    public void Succeeded(string user, IPAddress? address) => _throttle.Succeeded(user, address);

    /// <summary>The proof was wrong.</summary>
    public void Failed(string user, EndPoint? remote, GatewayException reason) => service.LoginFailed(new LoginFailure(user, remote, reason));
}
