using FederationGateway.Adapters.Abstractions;

namespace FederationGateway.Federation;

/// <summary>
/// The sessions one statement has at its sources, one per source, so that all its fragments there see one snapshot. Used by one statement's tasks at a time;
/// disposing ends them all.
/// </summary>
public sealed class StatementSessions(RemoteSessionOptions options) : IAsyncDisposable
{
    private readonly Dictionary<long, (IRemoteSession Session, LiveSource.Lease Lease)> _sessions = [];
    private readonly SemaphoreSlim _gate = new(1, 1);

    public async ValueTask<IRemoteSession> OpenAsync(LiveSource live, bool singleFragment, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_sessions.TryGetValue(live.Entry.Oid, out var open)) return open.Session;
            var lease = live.Rent();
            try
            {
                var session = await live.Source.OpenSessionAsync(options with { SingleFragment = singleFragment }, cancellationToken);
                _sessions.Add(live.Entry.Oid, (session, lease));
                return session;
            }
            catch
            {
                lease.Dispose();
                throw;
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (session, lease) in _sessions.Values)
        {
            await session.DisposeAsync();
            lease.Dispose();
        }

        _sessions.Clear();
        _gate.Dispose();
    }
}
