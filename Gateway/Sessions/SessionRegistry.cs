using System.Collections.Concurrent;
using FederationGateway.PgWire.Contract;

namespace FederationGateway.Gateway.Sessions;

/// <summary>The sessions now open, by their process id.</summary>
public sealed class SessionRegistry
{
    private readonly ConcurrentDictionary<int, SessionInfo> _sessions = new();
    private readonly Lock _lock = new();

    public IReadOnlyCollection<SessionInfo> All => [.. _sessions.Values.OrderBy(session => session.ProcessId)];

    /// <summary>False when the role has as many sessions as it may.</summary>
    /// <param name="most">Null for any number.</param>
    public bool TryAdd(SessionInfo session, int? most)
    {
        lock (_lock)
        {
            if (most is { } limit && _sessions.Values.Count(other => other.UserOid == session.UserOid) >= limit) return false;
            _sessions[session.ProcessId] = session;
            return true;
        }
    }

    /// <summary>Null when there is none, or no longer.</summary>
    public SessionInfo? Find(int processId) => _sessions.GetValueOrDefault(processId);

    public void Remove(int processId) => _sessions.TryRemove(processId, out _);
}

/// <summary>What others may know of a session.</summary>
/// <param name="User">Who logged in, by the name of then.</param>
public sealed record SessionInfo(int ProcessId, string User, long UserOid, string? ClientAddress, int? ClientPort, DateTime StartTime)
{
    private volatile string _applicationName = "";
    private volatile string? _statement;

    /// <summary>Null for a session without a client.</summary>
    public ISessionControl? Control { get; init; }

    public string ApplicationName
    {
        get => _applicationName;
        set => _applicationName = value;
    }

    /// <summary>The statement now running, or null.</summary>
    public string? Statement
    {
        get => _statement;
        set => _statement = value;
    }
}
