using FederationGateway.Adapters.Abstractions;
using FederationGateway.Catalog;
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
    public async Task Transactions_before_the_one_that_fails_are_applied_though_they_came_together()
    {
        using var landscape = new Landscape(Small);
        var subscription = landscape.Subscribe("target");
        landscape.Execute("target", "INSERT INTO {0} VALUES (3, 'mine')");
        landscape.Stream.Commit('I', 1, "a").Begin().Row(1, 'I', 2, "b").Row(1, 'I', 3, "c").Commit('I', 4, "d").Send();
        await landscape.ApplyAsync();
        var exception = landscape.Exceptions.ShouldHaveSingleItem();
        exception.Key.ShouldBe("id=3");
        landscape.Rows("target").ShouldBe(["1 a", "3 mine"]);
        landscape.Progress(subscription).AppliedTransactions.ShouldBe(1);
        landscape.Ignore(exception);
        await landscape.ApplyAsync();
        landscape.Rows("target").ShouldBe(["1 a", "2 b", "3 mine", "4 d"]);
        var progress = landscape.Progress(subscription);
        (progress.AppliedRows, progress.AppliedTransactions, progress.IgnoredRows).ShouldBe((3, 3, 1));
    }

    [Fact]
    public async Task An_update_without_old_values_puts_its_row_whatever_comes_with_it()
    {
        using var landscape = new Landscape(Small);
        landscape.Subscribe("target");
        landscape.Stream.Commit('U', 1, "a").Send();
        await landscape.ApplyAsync();
        landscape.Stream.Commit('I', 2, "b").Commit('U', 3, "c").Send();
        await landscape.ApplyAsync();
        landscape.Exceptions.ShouldBeEmpty();
        landscape.Rows("target").ShouldBe(["1 a", "2 b", "3 c"]);
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
    public async Task A_clock_that_is_set_back_keeps_nothing_from_being_tried_again()
    {
        var time = new SetClock();
        using var landscape = new Landscape(Small) { Time = time };
        landscape.Subscribe("target");
        landscape.Configure(options => options with { FirstRetry = TimeSpan.FromMinutes(1), LongestRetry = TimeSpan.FromMinutes(5) });
        landscape.Stream.Commit('I', 1, "a").Send();
        await landscape.ApplyAsync();
        using var connection = landscape.Store.Connect();
        connection.Execute($"BEGIN; DELETE FROM data.t{landscape.Store.Current.FindRelation("public", "target")!.Oid}", TestContext.Current.CancellationToken);
        landscape.Stream.Commit('U', 1, "b").Send();
        while (landscape.Exceptions.Count == 0) await landscape.Applier.RoundAsync(TestContext.Current.CancellationToken);
        connection.Execute("ROLLBACK", TestContext.Current.CancellationToken);
        await landscape.ApplyAsync();
        landscape.Rows("target").ShouldBe(["1 a"]);
        time.Set(TimeSpan.FromDays(-365));
        await landscape.ApplyAsync();
        landscape.Rows("target").ShouldBe(["1 b"]);
        landscape.Exceptions.ShouldBeEmpty();
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

    /// <summary>A clock that somebody sets.</summary>
    private sealed class SetClock : TimeProvider
    {
        private TimeSpan _off;

        public void Set(TimeSpan off) => _off = off;

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _off;
    }
}
