using System.Runtime.InteropServices;

namespace FederationGateway.Sockets;

/// <summary>Linux's calls for sockets and readiness (recv(2), send(2), poll(2), epoll(7)). All report failures by errno.</summary>
internal static unsafe partial class Native
{
    public const int WouldBlock = 11;       // EAGAIN
    public const int Interrupted = 4;       // EINTR
    public const int InProgress = 115;      // EINPROGRESS
    public const int Peek = 0x2;            // MSG_PEEK
    public const int DontWait = 0x40;       // MSG_DONTWAIT
    public const int NoSignal = 0x4000;     // MSG_NOSIGNAL
    public const int CloseOnExec = 0x80000; // EPOLL_CLOEXEC
    public const int Add = 1;               // EPOLL_CTL_ADD
    public const int Modify = 3;            // EPOLL_CTL_MOD
    public const short PollIn = 0x1;
    public const uint In = 0x1;
    public const uint Out = 0x4;
    public const uint Error = 0x8;
    public const uint HangUp = 0x10;
    public const uint OneShot = 1u << 30;

    [StructLayout(LayoutKind.Sequential)]
    public struct PollRequest
    {
        public int Descriptor;
        public short Events;
        public short Happened;
    }

    [LibraryImport("libc", EntryPoint = "connect", SetLastError = true)]
    public static partial int Connect(SafeHandle socket, byte* address, uint length);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    public static partial nint Receive(SafeHandle socket, byte* bytes, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    public static partial nint Send(SafeHandle socket, byte* bytes, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    public static partial int Poll(PollRequest* requests, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    public static partial int CreateEpoll(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    public static partial int ControlEpoll(int epoll, int operation, SafeHandle socket, byte* registration);

    [LibraryImport("libc", EntryPoint = "epoll_wait", SetLastError = true)]
    public static partial int WaitEpoll(int epoll, byte* events, int count, int milliseconds);
}
