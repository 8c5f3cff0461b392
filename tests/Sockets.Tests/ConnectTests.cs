using System.Net;
using System.Net.Sockets;
using Shouldly;
using Xunit;

namespace FederationGateway.Sockets.Tests;

public sealed class ConnectTests
{
    [Fact]
    public async Task A_host_is_connected_by_name()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        await using var stream = await SocketStream.ConnectAsync("localhost", ((IPEndPoint)listener.LocalEndPoint!).Port, CancellationToken.None);
        using var accepted = await listener.AcceptAsync();
        await stream.WriteAsync(new byte[] { 1 });
        (await accepted.ReceiveAsync(new byte[2])).ShouldBe(1);
    }

    [Fact]
    public async Task Nobody_at_the_port_is_said()
    {
        int port;
        using (var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp))
        {
            listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            port = ((IPEndPoint)listener.LocalEndPoint!).Port;
        }

        var error = await Should.ThrowAsync<SocketException>(() => SocketStream.ConnectAsync("127.0.0.1", port, CancellationToken.None));
        error.SocketErrorCode.ShouldBe(SocketError.ConnectionRefused);
    }

    [Fact]
    public async Task A_host_without_address_is_said()
    {
        var error = await Should.ThrowAsync<SocketException>(() => SocketStream.ConnectAsync("no-such-host.invalid", 1, CancellationToken.None));
        error.SocketErrorCode.ShouldBeOneOf(SocketError.HostNotFound, SocketError.TryAgain, SocketError.NoData);
    }

    [Fact]
    public async Task A_connection_that_nobody_takes_is_given_up_when_it_is_cancelled()
    {
        // A listener whose backlog is full lets further connections wait.
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(1);
        var port = ((IPEndPoint)listener.LocalEndPoint!).Port;
        var open = new List<Task<SocketStream>>();
        using var cancellation = new CancellationTokenSource();
        for (var i = 0; i < 8; i++) open.Add(SocketStream.ConnectAsync("127.0.0.1", port, cancellation.Token));
        await Task.WhenAny(Task.WhenAll(open), Task.Delay(500));
        await cancellation.CancelAsync();
        open.Count(task => !task.IsCompletedSuccessfully).ShouldBeGreaterThan(0);
        foreach (var task in open)
            try
            {
                await (await task.WaitAsync(TimeSpan.FromSeconds(60))).DisposeAsync();
            }
            catch (OperationCanceledException)
            {
                // What this test is about.
            }
    }

    [Fact]
    public async Task A_unix_socket_is_connected_by_its_path()
    {
        var path = Path.Combine(Path.GetTempPath(), $"fedgw-{Guid.NewGuid():N}"[..16]);
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        await using var stream = await SocketStream.ConnectAsync(path, CancellationToken.None);
        using var accepted = await listener.AcceptAsync();
        await accepted.SendAsync(new byte[] { 1, 2 });
        (await stream.ReadAtLeastAsync(new byte[2], 2)).ShouldBe(2);
        File.Delete(path);
        await Should.ThrowAsync<SocketException>(() => SocketStream.ConnectAsync(path, CancellationToken.None));
    }
}
