using System.Collections.Concurrent;

namespace FederationGateway.Gateway.Sessions;

/// <summary>The sessions now open, by their process id.</summary>
public sealed class SessionRegistry
{
    private readonly ConcurrentDictionary<int, SessionInfo> _sessions = new();

    public IReadOnlyCollection<SessionInfo> All => [.. _sessions.Values.OrderBy(session => session.ProcessId)];

    public void Add(SessionInfo session) => _sessions[session.ProcessId] = session;

    public void Remove(int processId) => _sessions.TryRemove(processId, out _);
}

/// <summary>What others may know of a session.</summary>
public sealed record SessionInfo(int ProcessId, string User, string? ClientAddress, int? ClientPort, DateTime StartTime)
{
    private volatile string _applicationName = "";
    private volatile string? _statement;

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
