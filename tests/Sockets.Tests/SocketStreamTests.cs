using System.Net;
using System.Net.Sockets;
using Shouldly;
using Xunit;

namespace FederationGateway.Sockets.Tests;

public abstract class SocketStreamTests(bool withEngine)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    public sealed class OfTheReactor() : SocketStreamTests(withEngine: false);

    public sealed class OfTheEngine() : SocketStreamTests(withEngine: true);

    [Fact]
    public async Task Bytes_that_are_there_are_read_at_once()
    {
        using var pair = await SocketPair.CreateAsync(withEngine);
        await pair.Peer.SendAsync(new byte[] { 1, 2, 3 });
        var buffer = new byte[8];
        (await pair.Stream.ReadAsync(buffer)).ShouldBe(3);
        buffer[..3].ShouldBe([1, 2, 3]);
    }

    [Fact]
    public async Task A_read_waits_for_what_comes_again_and_again()
    {
        using var pair = await SocketPair.CreateAsync(withEngine);
        var buffer = new byte[1];
        for (byte i = 0; i < 100; i++)
        {
            var read = pair.Stream.ReadAsync(buffer).AsTask();
            await pair.Peer.SendAsync(new[] { i });
            (await read.WaitAsync(s_patience)).ShouldBe(1);
            buffer[0].ShouldBe(i);
        }
    }

    [Fact]
    public async Task Waiting_briefly_sees_what_arrives_meanwhile_and_ends_by_itself()
    {
        using var pair = await SocketPair.CreateAsync(withEngine);
        pair.Stream.WaitBriefly();
        pair.Stream.IsReadable.ShouldBeFalse();
        await pair.Peer.SendAsync(new byte[] { 7 });
        for (var i = 0; i < 1000 && !pair.Stream.IsReadable; i++) pair.Stream.WaitBriefly();
        pair.Stream.IsReadable.ShouldBeTrue();
        pair.Stream.Available.ShouldBe(1);
    }

    [Fact]
    public async Task Peeking_takes_nothing()
    {
        using var pair = await SocketPair.CreateAsync(withEngine);
        var buffer = new byte[4];
        var peek = pair.Stream.PeekAsync(buffer.AsMemory(0, 1), CancellationToken.None).AsTask();
        await pair.Peer.SendAsync(new byte[] { 5, 6 });
        (await peek.WaitAsync(s_patience)).ShouldBe(1);
        buffer[0].ShouldBe((byte)5);
        (await pair.Stream.ReadAtLeastAsync(buffer, 2)).ShouldBe(2);
        buffer[..2].ShouldBe([5, 6]);
    }

    [Fact]
    public async Task More_than_the_sockets_hold_is_written_while_the_peer_reads_and_the_other_way_round()
    {
        using var pair = await SocketPair.CreateAsync(withEngine);
        var sent = new byte[16 << 20];
        Random.Shared.NextBytes(sent);
        var echo = EchoAsync(pair.Peer, sent.Length);
        var write = pair.Stream.WriteAsync(sent).AsTask();
        var received = new byte[sent.Length];
        await pair.Stream.ReadExactlyAsync(received).AsTask().WaitAsync(s_patience);
        await write;
        await echo;
        received.AsSpan().SequenceEqual(sent).ShouldBeTrue();
    }

    [Fact]
    public async Task A_write_that_nobody_reads_waits_until_it_is_cancelled()
    {
        using var pair = await SocketPair.CreateAsync(withEngine);
        using var cancellation = new CancellationTokenSource();
        var write = pair.Stream.WriteAsync(new byte[64 << 20], cancellation.Token).AsTask();
        write.IsCompleted.ShouldBeFalse();
        await cancellation.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => write.WaitAsync(s_patience));
    }

    [Fact]
    public async Task A_cancelled_read_takes_nothing_from_the_next()
    {
        using var pair = await SocketPair.CreateAsync(withEngine);
        using var cancellation = new CancellationTokenSource();
        var buffer = new byte[4];
        var read = pair.Stream.ReadAsync(buffer, cancellation.Token).AsTask();
        await cancellation.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => read.WaitAsync(s_patience));
        await pair.Peer.SendAsync(new byte[] { 9 });
        (await pair.Stream.ReadAsync(buffer).AsTask().WaitAsync(s_patience)).ShouldBe(1);
        buffer[0].ShouldBe((byte)9);
    }

    [Fact]
    public async Task The_end_of_the_peer_is_the_end_of_the_stream()
    {
        using var pair = await SocketPair.CreateAsync(withEngine);
        var read = pair.Stream.ReadAsync(new byte[1]).AsTask();
        pair.Peer.Shutdown(SocketShutdown.Send);
        (await read.WaitAsync(s_patience)).ShouldBe(0);
        (await pair.Stream.ReadAsync(new byte[1])).ShouldBe(0);
    }

    [Fact]
    public async Task A_reset_is_a_failure_of_reads_and_writes()
    {
        using var pair = await SocketPair.CreateAsync(withEngine);
        var read = pair.Stream.ReadAsync(new byte[1]).AsTask();
        pair.Peer.LingerState = new LingerOption(true, 0);
        pair.Peer.Dispose();
        await Should.ThrowAsync<IOException>(() => read.WaitAsync(s_patience));
        await Should.ThrowAsync<IOException>(async () => await pair.Stream.WriteAsync(new byte[1]));
    }

    [Fact]
    public async Task Disposing_ends_a_waiting_read_and_all_that_follow()
    {
        using var pair = await SocketPair.CreateAsync(withEngine);
        var read = pair.Stream.ReadAsync(new byte[1]).AsTask();
        await pair.Stream.DisposeAsync();
        (await Should.ThrowAsync<Exception>(() => read.WaitAsync(s_patience))).ShouldSatisfyAllConditions(e => (e is IOException or ObjectDisposedException).ShouldBeTrue());
        await Should.ThrowAsync<ObjectDisposedException>(async () => (await pair.Stream.ReadAsync(new byte[1])).ShouldBe(1));
        pair.Stream.WaitBriefly();
    }

    [Fact]
    public async Task What_was_written_arrives_before_the_end()
    {
        using var pair = await SocketPair.CreateAsync(withEngine);
        await pair.Stream.WriteAsync("goodbye"u8.ToArray());
        await pair.Stream.DisposeAsync();
        var buffer = new byte[16];
        (await pair.Peer.ReceiveAsync(buffer).WaitAsync(s_patience)).ShouldBe(7);
        (await pair.Peer.ReceiveAsync(buffer).WaitAsync(s_patience)).ShouldBe(0);
    }

    [Fact]
    public async Task Many_streams_wait_side_by_side()
    {
        var pairs = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => SocketPair.CreateAsync(withEngine)));
        var reads = pairs.Select(pair => (Buffer: new byte[4], pair)).Select(x => (x.Buffer, Read: x.pair.Stream.ReadAsync(x.Buffer).AsTask())).ToArray();
        for (var i = 0; i < pairs.Length; i++) await pairs[i].Peer.SendAsync(BitConverter.GetBytes(i));
        await Task.WhenAll(reads.Select(x => x.Read)).WaitAsync(s_patience);
        for (var i = 0; i < pairs.Length; i++) BitConverter.ToInt32(reads[i].Buffer).ShouldBe(i);
        foreach (var pair in pairs) pair.Dispose();
    }

    private static async Task EchoAsync(Socket socket, int length)
    {
        var buffer = new byte[1 << 16];
        for (var echoed = 0; echoed < length;)
        {
            var count = await socket.ReceiveAsync(buffer);
            for (var sent = 0; sent < count;) sent += await socket.SendAsync(buffer.AsMemory(sent, count - sent));
            echoed += count;
        }
    }
}
