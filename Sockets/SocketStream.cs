using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace FederationGateway.Sockets;

/// <summary>
/// The bytes of a connected socket. What sets it apart from <see cref="NetworkStream"/>: who expects an answer at once can wait for it on its own thread
/// (<see cref="WaitBriefly"/>), and on Linux no other thread is woken for what was read so. One reader and one writer at a time; disposing ends both.
/// Failures are <see cref="IOException"/> and <see cref="ObjectDisposedException"/>.
/// </summary>
public abstract class SocketStream : Stream
{
    private static readonly bool s_hasReactor = OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.Arm64;

    /// <summary>How many threads may wait in <see cref="WaitBriefly"/> at a time: the thread pool must have as many besides those that work.</summary>
    public static int MostWaitingThreads => Patience.MostWaiting;

    /// <summary>Takes a connected socket over. The runtime must not have waited for it before (no asynchronous call on it).</summary>
    public static SocketStream Open(Socket socket) => s_hasReactor ? new ReadinessStream(socket) : new EngineStream(socket);

    /// <summary>Connects by TCP to the first address of the host that takes the connection.</summary>
    /// <exception cref="SocketException">None does, or the host has no address.</exception>
    public static async Task<SocketStream> ConnectAsync(string host, int port, CancellationToken cancellationToken)
    {
        SocketException? last = null;
        foreach (var address in await Dns.GetHostAddressesAsync(host, cancellationToken))
        {
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.NoDelay = true;
                socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
                return await ConnectAsync(socket, new IPEndPoint(address, port), cancellationToken);
            }
            catch (SocketException error)
            {
                socket.Dispose();
                last = error;
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }

        throw last ?? new SocketException((int)SocketError.HostNotFound);
    }

    /// <summary>
    /// Waits on this thread until there is something to read, for a millisecond at most, and not at all when threads are needed elsewhere or earlier waits were in vain.
    /// </summary>
    public abstract void WaitBriefly();

    /// <summary>The next bytes without taking them; 0 at the end of the stream.</summary>
    public abstract ValueTask<int> PeekAsync(Memory<byte> buffer, CancellationToken cancellationToken);

    /// <summary>Bytes that have arrived and were not read yet.</summary>
    public abstract int Available { get; }

    /// <summary>True when a read would not wait: for bytes, the end, or a failure.</summary>
    public abstract bool IsReadable { get; }

    /// <summary>Connects to a Unix socket.</summary>
    /// <exception cref="SocketException">Nobody listens there.</exception>
    public static async Task<SocketStream> ConnectAsync(string path, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            // The kernel answers at once: only a full backlog takes time.
            await Task.Run(() => socket.Connect(new UnixDomainSocketEndPoint(path)), cancellationToken);
            return Open(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task<SocketStream> ConnectAsync(Socket socket, EndPoint endPoint, CancellationToken cancellationToken)
    {
        if (!s_hasReactor)
        {
            await socket.ConnectAsync(endPoint, cancellationToken);
            return new EngineStream(socket);
        }

        var stream = new ReadinessStream(socket);
        await stream.ConnectAsync(endPoint, cancellationToken);
        return stream;
    }

    public abstract override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default);

    public abstract override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default);

    public sealed override bool CanRead => true;

    public sealed override bool CanWrite => true;

    public sealed override bool CanSeek => false;

    public sealed override long Length => throw new NotSupportedException();

    public sealed override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public sealed override void Flush()
    {
    }

    public sealed override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public sealed override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public sealed override void SetLength(long value) => throw new NotSupportedException();

    public sealed override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public sealed override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public sealed override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public sealed override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
}
