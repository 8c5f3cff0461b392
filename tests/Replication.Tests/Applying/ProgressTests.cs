using FederationGateway.Adapters.Abstractions;
using FederationGateway.Catalog;
using FederationGateway.Common;

namespace FederationGateway.Replication.Tests.Applying;

/// <summary>Where a subscription is, and what it does there.</summary>
public sealed class ProgressTests
{
    private static readonly RemoteTable Small = SourceStream.Define("small", 1, ("id", SqlType.Int4), ("name", SqlType.Text));

    [Fact]
    public async Task A_position_without_changes_is_reached_and_names_no_transaction()
    {
        using var landscape = new Landscape(Small);
        var subscription = landscape.Subscribe("target");
        landscape.Stream.Commit('I', 1, "a").Send().Tick();
        await landscape.ApplyAsync();
        landscape.Progress(subscription).TransactionId.ShouldBe("tx1");
        landscape.Progress(subscription).TransactionTime.ShouldBe(SourceStream.Start.AddSeconds(2));
        landscape.Progress(subscription).Position.ShouldBe("0000000000000002");
    }

    [Fact]
    public async Task While_correcting_changes_need_not_fit()
    {
        using var landscape = new Landscape(Small);
        var subscription = landscape.Subscribe("target", state: SubscriptionState.MatStartBegMarker);
        landscape.Set(landscape.Progress(subscription) with { BeginMarker = "B1", EndMarker = "E1" });
        landscape.Stream.Commit('I', 9, "before").Send();
        await landscape.ApplyAsync();
        landscape.Progress(subscription).State.ShouldBe(SubscriptionState.MatStartBegMarker);
        landscape.Stream.Mark("B1");
        await landscape.ApplyAsync();
        landscape.Progress(subscription).State.ShouldBe(SubscriptionState.MatStartEndMarker);
        landscape.Progress(subscription).Chunk.ShouldBe(2);
        landscape.Execute("target", "INSERT INTO {0} VALUES (1, 'loaded')");
        landscape.Stream.Commit('I', 1, "a").Commit('D', 2, "missing").Begin().Update(1, [3, "c"], [3, "cc"]).Send();
        await landscape.ApplyAsync();
        landscape.Rows("target").ShouldBe(["1 loaded"]);
        landscape.Set(landscape.Progress(subscription) with { State = SubscriptionState.MatCompEndMarker });
        landscape.Stream.Mark("E1").Commit('I', 4, "d").Send();
        await landscape.ApplyAsync();
        landscape.Progress(subscription).State.ShouldBe(SubscriptionState.ApplyChangeData);
        landscape.Exceptions.ShouldBeEmpty();
        landscape.Rows("target").ShouldBe(["1 a", "3 cc", "4 d"]);
        landscape.Stream.Commit('D', 2, "missing").Send();
        await landscape.ApplyAsync();
        landscape.Exceptions.ShouldHaveSingleItem().Number.ShouldBe(1954);
    }

    [Fact]
    public async Task Behind_its_mark_changes_must_fit_also_when_it_goes_on_with_others()
    {
        using var landscape = new Landscape(Small);
        var (behind, ahead) = (landscape.Subscribe("behind", state: SubscriptionState.AutoCorrectChangeData), landscape.Subscribe("ahead"));
        landscape.Execute("ahead", "INSERT INTO {0} VALUES (2, 'known')");
        landscape.Set(landscape.Progress(behind) with { EndMarker = "E1" });
        landscape.Set(landscape.Progress(ahead) with { Chunk = 3 });
        landscape.Stream.Commit('D', 2, "missing").Send().Mark("B2").Mark("E1").Commit('D', 2, "known").Send();
        await landscape.ApplyAsync();
        landscape.Progress(behind).State.ShouldBe(SubscriptionState.ApplyChangeData);
        landscape.Progress(behind).Chunk.ShouldBe(3);
        landscape.Exceptions.ShouldHaveSingleItem().Number.ShouldBe(1954);
        landscape.Progress(ahead).Chunk.ShouldBe(4);
        landscape.Rows("ahead").ShouldBeEmpty();
    }

    [Fact]
    public async Task Distribute_before_the_begin_marker_came_is_remembered()
    {
        using var landscape = new Landscape(Small);
        var subscription = landscape.Subscribe("target", state: SubscriptionState.MatCompBegMarker);
        landscape.Set(landscape.Progress(subscription) with { BeginMarker = "B1", EndMarker = "E1" });
        landscape.Stream.Mark("B1").Commit('I', 1, "a").Send();
        await landscape.ApplyAsync();
        landscape.Progress(subscription).State.ShouldBe(SubscriptionState.MatCompEndMarker);
        landscape.Rows("target").ShouldBeEmpty();
        landscape.Stream.Mark("E1");
        await landscape.ApplyAsync();
        landscape.Progress(subscription).State.ShouldBe(SubscriptionState.ApplyChangeData);
        landscape.Rows("target").ShouldBe(["1 a"]);
    }

    [Fact]
    public async Task A_transaction_whose_end_has_not_come_is_not_begun()
    {
        using var landscape = new Landscape(Small);
        var subscription = landscape.Subscribe("target");
        landscape.Configure(options => options with { PartRows = 2 });
        landscape.Stream.Commit('I', 1, "a").Begin().Row(1, 'I', 2, "b").Send(endsInTransaction: true);
        await landscape.ApplyAsync();
        landscape.Rows("target").ShouldBeEmpty();
        landscape.Stream.Row(1, 'I', 3, "c").Row(1, 'U', 2, "bb").Row(1, 'B', 3, "c").Send(endsInTransaction: true).Row(1, 'U', 4, "c").Row(1, 'D', 4, "c").Send();
        await landscape.ApplyAsync();
        landscape.Exceptions.ShouldBeEmpty();
        landscape.Rows("target").ShouldBe(["1 a", "2 bb"]);
        landscape.Progress(subscription).AppliedTransactions.ShouldBe(2);
        landscape.Progress(subscription).Position.ShouldBe("0000000000000002");
    }

    [Fact]
    public async Task What_no_subscription_needs_any_more_is_told()
    {
        using var landscape = new Landscape(Small);
        List<long> settled = [];
        landscape.Configure(options => options with { Settled = settled.Add });
        var ahead = landscape.Subscribe("ahead");
        var waiting = landscape.Subscribe("waiting", state: SubscriptionState.MatStartEndMarker);
        landscape.Stream.Commit('I', 1, "a").Send();
        await landscape.ApplyAsync();
        settled.ShouldBe([0]);
        landscape.Set(landscape.Progress(waiting) with { State = SubscriptionState.ApplyChangeData });
        await landscape.ApplyAsync();
        settled.ShouldBe([0, 1]);
        landscape.Progress(ahead).Chunk.ShouldBe(1);
    }

    [Fact]
    public async Task What_is_in_the_load_is_left_out_and_what_comes_after_it_must_fit()
    {
        using var landscape = new Landscape(Small);
        var subscription = landscape.Subscribe("target");
        landscape.Execute("target", "INSERT INTO {0} VALUES (1, 'a'), (2, 'b')");
        landscape.Set(landscape.Progress(subscription) with { LoadedPosition = "0000000000000003" });
        landscape.Stream.Commit('I', 1, "a").Send().Commit('I', 2, "b").Begin().Row(1, 'I', 3, "c").Row(1, 'D', 3, "c").Commit('U', 2, "bb").Send().Commit('T').Send().Commit('I', 1, "again").Send();
        await landscape.ApplyAsync();
        landscape.Exceptions.ShouldBeEmpty();
        landscape.Rows("target").ShouldBe(["1 again"]);
        landscape.Progress(subscription).AppliedRows.ShouldBe(3);
        landscape.Progress(subscription).AppliedTransactions.ShouldBe(3);
    }

    [Fact]
    public async Task A_truncation_that_is_in_the_load_is_left_out()
    {
        using var landscape = new Landscape(Small);
        var subscription = landscape.Subscribe("target");
        landscape.Execute("target", "INSERT INTO {0} VALUES (1, 'a')");
        landscape.Set(landscape.Progress(subscription) with { LoadedPosition = "0000000000000001" });
        landscape.Stream.Commit('T').Send().Commit('D', 1, "a").Send();
        await landscape.ApplyAsync();
        landscape.Exceptions.ShouldBeEmpty();
        landscape.Rows("target").ShouldBeEmpty();
    }

    [Fact]
    public async Task The_places_of_those_that_have_nothing_to_apply_are_written_seldom_and_trimmed_by()
    {
        using var landscape = new Landscape(Small, SourceStream.Define("other", 1, ("id", SqlType.Int4)));
        List<long> settled = [];
        landscape.Configure(options => options with { Settled = settled.Add });
        var busy = landscape.Subscribe("target");
        var idle = Enumerable.Range(0, 20).Select(i => landscape.Subscribe($"idle{i}", table: 2)).ToList();
        for (var i = 0; i < 5; i++)
        {
            landscape.Stream.Commit('I', i, "a").Send();
            await landscape.ApplyAsync();
        }

        idle.ShouldAllBe(subscription => landscape.Progress(subscription).Chunk == 5);
        landscape.Progress(busy).Chunk.ShouldBe(5);
        landscape.Restart();
        landscape.Progress(busy).Chunk.ShouldBe(5);
        idle.ShouldAllBe(subscription => landscape.Progress(subscription).Chunk >= settled.Max());
        await landscape.ApplyAsync();
        landscape.Stream.Begin().Row(1, 'I', 9, "a").Row(2, 'I', 9).Send();
        await landscape.ApplyAsync();
        landscape.Exceptions.ShouldBeEmpty();
        landscape.Rows("target").Length.ShouldBe(6);
        idle.ShouldAllBe(subscription => landscape.Rows("idle" + idle.IndexOf(subscription)).SequenceEqual(new[] { "9" }));
    }

    [Fact]
    public async Task The_loop_applies_what_comes_and_notices_what_users_do()
    {
        using var landscape = new Landscape(Small);
        landscape.Subscribe("target");
        using var end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var running = landscape.Applier.RunAsync(end.Token);
        landscape.Stream.Commit('I', 1, "a").Send();
        await UntilAsync(() => landscape.Rows("target").Length == 1);
        landscape.Stream.Commit('I', 1, "again").Send();
        await UntilAsync(() => landscape.Exceptions.Count == 1);
        landscape.Ignore(landscape.Exceptions[0]);
        landscape.Applier.Changed();
        landscape.Stream.Commit('I', 2, "b").Send();
        await UntilAsync(() => landscape.Rows("target").Length == 2);
        await end.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => running);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        while (!condition()) await Task.Delay(10, TestContext.Current.CancellationToken);
    }
}
