using FederationGateway.Common;
using FederationGateway.Replication.Backlog;

namespace FederationGateway.Replication.Tests.Backlog;

/// <summary>What is on disk is not what was written.</summary>
public sealed class DamageTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("backlog").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    /// <summary>The machine stops before all of the last chunks is on disk: whatever part is, the whole chunks before it are there, and the stream goes on behind them.</summary>
    [Fact]
    public async Task A_tail_cut_off_at_any_byte_leaves_the_whole_transactions_before_it()
    {
        var (bytes, ends) = await WriteTogetherAsync();
        for (var length = (int)ends[0]; length <= bytes.Length; length++)
        {
            var whole = ends.Count(end => end <= length);
            // Chunk 4 only begins a transaction, which chunk 5 ends.
            if (whole == 4) whole = 3;
            await File.WriteAllBytesAsync(TheFile, bytes[..length], Token);
            await using var store = Open();
            (store.Last, store.Position).ShouldBe((whole, TestChunks.PositionOf(whole == 5 ? 4 : whole)));
        }
    }

    [Fact]
    public async Task After_a_cut_tail_the_backlog_goes_on()
    {
        var (bytes, ends) = await WriteTogetherAsync();
        for (var length = (int)ends[0]; length < bytes.Length; length += 13)
        {
            await File.WriteAllBytesAsync(TheFile, bytes[..length], Token);
            long last;
            await using (var store = Open())
            {
                last = store.Last;
                for (var i = 1; i <= 3; i++) await store.AppendAsync(TestChunks.Whole(100 + i), Token);
            }

            await using var again = Open();
            again.Last.ShouldBe(last + 3);
            for (var number = 1; number <= again.Last; number++) (await again.ReadAsync(number, Token)).Dispose();
        }
    }

    /// <summary>A flipped bit in what was acknowledged is an error that says where, when the backlog is opened or when the chunk is read; the chunk is not lost without a word.</summary>
    [Theory]
    [InlineData(1_000_000)]
    [InlineData(1)]
    public async Task A_flipped_bit_is_noticed(int segmentBytes)
    {
        await using (var store = Open(segmentBytes))
            for (var i = 1; i <= 6; i++) await store.AppendAsync(TestChunks.Whole(i, rows: 2), Token);
        var path = Directory.GetFiles(_directory).Order(StringComparer.Ordinal).First();
        var bytes = await File.ReadAllBytesAsync(path, Token);
        var lastFrame = segmentBytes > 1 ? LastFrame(bytes) : bytes.Length;
        for (var offset = 0; offset < lastFrame; offset++)
        {
            var flipped = bytes.ToArray();
            flipped[offset] ^= (byte)(1 << (offset % 8));
            await File.WriteAllBytesAsync(path, flipped, Token);
            if (await ReadsAllAsync(segmentBytes) is { } read)
                read.ShouldBe(Enumerable.Range(1, 6).Select(i => $"{i}: {i}/0={i} {i}/1={i}"), $"byte {offset} is padding");
        }
    }

    [Fact]
    public async Task A_missing_file_is_noticed()
    {
        await using (var store = Open(1))
            for (var i = 1; i <= 4; i++) await store.AppendAsync(TestChunks.Whole(i), Token);
        File.Delete(Directory.GetFiles(_directory).Order(StringComparer.Ordinal).ElementAt(1));
        await using var again = Open(1);
        (await again.ReadAsync(1, Token)).Dispose();
        var error = await Should.ThrowAsync<GatewayException>(again.ReadAsync(2, Token).AsTask());
        error.State.ShouldBe(SqlState.DataCorrupted);
        error.Message.ShouldContain("00000000000000000001.seg, byte ");
    }

    private string TheFile => Directory.GetFiles(_directory).Single();

    /// <summary>Five chunks that became durable together, the fourth and fifth of one transaction, and where each ends.</summary>
    private async Task<(byte[] Bytes, long[] Ends)> WriteTogetherAsync()
    {
        await using (var store = Open())
        {
            await store.AppendAsync(TestChunks.Whole(1), Token);
            List<Task> durable = [];
            foreach (var chunk in new[] { TestChunks.Whole(2), TestChunks.Whole(3), TestChunks.Open(4), TestChunks.Whole(4) }) durable.Add((await store.EnqueueAsync(chunk, Token)).Durable);
            await Task.WhenAll(durable);
        }

        var bytes = await File.ReadAllBytesAsync(TheFile, Token);
        // As if all but the first had gone to disk with one flush, whatever the disk's pace was.
        List<long> ends = [];
        using var walker = new FrameWalker(TheFile, SegmentHeader.Read(TheFile).Size, bytes.Length);
        while (walker.TryNext())
        {
            ends.Add(walker.Next);
            (walker.Header with { Durable = Math.Min(1, walker.Header.Durable) }).Write(bytes.AsSpan((int)walker.Offset));
        }

        return (bytes, [.. ends]);
    }

    private int LastFrame(byte[] bytes)
    {
        using var walker = new FrameWalker(TheFile, SegmentHeader.Read(TheFile).Size, bytes.Length);
        while (walker.TryNext())
        {
        }

        return (int)walker.Offset;
    }

    /// <summary>All chunks, or null when there was an error that says where the damage is.</summary>
    private async Task<List<string>?> ReadsAllAsync(int segmentBytes)
    {
        try
        {
            await using var store = Open(segmentBytes);
            List<string> chunks = [];
            for (var number = 1; number <= store.Last; number++)
            {
                using var chunk = await store.ReadAsync(number, Token);
                chunks.Add(TestChunks.Describe(chunk.Chunk));
            }

            return chunks;
        }
        catch (GatewayException error) when (error.State == SqlState.DataCorrupted)
        {
            error.Message.ShouldContain("00000000000000000001.seg, byte ");
            return null;
        }
    }

    private BacklogStore Open(int segmentBytes = 1_000_000) => BacklogStore.Open(_directory, new BacklogOptions { SegmentBytes = segmentBytes }, TimeProvider.System);
}
