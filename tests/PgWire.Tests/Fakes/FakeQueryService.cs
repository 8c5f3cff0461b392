using System.Collections.Concurrent;
using FederationGateway.Common;
using FederationGateway.PgWire.Auth;
using FederationGateway.PgWire.Contract;

namespace FederationGateway.PgWire.Tests.Fakes;

/// <summary>One account, one database, and sessions that understand the few statements of <see cref="FakeStatements"/>.</summary>
public sealed class FakeQueryService : IQueryService
{
    public const string User = "alice";
    public const string Password = "correct horse ☃";
    public const string Database = "gateway";
    private readonly ScramCredential _credential = ScramCredential.Create(Password);

    public ConcurrentDictionary<int, FakeSession> Sessions { get; } = new();

    public ConcurrentQueue<LoginFailure> FailedLogins { get; } = new();

    public ValueTask<ScramCredential?> FindCredentialAsync(string user, CancellationToken cancellationToken) => new(user == User ? _credential : null);

    public ValueTask<IQuerySession> OpenSessionAsync(SessionStart start, CancellationToken cancellationToken)
    {
        if (start.Database != Database) throw new GatewayException(SqlState.InvalidCatalogName, $"database \"{start.Database}\" does not exist");
        var session = new FakeSession(start, this);
        Sessions[start.ProcessId] = session;
        return new(session);
    }

    public void LoginFailed(LoginFailure failure) => FailedLogins.Enqueue(failure);
}
