using System.Globalization;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Common;
using FederationGateway.Replication.Backlog;
using FederationGateway.Replication.Receiving;
using FederationGateway.Replication.Tests.Backlog;

namespace FederationGateway.Replication.Tests.Receiving;

public sealed class ReceiverTests : IDisposable
{
    private static readonly CapturedTable Table = new(1, TestChunks.Table);
    private static readonly GatewayException Broken = new(SqlState.ConnectionFailure, "the connection broke");

    private readonly string _directory = Directory.CreateTempSubdirectory("receiver").FullName;
    private readonly ScriptedSource _source = new();
    private readonly Events _events = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task What_commits_is_kept_and_acknowledged()
    {
        await using var backlog = Open();
        await using var receiver = Receive(backlog);
        await receiver.StartAsync([Table], Token);
        _source.Commit(10);
        await UntilAsync(backlog, 10);
        await receiver.StopAsync(Token);
        _source.Acknowledged[^1].ShouldBe(TestChunks.PositionOf(10));
        (await TransactionsAsync(backlog)).ShouldBe(Enumerable.Range(1, 10).Select(i => (long)i));
        var status = receiver.Status;
        (status.State, status.Chunks, status.Transactions, status.LastCommit).ShouldBe((ReceiverState.Stopped, _source.Chunks, 10, DateTime.UnixEpoch.AddSeconds(10)));
        (status.Tables[1].Rows, status.Tables[1].Bytes, status.Tables[1].Commit).ShouldBe((status.Rows, status.Bytes, DateTime.UnixEpoch.AddSeconds(10)));
        _events.Received.Count.ShouldBe(_source.Chunks);
    }

    /// <summary>Wherever the connection breaks, in a transaction or between two.</summary>
    [Fact]
    public async Task A_stream_that_breaks_goes_on_behind_the_last_whole_transaction()
    {
        for (var place = 1; place <= 20; place++) _source.FailAtChunk.Add(place * 2, Broken);
        await using var backlog = Open(new BacklogOptions { SegmentBytes = 1000 });
        await using var receiver = Receive(backlog);
        await receiver.StartAsync([Table], Token);
        for (var i = 0; i < 30; i++) _source.Commit(1);
        await UntilAsync(backlog, 30);
        (await TransactionsAsync(backlog)).ShouldBe(Enumerable.Range(1, 30).Select(i => (long)i));
        _events.Failures.Count.ShouldBe(20);
        _events.Failures.ShouldAllBe(failure => failure.IsTransient && failure.Error == Broken);
        _source.Opened.Count.ShouldBe(21);
    }

    [Fact]
    public async Task A_source_that_cannot_be_reached_is_tried_again_and_counted()
    {
        for (var i = 0; i < 4; i++) _source.FailToOpen.Enqueue(new GatewayException(SqlState.RemoteConnectionFailed, "nobody there"));
        await using var backlog = Open();
        await using var receiver = Receive(backlog);
        await receiver.StartAsync([Table], Token);
        _source.Commit(1);
        await UntilAsync(backlog, 1);
        _events.Failures.Select(failure => failure.Retries).ShouldBe([0, 1, 2, 3]);
        _events.Connected.ShouldBe([TestChunks.PositionOf(0)]);
        receiver.Status.Failure.ShouldBeNull();
    }

    [Fact]
    public async Task What_trying_again_would_not_mend_waits_for_somebody()
    {
        _source.FailToOpen.Enqueue(new GatewayException(SqlState.ObjectNotInPrerequisiteState, "the slot is gone"));
        await using var backlog = Open();
        await using var receiver = Receive(backlog);
        await receiver.StartAsync([Table], Token);
        var failure = await _events.NextFailureAsync();
        (failure.IsTransient, failure.Error.State).ShouldBe((false, SqlState.ObjectNotInPrerequisiteState));
        receiver.Status.State.ShouldBe(ReceiverState.Failed);
        await receiver.StartAsync([Table], Token);
        _source.Commit(2);
        await UntilAsync(backlog, 2);
    }

    [Fact]
    public async Task Other_tables_open_another_stream_where_the_one_before_ended()
    {
        await using var backlog = Open();
        await using var receiver = Receive(backlog);
        await receiver.StartAsync([Table], Token);
        _source.Commit(4);
        await UntilAsync(backlog, 4);
        await receiver.StartAsync([Table, new CapturedTable(2, TestChunks.Table)], Token);
        _source.Commit(4);
        await UntilAsync(backlog, 8);
        _source.Opened.Select(opened => (opened.After, opened.Tables.Count)).ShouldBe([(TestChunks.PositionOf(0), 1), (TestChunks.PositionOf(4), 2)]);
        (await TransactionsAsync(backlog)).ShouldBe(Enumerable.Range(1, 8).Select(i => (long)i));
    }

    [Fact]
    public async Task A_stream_is_opened_again_with_the_definitions_that_came()
    {
        var changed = TestChunks.Table with { Comment = "changed" };
        _source.ChangeBefore5 = new TableDefinitionChange(1, changed);
        // The chunk behind the new definition, and once more between transactions.
        _source.Commit(4);
        await using var backlog = Open();
        await using var receiver = Receive(backlog);
        await receiver.StartAsync([Table], Token);
        await UntilAsync(backlog, 4);
        _source.FailAtChunk.Add(_source.Chunks + 2, Broken);
        _source.FailAtChunk.Add(_source.Chunks + 6, Broken);
        _source.Commit(1);
        await UntilAsync(backlog, 5);
        _source.Commit(5);
        await UntilAsync(backlog, 10);
        _source.Opened.Select(opened => opened.Tables.Single().Definition.Comment).ShouldBe([null, null, "changed"]);
    }

    [Fact]
    public async Task A_full_backlog_lets_the_source_wait_and_says_so()
    {
        await using var backlog = Open(new BacklogOptions { SegmentBytes = 500, MostBytes = 5000 });
        await using var receiver = Receive(backlog);
        await receiver.StartAsync([Table], Token);
        _source.Commit(200);
        while (receiver.Status.State != ReceiverState.WaitingForRoom) await Task.Delay(5, Token);
        _events.Levels.ShouldBe([BacklogLevel.NearlyFull, BacklogLevel.Full]);
        while (backlog.Position != TestChunks.PositionOf(200))
        {
            backlog.Trim(backlog.Last);
            await Task.Delay(1, Token);
        }

        _events.Levels.ShouldContain(BacklogLevel.Normal);
    }

    [Fact]
    public async Task What_cannot_be_written_is_received_again_when_it_can()
    {
        await using var backlog = Open(new BacklogOptions { SegmentBytes = 1 });
        await using var receiver = Receive(backlog);
        await receiver.StartAsync([Table], Token);
        _source.Commit(3);
        await UntilAsync(backlog, 3);
        Directory.Move(_directory, _directory + ".away");
        _source.Commit(10);
        var failure = await _events.NextFailureAsync();
        (failure.Error.State, failure.IsTransient).ShouldBe((SqlState.IoError, true));
        Directory.Move(_directory + ".away", _directory);
        await UntilAsync(backlog, 13);
        (await TransactionsAsync(backlog)).ShouldBe(Enumerable.Range(1, 13).Select(i => (long)i));
    }

    [Fact]
    public void Delays_double_up_to_a_minute_and_differ()
    {
        var options = new ReceiverOptions { Random = new Random(1) };
        for (var tries = 1; tries < 100; tries++)
        {
            var longest = TimeSpan.FromSeconds(Math.Min(60, Math.Pow(2, tries - 1)));
            options.DelayAfter(tries).ShouldBeInRange(longest * 0.75, longest);
        }

        options.DelayAfter(9).ShouldNotBe(options.DelayAfter(9));
    }

    private BacklogStore Open(BacklogOptions? options = null) => BacklogStore.Open(_directory, options ?? new BacklogOptions(), TimeProvider.System);

    private Receiver Receive(BacklogStore backlog) => new(
        "capture", _ => ValueTask.FromResult<ICaptureSource>(_source), backlog, TestChunks.PositionOf(0), _events, TimeProvider.System,
        new ReceiverOptions { FirstDelay = TimeSpan.FromMilliseconds(1), LongestDelay = TimeSpan.FromMilliseconds(20) });

    private static async Task UntilAsync(BacklogStore backlog, long transaction)
    {
        for (var last = backlog.Last; backlog.Position != TestChunks.PositionOf(transaction); last = backlog.Last) (await backlog.ReadAsync(last + 1, Token)).Dispose();
    }

    /// <summary>The numbers of the transactions that ended, in order.</summary>
    private static async Task<List<long>> TransactionsAsync(BacklogStore backlog)
    {
        List<long> transactions = [];
        for (var number = backlog.First; number <= backlog.Last; number++)
        {
            using var chunk = await backlog.ReadAsync(number, Token);
            var ended = chunk.Chunk.EndsInTransaction ? chunk.Chunk.Transactions.SkipLast(1) : chunk.Chunk.Transactions;
            transactions.AddRange(ended.Select(transaction => long.Parse(transaction.Id, CultureInfo.InvariantCulture)));
        }

        return transactions;
    }

    private sealed class Events : IReceiverEvents
    {
        private readonly SemaphoreSlim _failed = new(0);

        public List<ChangePosition> Connected { get; } = [];

        public List<ReceivedChunk> Received { get; } = [];

        public List<ReceiverFailure> Failures { get; } = [];

        public List<BacklogLevel> Levels { get; } = [];

        public async Task<ReceiverFailure> NextFailureAsync()
        {
            await _failed.WaitAsync(Token);
            return Failures[^1];
        }

        public ValueTask ConnectedAsync(ChangePosition after)
        {
            Connected.Add(after);
            return default;
        }

        void IReceiverEvents.Received(in ReceivedChunk chunk) => Received.Add(chunk);

        public ValueTask FailedAsync(ReceiverFailure failure)
        {
            Failures.Add(failure);
            _failed.Release();
            return default;
        }

        public ValueTask BacklogLevelChangedAsync(BacklogLevel level, long bytes, long mostBytes)
        {
            Levels.Add(level);
            return default;
        }
    }
}
