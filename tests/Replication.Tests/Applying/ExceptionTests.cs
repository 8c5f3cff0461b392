using FederationGateway.Adapters.Abstractions;
using FederationGateway.Catalog;
using FederationGateway.Catalog.Changes;
using FederationGateway.Common;

namespace FederationGateway.Replication.Tests.Applying;

/// <summary>A change that does not fit stops its subscription until it is processed, and nothing else.</summary>
public sealed class ExceptionTests
{
    private static readonly RemoteTable Small = SourceStream.Define("small", 1, ("id", SqlType.Int4), ("name", SqlType.Text));

    [Fact]
    public async Task A_new_row_that_is_there_already_stands_and_the_others_go_on()
    {
        using var landscape = new Landscape(Small);
        var blocked = landscape.Subscribe("blocked");
        var free = landscape.Subscribe("free");
        landscape.Execute("blocked", "INSERT INTO {0} VALUES (2, 'mine')");
        landscape.Stream.Commit('I', 1, "a").Send().Commit('I', 2, "b").Commit('I', 3, "c").Send();
        await landscape.ApplyAsync();
        landscape.Rows("free").ShouldBe(["1 a", "2 b", "3 c"]);
        landscape.Rows("blocked").ShouldBe(["1 a", "2 mine"]);
        var exception = landscape.Exceptions.ShouldHaveSingleItem();
        exception.ShouldSatisfyAllConditions(
            () => exception.Subscription.ShouldBe(blocked.Oid),
            () => exception.Number.ShouldBe(301),
            () => exception.SqlState.ShouldBe("23505"),
            () => exception.Table.ShouldBe("public.blocked"),
            () => exception.Key.ShouldBe("id=2"),
            () => exception.ChangeType.ShouldBe("I"),
            () => exception.Position.ShouldBe("0000000000000002"),
            () => exception.Place.ShouldBe(new ChangePlace(2, 1, 0, 0)),
            () => exception.Message.ShouldBe("the target already has a row with the key of a new row"));
        landscape.Progress(blocked).Chunk.ShouldBe(1);
        landscape.Progress(free).Chunk.ShouldBe(2);
    }

    [Fact]
    public async Task Retry_tries_again_once_the_target_was_repaired()
    {
        using var landscape = new Landscape(Small);
        var subscription = landscape.Subscribe("target");
        landscape.Execute("target", "INSERT INTO {0} VALUES (2, 'mine')");
        landscape.Stream.Commit('I', 2, "b").Send();
        await landscape.ApplyAsync();
        landscape.Retry(landscape.Exceptions.ShouldHaveSingleItem());
        await landscape.ApplyAsync();
        landscape.Exceptions.ShouldHaveSingleItem().Number.ShouldBe(301);
        landscape.Execute("target", "DELETE FROM {0}");
        landscape.Retry(landscape.Exceptions[0]);
        await landscape.ApplyAsync();
        landscape.Exceptions.ShouldBeEmpty();
        landscape.Rows("target").ShouldBe(["2 b"]);
        landscape.Progress(subscription).AppliedRows.ShouldBe(1);
    }

    [Theory]
    [InlineData('D')]
    [InlineData('X')]
    [InlineData('U')]
    public async Task A_change_of_a_row_that_is_missing_stands_until_it_is_ignored(char kind)
    {
        using var landscape = new Landscape(Small);
        var subscription = landscape.Subscribe("target");
        landscape.Stream.Commit('I', 1, "a").Commit(kind, 2, kind == 'X' ? SourceStream.Untold : "b").Commit('I', 3, "c").Send();
        await landscape.ApplyAsync();
        var exception = landscape.Exceptions.ShouldHaveSingleItem();
        exception.Number.ShouldBe(1954);
        exception.Key.ShouldBe("id=2");
        landscape.Ignore(exception);
        await landscape.ApplyAsync();
        landscape.Exceptions.ShouldBeEmpty();
        landscape.Rows("target").ShouldBe(["1 a", "3 c"]);
        landscape.Progress(subscription).IgnoredRows.ShouldBe(1);
        landscape.Progress(subscription).Ignored.ShouldBeEmpty();
    }

    [Fact]
    public async Task Of_an_update_both_images_are_ignored()
    {
        using var landscape = new Landscape(Small);
        var subscription = landscape.Subscribe("target");
        landscape.Execute("target", "INSERT INTO {0} VALUES (1, 'a')");
        landscape.Stream.Begin().Update(1, [2, "b"], [2, "bb"]).Update(1, [1, "a"], [1, "aa"]).Send();
        await landscape.ApplyAsync();
        var exception = landscape.Exceptions.ShouldHaveSingleItem();
        exception.ChangeType.ShouldBe("B");
        landscape.Ignore(exception);
        await landscape.ApplyAsync();
        landscape.Exceptions.ShouldBeEmpty();
        landscape.Rows("target").ShouldBe(["1 aa"]);
        landscape.Progress(subscription).IgnoredRows.ShouldBe(2);
    }

    [Fact]
    public async Task Without_a_key_a_row_that_is_missing_is_found_among_its_equals()
    {
        using var landscape = new Landscape(SourceStream.Define("log", 0, ("a", SqlType.Int4), ("b", SqlType.Text)));
        landscape.Subscribe("target");
        landscape.Stream.Commit('I', 1, null).Commit('D', 1, null).Commit('D', 1, null).Commit('I', 1, null).Send();
        await landscape.ApplyAsync();
        landscape.Exceptions.ShouldHaveSingleItem().Place.ShouldBe(new ChangePlace(1, 1, 2, 0));
        landscape.Rows("target").ShouldBeEmpty();
    }

    [Fact]
    public async Task The_row_that_breaks_a_constraint_of_the_target_is_found()
    {
        using var landscape = new Landscape(Small);
        landscape.Subscribe("target", column: column => column with { IsNullable = false });
        for (var i = 0; i < 100; i++) landscape.Stream.Commit('I', i, i == 67 ? null : "x");
        landscape.Stream.Send();
        await landscape.ApplyAsync();
        var exception = landscape.Exceptions.ShouldHaveSingleItem();
        exception.ShouldSatisfyAllConditions(
            () => exception.Number.ShouldBe(287),
            () => exception.SqlState.ShouldBe("23502"),
            () => exception.Key.ShouldBe("id=67"),
            () => exception.Place.ShouldBe(new ChangePlace(1, 1, 67, 0)),
            () => exception.Message.ShouldBe("null value in column \"name\" of relation \"target\" violates not-null constraint"));
        landscape.Ignore(exception);
        await landscape.ApplyAsync();
        landscape.Rows("target").Length.ShouldBe(99);
    }

    [Fact]
    public async Task The_row_that_cannot_be_converted_is_found()
    {
        using var landscape = new Landscape(Small);
        landscape.Subscribe("target", column: column => column.Name == "name" ? column with { Type = SqlType.Int4 } : column);
        landscape.Stream.Commit('I', 1, "1").Commit('I', 2, "two").Commit('I', 3, "3").Send();
        await landscape.ApplyAsync();
        var exception = landscape.Exceptions.ShouldHaveSingleItem();
        exception.SqlState.ShouldBe("22P02");
        exception.Key.ShouldBe("id=2");
        landscape.Ignore(exception);
        await landscape.ApplyAsync();
        landscape.Rows("target").ShouldBe(["1 1", "3 3"]);
    }

    [Fact]
    public async Task What_is_before_the_change_that_fails_is_applied()
    {
        using var landscape = new Landscape(Small);
        var subscription = landscape.Subscribe("target");
        for (var i = 0; i < 20; i++) landscape.Stream.Commit('I', i, "x").Send();
        landscape.Stream.Commit('I', 5, "again").Send();
        for (var i = 20; i < 30; i++) landscape.Stream.Commit('I', i, "x").Send();
        await landscape.ApplyAsync();
        landscape.Exceptions.ShouldHaveSingleItem().Place!.Chunk.ShouldBe(21);
        landscape.Rows("target").Length.ShouldBe(20);
        landscape.Progress(subscription).Chunk.ShouldBe(20);
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
    public async Task Another_definition_of_the_table_is_an_exception_that_says_what_changed()
    {
        using var landscape = new Landscape(Small);
        var subscription = landscape.Subscribe("target");
        landscape.Stream.Commit('I', 1, "a").Send().Redefine(1, SourceStream.Define("small", 1, ("id", SqlType.Int8), ("note", SqlType.Text)));
        await landscape.ApplyAsync();
        var exception = landscape.Exceptions.ShouldHaveSingleItem();
        exception.Number.ShouldBe(4705);
        exception.Message.ShouldBe("table public.small has changed at the source: column name is gone, column note text is new, column id is bigint instead of integer");
        landscape.Rows("target").ShouldBe(["1 a"]);
        landscape.Ignore(exception);
        await landscape.ApplyAsync();
        landscape.Exceptions.ShouldBeEmpty();
        landscape.Progress(subscription).Chunk.ShouldBe(2);
        landscape.Store.Subscriptions.Current.Captures[Landscape.Source].Tables.Select(table => table.SinceChunk).ShouldBe([0, 2]);
    }

    [Fact]
    public async Task A_transaction_that_changes_a_table_and_its_rows_is_not_split()
    {
        using var landscape = new Landscape(Small);
        landscape.Subscribe("target");
        landscape.Stream.Commit('I', 1, "a").Send().Begin().Row(1, 'I', 2, "b").Send(endsInTransaction: true);
        landscape.Stream.RedefineInTransaction(1, SourceStream.Define("small", 1, ("name", SqlType.Text), ("id", SqlType.Int4))).Row(1, 'I', "c", 3).Send();
        await landscape.ApplyAsync();
        landscape.Rows("target").ShouldBe(["1 a"]);
        landscape.Ignore(landscape.Exceptions.ShouldHaveSingleItem());
        await landscape.ApplyAsync();
        landscape.Rows("target").ShouldBe(["1 a", "2 b", "3 c"]);
    }

    [Fact]
    public async Task A_table_that_is_gone_is_an_exception_of_those_that_read_it()
    {
        using var landscape = new Landscape(Small, SourceStream.Define("other", 1, ("id", SqlType.Int4)));
        landscape.Subscribe("target");
        landscape.Subscribe("other", table: 2);
        landscape.Stream.Redefine(1, null).Begin().Row(2, 'I', 1).Send();
        await landscape.ApplyAsync();
        landscape.Exceptions.ShouldHaveSingleItem().Number.ShouldBe(4713);
        landscape.Rows("other").ShouldBe(["1"]);
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
    public async Task A_definition_that_changes_in_columns_nobody_named_is_followed()
    {
        using var landscape = new Landscape(SourceStream.Define("wide", 1, ("id", SqlType.Int4), ("dropped", SqlType.Text), ("name", SqlType.Text)));
        landscape.Subscribe("target", query: ["id", "name"]);
        var all = landscape.Subscribe("everything");
        landscape.Stream.Commit('I', 1, "x", "a").Send().Begin();
        landscape.Stream.RedefineInTransaction(1, SourceStream.Define("wide", 1, ("id", SqlType.Int4), ("added", SqlType.Int4), ("added_too", SqlType.Int4), ("name", SqlType.Text))).Row(1, 'I', 2, 5, 6, "b").Send();
        await landscape.ApplyAsync();
        landscape.Rows("target").ShouldBe(["1 a", "2 b"]);
        landscape.Exceptions.ShouldHaveSingleItem().Subscription.ShouldBe(all.Oid);
        landscape.Stream.Commit('I', 3, 7, 8, "c").Send();
        await landscape.ApplyAsync();
        landscape.Rows("target").ShouldBe(["1 a", "2 b", "3 c"]);
    }

    [Fact]
    public async Task A_statement_on_the_target_that_is_in_the_way_delays_the_change()
    {
        using var landscape = new Landscape(Small);
        landscape.Subscribe("target");
        landscape.Configure(options => options with { FirstRetry = TimeSpan.FromMilliseconds(1) });
        landscape.Stream.Commit('I', 1, "a").Send();
        await landscape.ApplyAsync();
        var name = $"data.t{landscape.Store.Current.FindRelation("public", "target")!.Oid}";
        using var connection = landscape.Store.Connect();
        connection.Execute($"BEGIN; DELETE FROM {name}", TestContext.Current.CancellationToken);
        landscape.Stream.Commit('U', 1, "b").Send();
        for (var i = 0; i < 3; i++) await landscape.Applier.RoundAsync(TestContext.Current.CancellationToken);
        var exception = landscape.Exceptions.ShouldHaveSingleItem();
        exception.IsTransient.ShouldBeTrue();
        exception.SqlState.ShouldBe("40001");
        exception.NextRetry.ShouldNotBeNull();
        connection.Execute("ROLLBACK", TestContext.Current.CancellationToken);
        while (landscape.Exceptions.Count > 0) await landscape.ApplyAsync();
        landscape.Rows("target").ShouldBe(["1 b"]);
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
    public async Task A_target_that_is_gone_is_an_exception_of_its_subscription()
    {
        using var landscape = new Landscape(Small);
        var gone = landscape.Subscribe("gone");
        landscape.Subscribe("there");
        landscape.Drop("gone");
        landscape.Stream.Commit('I', 1, "a").Send();
        await landscape.ApplyAsync();
        var exception = landscape.Exceptions.ShouldHaveSingleItem();
        exception.Subscription.ShouldBe(gone.Oid);
        exception.Number.ShouldBe(1957);
        exception.SqlState.ShouldBe("42P01");
        landscape.Rows("there").ShouldBe(["1 a"]);
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
