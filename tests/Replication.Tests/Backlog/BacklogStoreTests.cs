using FederationGateway.Common;
using FederationGateway.Replication.Backlog;

namespace FederationGateway.Replication.Tests.Backlog;

public sealed class BacklogStoreTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("backlog").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task What_was_added_is_read_in_order_now_and_after_opening_again()
    {
        await using (var store = Open())
        {
            (await store.BeginAsync(Token)).ShouldBeNull();
            store.First.ShouldBe(1);
            for (var i = 1; i <= 20; i++) (await store.AppendAsync(TestChunks.Whole(i, rows: 3), Token)).ShouldBe(i);
            (await ReadAsync(store)).ShouldBe(Enumerable.Range(1, 20).Select(i => $"{i}: {i}/0={i} {i}/1={i} {i}/2={i}"));
            store.Position.ShouldBe(TestChunks.PositionOf(20));
        }

        await using var again = Open();
        (await again.BeginAsync(Token)).ShouldBe(TestChunks.PositionOf(20));
        (await again.AppendAsync(TestChunks.Whole(21), Token)).ShouldBe(21);
        (await ReadAsync(again)).Count.ShouldBe(21);
    }

    [Fact]
    public async Task Chunks_may_be_added_before_earlier_ones_are_durable()
    {
        await using var store = Open(new BacklogOptions { SegmentBytes = 4000 });
        List<Task> durable = [];
        for (var i = 1; i <= 300; i++) durable.Add((await store.EnqueueAsync(TestChunks.Whole(i), Token)).Durable);
        await Task.WhenAll(durable);
        (await ReadAsync(store)).ShouldBe(Enumerable.Range(1, 300).Select(i => $"{i}: {i}/0={i}"));
        Directory.GetFiles(_directory).Length.ShouldBeGreaterThan(5);
    }

    [Fact]
    public async Task Readers_wait_for_what_is_not_there_yet()
    {
        await using var store = Open();
        var waiting = Enumerable.Range(1, 3).Select(number => store.ReadAsync(number, Token).AsTask()).ToArray();
        for (var i = 1; i <= 3; i++) await store.AppendAsync(TestChunks.Whole(i), Token);
        foreach (var (read, i) in waiting.Select((read, i) => (read, i)))
        {
            using var chunk = await read;
            TestChunks.Describe(chunk.Chunk).ShouldBe($"{i + 1}: {i + 1}/0={i + 1}");
        }

        using var cancelled = new CancellationTokenSource();
        var never = store.ReadAsync(4, cancelled.Token).AsTask();
        await cancelled.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(never);
    }

    [Fact]
    public async Task A_transaction_is_seen_when_its_end_is_there()
    {
        await using var store = Open(new BacklogOptions { SegmentBytes = 1 });      // a file for each chunk
        await store.AppendAsync(TestChunks.Open(1, count: 2), Token);
        await store.AppendAsync(TestChunks.Open(2), Token);
        store.Last.ShouldBe(1);
        store.Position.ShouldBe(TestChunks.PositionOf(1));
        await store.AppendAsync(TestChunks.Whole(2, count: 2), Token);
        (await ReadAsync(store)).ShouldBe(["1: 1/0=1", "2…: 2/0=2", "2…: 2/0=2", "2 3: 2/0=2 3/0=3"]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100_000)]
    public async Task A_transaction_that_did_not_end_is_received_again(int segmentBytes)
    {
        await using (var store = Open(new BacklogOptions { SegmentBytes = segmentBytes }))
        {
            await store.AppendAsync(TestChunks.Whole(1), Token);
            await store.AppendAsync(TestChunks.Open(2, rows: 5), Token);
            await store.AppendAsync(TestChunks.Open(2, rows: 6), Token);
            (await store.BeginAsync(Token)).ShouldBe(TestChunks.PositionOf(1));
            (await store.AppendAsync(TestChunks.Open(2), Token)).ShouldBe(2);
            (await store.AppendAsync(TestChunks.Whole(2), Token)).ShouldBe(3);
            await store.AppendAsync(TestChunks.Open(3, rows: 7), Token);
            await store.AppendAsync(TestChunks.Open(3, rows: 8), Token);
        }

        await using var again = Open(new BacklogOptions { SegmentBytes = segmentBytes });
        (await again.BeginAsync(Token)).ShouldBe(TestChunks.PositionOf(2));
        (await again.AppendAsync(TestChunks.Whole(3), Token)).ShouldBe(4);
        (await ReadAsync(again)).ShouldBe(["1: 1/0=1", "2…: 2/0=2", "2: 2/0=2", "3: 3/0=3"]);
    }

    [Fact]
    public async Task Trimming_deletes_files_and_keeps_the_position()
    {
        await using (var store = Open(new BacklogOptions { SegmentBytes = 1 }))
        {
            for (var i = 1; i <= 9; i++) await store.AppendAsync(i == 4 ? TestChunks.Marker(4, "m4") : TestChunks.Whole(i), Token);
            store.FindMarker("m4").ShouldBe(4);
            store.Trim(3);
            (store.First, store.Last).ShouldBe((4, 9));
            store.FindMarker("m4").ShouldBe(4);
            (await Should.ThrowAsync<GatewayException>(store.ReadAsync(3, Token).AsTask())).State.ShouldBe(SqlState.InternalError);
            store.Trim(9);
            store.FindMarker("m4").ShouldBeNull();
        }

        Directory.GetFiles(_directory).Length.ShouldBe(1);
        await using var again = Open();
        again.Position.ShouldBe(TestChunks.PositionOf(9));
        (await again.AppendAsync(TestChunks.Whole(10), Token)).ShouldBe(10);
    }

    [Fact]
    public async Task Markers_are_found_after_opening_again_in_whatever_file_they_are()
    {
        await using (var store = Open(new BacklogOptions { SegmentBytes = 2000 }))
            for (var i = 1; i <= 100; i++) await store.AppendAsync(i % 10 == 0 ? TestChunks.Marker(i, $"m{i}") : TestChunks.Whole(i), Token);
        await using var again = Open();
        for (var i = 10; i <= 100; i += 10) again.FindMarker($"m{i}").ShouldBe(i);
        again.FindMarker("m11").ShouldBeNull();
    }

    [Fact]
    public async Task Bytes_behind_a_number_shrink_to_nothing_at_the_last()
    {
        await using (var store = Open(new BacklogOptions { SegmentBytes = 5000 }))
        {
            for (var i = 1; i <= 200; i++) await store.AppendAsync(TestChunks.Whole(i, rows: i % 7), Token);
            Check(store);
        }

        await using var again = Open();
        Check(again);

        static void Check(BacklogStore store)
        {
            var bytes = Enumerable.Range(0, 201).Select(number => store.BytesAfter(number)).ToArray();
            bytes[0].ShouldBeGreaterThan(20_000);
            bytes[200].ShouldBe(0);
            bytes.Zip(bytes.Skip(1)).ShouldAllBe(pair => pair.First > pair.Second);
        }
    }

    [Fact]
    public async Task A_large_chunk_does_not_blur_the_bytes_behind_small_ones()
    {
        await using var store = Open();
        for (var i = 1; i <= 10; i++) await store.AppendAsync(TestChunks.Whole(i), Token);
        await store.AppendAsync(TestChunks.Whole(11, count: 20, rows: 10, width: 2000), Token);
        for (var i = 31; i <= 40; i++) await store.AppendAsync(TestChunks.Whole(i), Token);
        store.BytesAfter(9).ShouldBeGreaterThan(400_000);
        store.BytesAfter(10).ShouldBeGreaterThan(400_000);
        store.BytesAfter(11).ShouldBeLessThan(16 << 10);
    }

    [Fact]
    public async Task Reading_begins_anywhere()
    {
        await using (var store = Open(new BacklogOptions { SegmentBytes = 200_000 }))
            for (var i = 1; i <= 100; i++) await store.AppendAsync(TestChunks.Whole(i, rows: 50 * (i % 3), width: 200), Token);
        await using var again = Open();
        var random = new Random(3);
        for (var i = 0; i < 200; i++)
        {
            var number = random.Next(1, 101);
            using var chunk = await again.ReadAsync(number, Token);
            chunk.Chunk.Transactions[0].ShouldBe(TestChunks.Transaction(number));
            chunk.Chunk.Tables[0].Rows.Length.ShouldBe(50 * (number % 3));
        }
    }

    [Fact]
    public async Task A_full_backlog_takes_more_when_something_was_let_go()
    {
        await using var store = Open(new BacklogOptions { SegmentBytes = 1000, MostBytes = 10_000 });
        var number = 0;
        while (!store.IsFull) await store.AppendAsync(TestChunks.Whole(++number, rows: 5), Token);
        store.IsNearlyFull.ShouldBeTrue();
        var waiting = store.AppendAsync(TestChunks.Whole(++number), Token).AsTask();
        waiting.IsCompleted.ShouldBeFalse();
        store.Trim(store.Last / 2);
        (await waiting).ShouldBe(number);
        store.IsFull.ShouldBeFalse();
    }

    [Fact]
    public async Task A_transaction_larger_than_the_backlog_is_taken_whole_and_let_go_whole()
    {
        await using var store = Open(new BacklogOptions { SegmentBytes = 1_000_000, MostBytes = 10_000 });
        for (var i = 0; i < 20; i++) await store.AppendAsync(TestChunks.Open(1, width: 1000), Token);
        await store.AppendAsync(TestChunks.Whole(1), Token);
        store.IsFull.ShouldBeTrue();
        var waiting = store.AppendAsync(TestChunks.Whole(2), Token).AsTask();
        store.Trim(21);
        (await waiting).ShouldBe(22);
    }

    private BacklogStore Open(BacklogOptions? options = null) => BacklogStore.Open(_directory, options ?? new BacklogOptions(), TimeProvider.System);

    private static async Task<List<string>> ReadAsync(BacklogStore store)
    {
        List<string> chunks = [];
        for (var number = store.First; number <= store.Last; number++)
        {
            using var chunk = await store.ReadAsync(number, Token);
            chunk.Number.ShouldBe(number);
            chunks.Add(TestChunks.Describe(chunk.Chunk));
        }

        return chunks;
    }
}
