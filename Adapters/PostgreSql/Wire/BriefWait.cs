using System.Net.Sockets;

namespace FederationGateway.Adapters.PostgreSql.Wire;

/// <summary>
/// Waits for a server that answers at once on the thread that asked it: handing the wait to the socket engine and coming back through the thread pool costs several
/// switches between threads, which is more than the answer to a look-up takes. Only the beginning of an answer is waited for so, by half as many threads as there are
/// processors, each for a millisecond at most; a server that has let several waits pass is asked again only now and then. Threads that waited in the middle of large
/// answers made scans a fifth slower: encoding and sending had none left.
/// </summary>
internal sealed class BriefWait(Socket socket)
{
    private const int MostMicroseconds = 1000;
    private const int MostMisses = 3;
    private const int TryAgainAfter = 64;
    private static readonly int s_mostWaiting = Math.Max(1, Environment.ProcessorCount / 2);
    private static int s_waiting;
    private int _misses;
    private int _skipped;

    /// <summary>Returns when there is something to read, or when it is better to wait without a thread.</summary>
    public void Wait()
    {
        if (_misses >= MostMisses && ++_skipped % TryAgainAfter != 0) return;
        try
        {
            if (Interlocked.Increment(ref s_waiting) > s_mostWaiting) return;
            if (socket.Poll(MostMicroseconds, SelectMode.SelectRead)) _misses = 0;
            else _misses++;
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The read that follows says what is wrong.
        }
        finally
        {
            Interlocked.Decrement(ref s_waiting);
        }
    }
}
