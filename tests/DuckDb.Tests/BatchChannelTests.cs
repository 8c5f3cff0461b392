using FederationGateway.Arrow;
using FederationGateway.Common;

namespace FederationGateway.DuckDb.Tests;

public class BatchChannelTests
{
    private static readonly Schema s_schema = TestBatches.SchemaOf(SqlType.Int8);

    [Fact]
    public async Task Producers_wait_for_room_and_a_reader_gets_every_batch_once()
    {
        var channel = new BatchChannel(s_schema, maxBatches: 2);
        var filling = channel.FillAsync([.. Enumerable.Range(0, 3).Select(producer => Numbers(producer * 100, 100))], CancellationToken.None);
        var seen = await Task.Factory.StartNew(() => Drain(channel), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await filling;
        seen.Order().ShouldBe(Enumerable.Range(0, 300).Select(i => (long)i));
    }

    [Fact]
    public async Task A_full_channel_makes_the_producer_wait_until_the_reader_is_gone()
    {
        var before = ArrowBuffer.LiveCount;
        var channel = new BatchChannel(s_schema, maxBatches: 1);
        (await channel.WriteAsync(Batch(1), CancellationToken.None)).ShouldBeTrue();
        var second = channel.WriteAsync(Batch(2), CancellationToken.None).AsTask();
        second.IsCompleted.ShouldBeFalse();
        using var cancel = new CancellationTokenSource();
        var third = channel.WriteAsync(Batch(3), cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(third);
        channel.Dispose();
        (await second).ShouldBeFalse();
        (await channel.WriteAsync(Batch(4), CancellationToken.None)).ShouldBeFalse();
        ArrowBuffer.LiveCount.ShouldBe(before);
    }

    [Fact]
    public async Task The_size_of_the_batches_counts_as_well_as_their_number()
    {
        var channel = new BatchChannel(s_schema, maxBatches: 100, maxBytes: 1);
        (await channel.WriteAsync(Batch(1), CancellationToken.None)).ShouldBeTrue();
        var second = channel.WriteAsync(Batch(2), CancellationToken.None).AsTask();
        second.IsCompleted.ShouldBeFalse();
        channel.TryNext(out var batch, CancellationToken.None).ShouldBeTrue();
        batch!.Dispose();
        (await second).ShouldBeTrue();
        channel.Dispose();
    }

    [Fact]
    public async Task The_first_failure_stops_the_other_producers()
    {
        var before = ArrowBuffer.LiveCount;
        var failure = new GatewayException(SqlState.RemoteExecutionFailed, "gone");
        var channel = new BatchChannel(s_schema);
        await channel.FillAsync([Endless(), Failing(failure)], CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(60));
        Should.Throw<GatewayException>(() => channel.TryNext(out _, CancellationToken.None)).ShouldBeSameAs(failure);
        ArrowBuffer.LiveCount.ShouldBe(before);
    }

    private static RecordBatch Batch(long value) => TestBatches.Build(s_schema, [value]);

    private static List<long> Drain(BatchChannel channel)
    {
        var seen = new List<long>();
        while (channel.TryNext(out var batch, CancellationToken.None))
            using (batch) seen.Add(batch.Column(0).GetValue<long>(0));
        return seen;
    }

    private static async IAsyncEnumerable<RecordBatch> Numbers(int start, int count)
    {
        for (var i = start; i < start + count; i++)
        {
            await Task.Yield();
            yield return Batch(i);
        }
    }

    private static async IAsyncEnumerable<RecordBatch> Endless()
    {
        while (true)
        {
            await Task.Yield();
            yield return Batch(0);
        }
    }

    private static async IAsyncEnumerable<RecordBatch> Failing(Exception? failure)
    {
        await Task.Delay(20);
        if (failure is not null) throw failure;
        yield break;
    }
}
