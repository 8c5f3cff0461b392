using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace FederationGateway.Support.Servers;

/// <summary>
/// A way to a server that can be cut, or fall silent, at a chosen moment: before what the client sends next with a certain text in it, or behind it, when the server has
/// answered and the client has not heard of it. The text must not be encrypted.
/// </summary>
public sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _serverPort;
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<TcpClient, bool> _open = [];
    private readonly Task _accepting;
    private (byte[] Text, bool Delivers, bool Holds)? _cut;
    private TaskCompletionSource _hasCut = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _refuses;

    public CuttingProxy(int serverPort)
    {
        _serverPort = serverPort;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    /// <summary>True while the server cannot be reached: connections that are open end, and new ones at once.</summary>
    public bool Refuses
    {
        get => _refuses;
        set
        {
            _refuses = value;
            if (value) CloseAll(except: null);
        }
    }

    /// <summary>Completed when the cut asked for last has been made.</summary>
    public Task HasCut => _hasCut.Task;

    /// <summary>Cuts the connection on which this text comes from the client.</summary>
    /// <param name="delivers">Whether the server gets the text (its answer goes nowhere), or nobody does.</param>
    /// <param name="thenRefuses">Whether nothing can be reached from then on.</param>
    public void CutAt(string text, bool delivers, bool thenRefuses = false) => Prepare(text, delivers, holds: false, thenRefuses);

    /// <summary>As <see cref="CutAt"/>, but the connection stays and is silent: the client waits.</summary>
    public void HoldAt(string text, bool delivers) => Prepare(text, delivers, holds: true, thenRefuses: false);

    private bool ThenRefuses { get; set; }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        CloseAll(except: null);
        await _accepting;
        _end.Dispose();
    }

    private void CloseAll(TcpClient? except)
    {
        foreach (var client in _open.Keys)
            if (client != except) client.Dispose();
    }

    private void Prepare(string text, bool delivers, bool holds, bool thenRefuses)
    {
        ThenRefuses = thenRefuses;
        _hasCut = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _cut = (Encoding.UTF8.GetBytes(text), delivers, holds);
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_end.Token);
                if (_refuses) client.Dispose();
                else _ = RelayAsync(client);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The end.
        }
    }

    private async Task RelayAsync(TcpClient client)
    {
        using var server = new TcpClient();
        using (client)
        {
            _open[client] = true;
            try
            {
                client.NoDelay = server.NoDelay = true;
                await server.ConnectAsync(IPAddress.Loopback, _serverPort, _end.Token);
                var fate = new Fate();
                await Task.WhenAny(FromClientAsync(client, server, fate), FromServerAsync(client, server, fate));
            }
            catch (Exception error) when (error is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // One side has gone.
            }

            _open.TryRemove(client, out _);
        }
    }

    private async Task FromClientAsync(TcpClient client, TcpClient server, Fate fate)
    {
        var buffer = new byte[64 * 1024];
        while (await client.GetStream().ReadAsync(buffer, _end.Token) is > 0 and var count)
        {
            if (_cut is var (text, delivers, holds) && buffer.AsSpan(0, count).IndexOf(text) >= 0)
            {
                _cut = null;
                if (ThenRefuses)
                {
                    _refuses = true;
                    CloseAll(except: client);
                }

                (fate.IsSilent, fate.Holds, fate.IsDeaf) = (true, holds, !delivers);
                if (!delivers) _hasCut.TrySetResult();
                if (!delivers && !holds) return;
            }

            if (!fate.IsDeaf) await server.GetStream().WriteAsync(buffer.AsMemory(0, count), _end.Token);
        }
    }

    private async Task FromServerAsync(TcpClient client, TcpClient server, Fate fate)
    {
        var buffer = new byte[64 * 1024];
        while (await server.GetStream().ReadAsync(buffer, _end.Token) is > 0 and var count)
        {
            if (!fate.IsSilent) await client.GetStream().WriteAsync(buffer.AsMemory(0, count), _end.Token);
            else
            {
                _hasCut.TrySetResult();
                if (!fate.Holds) return;
            }
        }
    }

    /// <summary>What becomes of one connection.</summary>
    private sealed class Fate
    {
        public volatile bool IsSilent;
        public volatile bool IsDeaf;
        public volatile bool Holds;
    }
}
