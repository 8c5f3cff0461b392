using FederationGateway.Common;
using FederationGateway.Gateway.Statements;

namespace FederationGateway.Gateway.Tests;

/// <summary>Who runs next when not everybody can.</summary>
public sealed class StatementQueueTests
{
    [Fact]
    public async Task As_many_run_as_may_and_the_next_waits_for_one_to_end()
    {
        var queue = new StatementQueue(maximumRunning: 2, maximumWaiting: 10);
        var first = await queue.EnterAsync("a", CancellationToken.None);
        using var second = await queue.EnterAsync("a", CancellationToken.None);
        var third = queue.EnterAsync("a", CancellationToken.None).AsTask();
        third.IsCompleted.ShouldBeFalse();

        first.Dispose();

        using var turn = await third;
    }

    [Fact]
    public async Task Users_take_turns_and_one_users_statements_come_in_their_order()
    {
        var queue = new StatementQueue(maximumRunning: 1, maximumWaiting: 10);
        var running = await queue.EnterAsync("a", CancellationToken.None);
        List<string> order = [];
        List<Task> all = [];
        foreach (var name in new[] { "a1", "a2", "a3", "b1", "c1", "b2" }) all.Add(RunAsync(queue.EnterAsync(name[..1], CancellationToken.None), name));

        running.Dispose();
        await Task.WhenAll(all);

        order.ShouldBe(["a1", "b1", "c1", "a2", "b2", "a3"]);

        async Task RunAsync(ValueTask<IDisposable> turn, string name)
        {
            using (await turn) order.Add(name);
        }
    }

    [Fact]
    public async Task Who_gives_up_waiting_leaves_no_trace()
    {
        var queue = new StatementQueue(maximumRunning: 1, maximumWaiting: 2);
        var running = await queue.EnterAsync("a", CancellationToken.None);
        using var cancel = new CancellationTokenSource();
        var impatient = queue.EnterAsync("b", cancel.Token).AsTask();
        var patient = queue.EnterAsync("b", CancellationToken.None).AsTask();

        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => impatient);
        using var other = new CancellationTokenSource();
        var replacing = queue.EnterAsync("c", other.Token).AsTask();
        running.Dispose();

        (await patient).Dispose();
        (await replacing).Dispose();
        (await queue.EnterAsync("a", CancellationToken.None)).Dispose();
    }

    [Fact]
    public async Task One_waiting_too_many_is_refused()
    {
        var queue = new StatementQueue(maximumRunning: 1, maximumWaiting: 1);
        var running = await queue.EnterAsync("a", CancellationToken.None);
        var waiting = queue.EnterAsync("a", CancellationToken.None).AsTask();

        var refused = await Should.ThrowAsync<GatewayException>(() => queue.EnterAsync("b", CancellationToken.None).AsTask());
        refused.State.ShouldBe(SqlState.ConfigurationLimitExceeded);
        refused.Detail.ShouldNotBeNull().ShouldContain("MaxQueuedStatements");

        running.Dispose();
        (await waiting).Dispose();
        (await queue.EnterAsync("b", CancellationToken.None)).Dispose();
    }

    [Fact]
    public async Task What_others_may_wait_for_starts_at_once_and_counts()
    {
        var queue = new StatementQueue(maximumRunning: 1, maximumWaiting: 5);
        var running = await queue.EnterAsync("a", CancellationToken.None);
        var urgent = queue.EnterAtOnce();
        var waiting = queue.EnterAsync("b", CancellationToken.None).AsTask();

        running.Dispose();
        waiting.IsCompleted.ShouldBeFalse();
        urgent.Dispose();
        urgent.Dispose();

        using var turn = await waiting;
        var next = queue.EnterAsync("c", CancellationToken.None).AsTask();
        next.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task Without_a_limit_nobody_waits()
    {
        var queue = new StatementQueue(maximumRunning: 0, maximumWaiting: 0);
        for (var i = 0; i < 100; i++) await queue.EnterAsync("a", CancellationToken.None);
    }

    [Fact]
    public async Task Many_that_come_and_go_and_give_up_all_end()
    {
        var queue = new StatementQueue(maximumRunning: 3, maximumWaiting: 10_000);
        var (running, most) = (0, 0);

        await Parallel.ForAsync(0, 2000, async (i, _) =>
        {
            using var cancel = new CancellationTokenSource();
            if (i % 7 == 0) cancel.CancelAfter(TimeSpan.FromMilliseconds(i % 3));
            try
            {
                using var turn = await queue.EnterAsync($"user{i % 5}", cancel.Token);
                var now = Interlocked.Increment(ref running);
                for (var seen = most; now > seen; seen = most) Interlocked.CompareExchange(ref most, now, seen);
                await Task.Yield();
                Interlocked.Decrement(ref running);
            }
            catch (OperationCanceledException)
            {
                // It had waited long enough.
            }
        });

        running.ShouldBe(0);
        most.ShouldBeInRange(1, 3);
        for (var i = 0; i < 3; i++) (await queue.EnterAsync("last", CancellationToken.None)).ShouldNotBeNull();
    }
}
