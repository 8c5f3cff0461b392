using System.Collections.Concurrent;
using System.ComponentModel;
using System.Runtime.InteropServices;

namespace FederationGateway.Sockets;

/// <summary>
/// Waits for all sockets that nobody waits for on a thread of its own: one thread, one epoll instance, for the life of the process. A socket is armed for one event at a time
/// (EPOLLONESHOT), so that what is read without it wakes nobody.
/// </summary>
internal sealed unsafe class Reactor
{
    private const int EventsAtOnce = 256;

    // struct epoll_event { uint32_t events; epoll_data_t data; } is packed on x86-64 only.
    private static readonly int s_dataOffset = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 4 : 8;
    private static readonly Lazy<Reactor> s_shared = new(() => new Reactor());
    private readonly ConcurrentDictionary<long, ReadinessStream> _streams = new();
    private readonly int _epoll;
    private long _lastKey;

    private Reactor()
    {
        _epoll = Native.CreateEpoll(Native.CloseOnExec);
        if (_epoll < 0) throw new Win32Exception(Marshal.GetLastPInvokeError());
        new Thread(Run) { IsBackground = true, Name = "sockets" }.UnsafeStart();
    }

    public static Reactor Shared => s_shared.Value;

    public long Register(ReadinessStream stream)
    {
        var key = Interlocked.Increment(ref _lastKey);
        _streams[key] = stream;
        return key;
    }

    public void Forget(long key) => _streams.TryRemove(key, out _);

    /// <summary>Asks for the next event among these, in place of what was asked before. False when the kernel refuses, for want of memory or watches.</summary>
    public bool TryArm(SafeHandle socket, long key, uint events, bool isFirst)
    {
        var registration = stackalloc byte[16];
        *(uint*)registration = events | Native.OneShot;
        *(long*)(registration + s_dataOffset) = key;
        return Native.ControlEpoll(_epoll, isFirst ? Native.Add : Native.Modify, socket, registration) == 0;
    }

    private void Run()
    {
        var size = s_dataOffset + sizeof(long);
        var events = stackalloc byte[EventsAtOnce * 16];
        while (true)
        {
            var count = Native.WaitEpoll(_epoll, events, EventsAtOnce, -1);
            for (var i = 0; i < count; i++)
            {
                var happened = *(uint*)(events + (i * size));
                var key = *(long*)(events + (i * size) + s_dataOffset);
                if (_streams.TryGetValue(key, out var stream)) stream.Happened(happened);
            }
        }
    }
}
