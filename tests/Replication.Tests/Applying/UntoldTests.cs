using FederationGateway.Adapters.Abstractions;
using FederationGateway.Catalog;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Replication.Tests.Applying;

/// <summary>Large values that a change left as they were are not told by the source: they come from the row before.</summary>
public sealed class UntoldTests
{
    private static readonly RemoteTable Documents = SourceStream.Define("documents", 1, ("id", SqlType.Int4), ("views", SqlType.Int4), ("body", SqlType.Text));

    private static object Untold => SourceStream.Untold;

    [Theory]
    [InlineData(ChangeMode.Normal, new[] { "1 2 long", "2 3 new" })]
    [InlineData(ChangeMode.Upsert, new[] { "1 2 long A", "2 3 new A" })]
    [InlineData(ChangeMode.Insert, new[] { "1 0 long I", "1 1 long U", "1 2 long U", "2 0 old I", "2 2 new U", "2 3 new U" })]
    public async Task They_come_from_an_earlier_change_or_from_the_target(ChangeMode mode, string[] expected)
    {
        using var landscape = new Landscape(Documents);
        landscape.Subscribe("target", mode: mode);
        landscape.Stream.Commit('I', 1, 0, "long").Commit('I', 2, 0, "old").Send();
        await landscape.ApplyAsync();
        landscape.Stream.Commit('U', 1, 1, Untold).Commit('U', 1, 2, Untold).Commit('U', 2, 2, "new").Commit('U', 2, 3, Untold).Send();
        await landscape.ApplyAsync();
        landscape.Exceptions.ShouldBeEmpty();
        landscape.Rows("target", mode == ChangeMode.Normal ? ["id", "views", "body"] : ["id", "views", "body", "_change_type"]).ShouldBe(expected, ignoreOrder: true);
    }

    [Fact]
    public async Task They_follow_a_row_whose_key_changes()
    {
        using var landscape = new Landscape(Documents);
        landscape.Subscribe("target");
        landscape.Stream.Commit('I', 1, 0, "first").Commit('I', 2, 0, "second").Send();
        await landscape.ApplyAsync();
        landscape.Stream.Begin().Update(1, [1, Untold, Untold], [10, 1, Untold]).Row(1, 'U', 10, 2, Untold).Update(1, [2, 0, "second"], [1, 5, Untold]).Row(1, 'U', 1, 6, Untold).Send();
        await landscape.ApplyAsync();
        landscape.Exceptions.ShouldBeEmpty();
        landscape.Rows("target").ShouldBe(["1 6 second", "10 2 first"]);
    }

    [Fact]
    public async Task Without_a_key_they_come_from_the_before_image()
    {
        using var landscape = new Landscape(SourceStream.Define("log", 0, ("views", SqlType.Int4), ("body", SqlType.Text)));
        landscape.Subscribe("target");
        landscape.Stream.Commit('I', 0, "long").Commit('I', 0, "other").Send().Begin().Update(1, [0, "long"], [1, Untold]).Update(1, [1, "long"], [2, Untold]).Send();
        await landscape.ApplyAsync();
        landscape.Exceptions.ShouldBeEmpty();
        landscape.Rows("target").ShouldBe(["0 other", "2 long"]);
    }

    [Theory, InlineData(ChangeMode.Normal), InlineData(ChangeMode.Upsert)]
    public async Task Between_the_marks_a_row_that_the_load_does_not_have_is_gone_by_then(ChangeMode mode)
    {
        using var landscape = new Landscape(Documents);
        landscape.Subscribe("target", mode: mode, state: SubscriptionState.AutoCorrectChangeData);
        landscape.Execute("target", mode == ChangeMode.Normal ? "INSERT INTO {0} VALUES (2, 5, 'loaded')" : "INSERT INTO {0} VALUES (2, 5, 'loaded', 'I', TIMESTAMP '2026-01-01')");
        landscape.Stream.Commit('U', 1, 1, Untold).Commit('U', 2, 6, Untold).Send().Commit('X', 1, Untold, Untold).Send();
        await landscape.ApplyAsync();
        landscape.Exceptions.ShouldBeEmpty();
        landscape.Rows("target", "id", "views", "body").Where(row => !row.StartsWith('1')).ShouldBe(["2 6 loaded"]);
    }

    [Fact]
    public async Task Between_the_marks_a_row_that_a_filter_lets_through_may_have_entered_it_after_the_load()
    {
        using var landscape = new Landscape(Documents);
        landscape.Subscribe("target", state: SubscriptionState.AutoCorrectChangeData, filter: Landscape.Where(1, ComparisonOperator.Greater, 10));
        landscape.Stream.Commit('U', 1, 5, Untold).Commit('U', 2, 11, Untold).Send();
        await landscape.ApplyAsync();
        landscape.Exceptions.ShouldHaveSingleItem().Key.ShouldBe("id=2");
    }

    [Fact]
    public async Task Between_the_marks_they_come_from_where_the_load_has_the_row()
    {
        using var landscape = new Landscape(Documents);
        landscape.Subscribe("target", state: SubscriptionState.AutoCorrectChangeData);

        // The load saw the key 1 given to another row already; of the row 7 it did not see the change yet.
        landscape.Execute("target", "INSERT INTO {0} VALUES (1, 0, 'second'), (2, 1, 'first'), (7, 1, 'seventh')");
        landscape.Stream.Begin().Update(1, [1, Untold, Untold], [2, 1, Untold]).Row(1, 'I', 1, 0, "second").Update(1, [7, Untold, Untold], [8, 1, Untold]).Send();
        await landscape.ApplyAsync();
        landscape.Exceptions.ShouldBeEmpty();
        landscape.Rows("target").ShouldBe(["1 0 second", "2 1 first", "8 1 seventh"]);
    }

    [Fact]
    public async Task Between_the_marks_a_key_that_is_given_again_may_have_taken_the_row_with_it()
    {
        using var landscape = new Landscape(Documents);
        landscape.Subscribe("target", state: SubscriptionState.AutoCorrectChangeData);

        // The load saw all of this: the row of then is gone from the key 5, and what was 9 has it.
        landscape.Execute("target", "INSERT INTO {0} VALUES (5, 3, 'long')");
        landscape.Stream.Commit('D', 5, 0, "other").Send();
        await landscape.ApplyAsync();
        landscape.Stream.Begin().Update(1, [9, Untold, Untold], [5, 3, Untold]).Send();
        await landscape.ApplyAsync();
        landscape.Exceptions.ShouldHaveSingleItem().Key.ShouldBe("id=5");
    }

    [Fact]
    public async Task What_the_target_does_not_hold_is_an_exception_with_the_remedy()
    {
        using var landscape = new Landscape(Documents);
        landscape.Subscribe("target", filter: Landscape.Where(1, ComparisonOperator.Greater, 10));
        landscape.Stream.Commit('I', 1, 0, "long").Send().Commit('U', 1, 5, Untold).Send();
        await landscape.ApplyAsync();
        landscape.Exceptions.ShouldBeEmpty();
        landscape.Stream.Commit('U', 1, 11, Untold).Send();
        await landscape.ApplyAsync();
        var exception = landscape.Exceptions.ShouldHaveSingleItem();
        exception.Key.ShouldBe("id=1");
        exception.Message.ShouldContain("REPLICA IDENTITY FULL");
    }
}
