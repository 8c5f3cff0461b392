using System.ComponentModel;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FederationGateway.Sockets;

/// <summary>A socket whose readiness this room waits for itself. The runtime's engine must never have waited for the socket: it would be woken for all that arrives.</summary>
internal sealed class ReadinessStream(Socket socket) : SocketStream
{
    private readonly SafeSocketHandle _handle = socket.SafeHandle;
    private readonly Patience _patience = new();
    private readonly Lock _lock = new();
    private readonly Readiness _readable = new();
    private readonly Readiness _writable = new();
    private long _key;
    private bool _isClosed;

    public override int Available => socket.Available;

    public override bool IsReadable => socket.Poll(0, SelectMode.SelectRead);

    public override unsafe void WaitBriefly()
    {
        if (!_patience.TryBegin()) return;
        var answered = false;
        var isHeld = false;
        try
        {
            _handle.DangerousAddRef(ref isHeld);
            var request = new Native.PollRequest { Descriptor = (int)_handle.DangerousGetHandle(), Events = Native.PollIn };
            answered = Native.Poll(&request, 1, Patience.MostMilliseconds) > 0;
        }
        catch (ObjectDisposedException)
        {
            // The read that follows says so.
        }
        finally
        {
            if (isHeld) _handle.DangerousRelease();
            _patience.End(answered);
        }
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ReceiveAsync(buffer, flags: 0, cancellationToken);

    public override ValueTask<int> PeekAsync(Memory<byte> buffer, CancellationToken cancellationToken) => ReceiveAsync(buffer, Native.Peek, cancellationToken);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled(cancellationToken);
        var sent = Send(buffer.Span);
        return sent == buffer.Length ? default : SendRestAsync(buffer[sent..], cancellationToken);
    }

    /// <summary>The reactor's word: wakes who waited for it, and asks again for the others.</summary>
    internal void Happened(uint events)
    {
        lock (_lock)
        {
            var failed = (events & (Native.Error | Native.HangUp)) != 0;
            if (failed || (events & Native.In) != 0) _readable.Complete();
            if (failed || (events & Native.Out) != 0) _writable.Complete();
            if (!_isClosed && (_readable.IsAwaited || _writable.IsAwaited)) Arm(isFirst: false);
        }
    }

    /// <summary>Connects the socket, which nobody has connected yet.</summary>
    /// <exception cref="SocketException">The peer cannot be reached.</exception>
    internal async Task ConnectAsync(EndPoint endPoint, CancellationToken cancellationToken)
    {
        socket.Blocking = false;
        if (Connect(endPoint.Serialize()) is not Native.InProgress and not Native.Interrupted and var error)
        {
            if (error != 0) throw new SocketException((int)ConnectErrors.Of(error));
            return;
        }

        await WaitAsync(_writable, cancellationToken);
        var outcome = (int)socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error)!;
        if (outcome != 0) throw new SocketException(outcome);
    }

    protected override void Dispose(bool disposing)
    {
        if (!disposing) return;
        lock (_lock)
        {
            if (_isClosed) return;
            _isClosed = true;
            if (_key != 0) Reactor.Shared.Forget(_key);
            _readable.Fail(Closed());
            _writable.Fail(Closed());
        }

        try
        {
            // Who still waits in a call of the system is told, and what was sent arrives before the end.
            socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The peer was first.
        }

        socket.Dispose();
        base.Dispose(disposing);
    }

    private ValueTask<int> ReceiveAsync(Memory<byte> buffer, int flags, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled<int>(cancellationToken);

        // An empty read asks whether there is anything.
        if (buffer.IsEmpty) return WaitAndReceiveAsync(buffer, flags, cancellationToken);
        return Receive(buffer.Span, flags) is var count and >= 0 ? new ValueTask<int>(count) : WaitAndReceiveAsync(buffer, flags, cancellationToken);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> WaitAndReceiveAsync(Memory<byte> buffer, int flags, CancellationToken cancellationToken)
    {
        while (true)
        {
            await WaitAsync(_readable, cancellationToken);
            if (buffer.IsEmpty) return 0;
            if (Receive(buffer.Span, flags) is var count and >= 0) return count;
        }
    }

    private async ValueTask SendRestAsync(ReadOnlyMemory<byte> rest, CancellationToken cancellationToken)
    {
        while (!rest.IsEmpty)
        {
            await WaitAsync(_writable, cancellationToken);
            rest = rest[Send(rest.Span)..];
        }
    }

    private async ValueTask WaitAsync(Readiness readiness, CancellationToken cancellationToken)
    {
        ValueTask wait;
        lock (_lock)
        {
            if (_isClosed) throw Closed();
            wait = readiness.Begin();
            var isFirst = _key == 0;
            if (isFirst) _key = Reactor.Shared.Register(this);
            Arm(isFirst);
        }

        if (!cancellationToken.CanBeCanceled)
        {
            await wait;
            return;
        }

        await using (cancellationToken.UnsafeRegister((_, token) => Cancel(readiness, token), null)) await wait;
    }

    private void Cancel(Readiness readiness, CancellationToken cancellationToken)
    {
        lock (_lock) readiness.Fail(new OperationCanceledException(cancellationToken));
    }

    private unsafe int Connect(SocketAddress address)
    {
        fixed (byte* bytes = address.Buffer.Span) return Native.Connect(_handle, bytes, (uint)address.Size) == 0 ? 0 : Marshal.GetLastPInvokeError();
    }

    private void Arm(bool isFirst)
    {
        var events = (_readable.IsAwaited ? Native.In : 0) | (_writable.IsAwaited ? Native.Out : 0);
        if (Reactor.Shared.TryArm(_handle, _key, events, isFirst)) return;
        var error = new IOException("the system cannot watch another connection");
        _readable.Fail(error);
        _writable.Fail(error);
    }

    /// <summary>-1 when nothing has arrived, 0 at the end.</summary>
    private unsafe int Receive(Span<byte> buffer, int flags)
    {
        fixed (byte* bytes = buffer)
        {
            while (true)
            {
                var count = Native.Receive(_handle, bytes, buffer.Length, flags | Native.DontWait);
                if (count >= 0) return (int)count;
                var error = Marshal.GetLastPInvokeError();
                if (error == Native.WouldBlock) return -1;
                if (error != Native.Interrupted) throw Broken(error);
            }
        }
    }

    private unsafe int Send(ReadOnlySpan<byte> buffer)
    {
        var sent = 0;
        fixed (byte* bytes = buffer)
        {
            while (sent < buffer.Length)
            {
                var count = Native.Send(_handle, bytes + sent, buffer.Length - sent, Native.DontWait | Native.NoSignal);
                if (count >= 0)
                {
                    sent += (int)count;
                    continue;
                }

                var error = Marshal.GetLastPInvokeError();
                if (error == Native.WouldBlock) break;
                if (error != Native.Interrupted) throw Broken(error);
            }
        }

        return sent;
    }

    private static IOException Broken(int error) => new(new Win32Exception(error).Message);

    private static ObjectDisposedException Closed() => new(nameof(SocketStream));
}
