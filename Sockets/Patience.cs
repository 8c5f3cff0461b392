namespace FederationGateway.Sockets;

/// <summary>
/// Whether a thread may wait for a socket: as long as only few do, and as long as it pays, since a peer that let several waits pass is waited for only now and then.
/// </summary>
internal sealed class Patience
{
    public const int MostMilliseconds = 1;
    private const int MostMisses = 3;
    private const int TryAgainAfter = 64;

    /// <summary>Threads that may wait at a time, in the whole process.</summary>
    public static readonly int MostWaiting = 4 * Environment.ProcessorCount;

    private static int s_waiting;
    private int _misses;
    private int _skipped;

    /// <summary>True when the thread may wait; <see cref="End"/> follows.</summary>
    public bool TryBegin()
    {
        if (_misses >= MostMisses && ++_skipped % TryAgainAfter != 0) return false;
        if (Interlocked.Increment(ref s_waiting) <= MostWaiting) return true;
        Interlocked.Decrement(ref s_waiting);
        return false;
    }

    public void End(bool answered)
    {
        Interlocked.Decrement(ref s_waiting);
        if (answered) _misses = 0;
        else _misses++;
    }
}
