using FederationGateway.PgWire.Wire;

namespace FederationGateway.PgWire.Tests.Wire;

public sealed class WireInputTests
{
    [Fact]
    public async Task A_client_that_is_idle_after_a_long_message_holds_little_memory()
    {
        using var message = new WireBuffer();
        using (message.Begin((byte)'Q')) message.WriteBytes(new byte[4 * 1024 * 1024]);
        var client = new SilentAfter(message.WrittenSpan.ToArray());
        using var input = new WireInput(client);

        (await input.ReadFrameAsync(new FrameLimits(1 << 30), CancellationToken.None)).ShouldNotBeNull();
        input.Capacity.ShouldBeGreaterThanOrEqualTo(4 * 1024 * 1024);

        // The statement runs; then its client sends nothing more.
        input.WatchForClose(() => { });
        input.ReadFrameAsync(new FrameLimits(1 << 30), CancellationToken.None).AsTask().IsCompleted.ShouldBeFalse();

        input.Capacity.ShouldBeLessThan(64 * 1024);
    }

    /// <summary>Gives its bytes, then nothing for ever.</summary>
    private sealed class SilentAfter(byte[] bytes) : MemoryStream(bytes)
    {
        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Position < Length ? base.ReadAsync(buffer, cancellationToken) : new ValueTask<int>(new TaskCompletionSource<int>().Task);
    }
}
