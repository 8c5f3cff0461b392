using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace FederationGateway.Support.Servers;

/// <summary>
/// A way to a server that can be cut at a chosen moment: before what the client sends next with a certain text in it, or behind it, when the server has answered and the
/// client has not heard of it. The text must not be encrypted.
/// </summary>
public sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _serverPort;
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<TcpClient, bool> _open = [];
    private readonly Task _accepting;
    private (byte[] Text, bool Delivers)? _cut;
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

    /// <summary>True to close every connection that is made from now on at once.</summary>
    public bool Refuses
    {
        get => _refuses;
        set => _refuses = value;
    }

    /// <summary>Completed when the cut asked for last has been made.</summary>
    public Task HasCut => _hasCut.Task;

    /// <summary>Cuts the connection on which this text comes from the client.</summary>
    /// <param name="delivers">Whether the server gets the text (its answer goes nowhere), or nobody does.</param>
    /// <param name="thenRefuses">Whether nothing can be reached from then on.</param>
    public void CutAt(string text, bool delivers, bool thenRefuses = false)
    {
        ThenRefuses = thenRefuses;
        _hasCut = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _cut = (Encoding.UTF8.GetBytes(text), delivers);
    }

    private bool ThenRefuses { get; set; }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        foreach (var client in _open.Keys) client.Dispose();
        await _accepting;
        _end.Dispose();
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
                var isSilent = new StrongBox();
                await Task.WhenAny(FromClientAsync(client, server, isSilent), FromServerAsync(client, server, isSilent));
            }
            catch (Exception error) when (error is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // One side has gone.
            }

            _open.TryRemove(client, out _);
        }
    }

    private async Task FromClientAsync(TcpClient client, TcpClient server, StrongBox isSilent)
    {
        var buffer = new byte[64 * 1024];
        while (await client.GetStream().ReadAsync(buffer, _end.Token) is > 0 and var count)
        {
            if (_cut is var (text, delivers) && buffer.AsSpan(0, count).IndexOf(text) >= 0)
            {
                _cut = null;
                if (ThenRefuses) _refuses = true;
                isSilent.Value = true;
                if (!delivers)
                {
                    _hasCut.TrySetResult();
                    return;
                }
            }

            await server.GetStream().WriteAsync(buffer.AsMemory(0, count), _end.Token);
        }
    }

    private async Task FromServerAsync(TcpClient client, TcpClient server, StrongBox isSilent)
    {
        var buffer = new byte[64 * 1024];
        while (await server.GetStream().ReadAsync(buffer, _end.Token) is > 0 and var count)
        {
            if (isSilent.Value)
            {
                _hasCut.TrySetResult();
                return;
            }

            await client.GetStream().WriteAsync(buffer.AsMemory(0, count), _end.Token);
        }
    }

    private sealed class StrongBox
    {
        public volatile bool Value;
    }
}
