using System.Collections.Concurrent;
using System.Security.Cryptography;
using FederationGateway.PgWire.Session;

namespace FederationGateway.PgWire.Server;

/// <summary>The live sessions by process id: counts them against the limit and lets cancel requests find them. Safe from any thread.</summary>
internal sealed class SessionRegistry(int limit)
{
    private readonly ConcurrentDictionary<int, Entry> _sessions = new();
    private int _count;
    private int _lastProcessId;

    /// <summary>Takes a place and a process id for who knows the secret; false when all places are taken.</summary>
    public bool TryAdd(CancellationScope cancellation, byte[] secret, out int processId)
    {
        processId = 0;
        if (Interlocked.Increment(ref _count) > limit)
        {
            Interlocked.Decrement(ref _count);
            return false;
        }

        do processId = Interlocked.Increment(ref _lastProcessId) & int.MaxValue;
        while (processId == 0 || !_sessions.TryAdd(processId, new Entry(secret, cancellation)));
        return true;
    }

    public void Remove(int processId)
    {
        if (_sessions.TryRemove(processId, out _)) Interlocked.Decrement(ref _count);
    }

    /// <summary>Cancels what the session does, if the secret is its own. The caller of the protocol learns nothing either way.</summary>
    public void Cancel(int processId, ReadOnlySpan<byte> secret)
    {
        if (!_sessions.TryGetValue(processId, out var session)) return;
        if (CryptographicOperations.FixedTimeEquals(secret, session.Secret)) session.Cancellation.Cancel();
    }

    private sealed record Entry(byte[] Secret, CancellationScope Cancellation);
}
