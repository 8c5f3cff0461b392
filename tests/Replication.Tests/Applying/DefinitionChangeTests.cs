using FederationGateway.Adapters.Abstractions;
using FederationGateway.Catalog;
using FederationGateway.Common;

namespace FederationGateway.Replication.Tests.Applying;

/// <summary>A captured table that becomes another one while its changes are applied.</summary>
public sealed class DefinitionChangeTests
{
    private static readonly RemoteTable Small = SourceStream.Define("small", 1, ("id", SqlType.Int4), ("name", SqlType.Text));

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
        landscape.Store.Subscriptions.Current.Captures[Landscape.Source].Tables.Select(table => table.SinceChunk).ShouldBe([2]);
    }

    [Fact]
    public async Task Definitions_that_no_subscription_comes_by_any_more_are_forgotten()
    {
        using var landscape = new Landscape(SourceStream.Define("wide", 1, ("id", SqlType.Int4), ("name", SqlType.Text)));
        long[] Known() => [.. landscape.Store.Subscriptions.Current.Captures[Landscape.Source].Tables.Select(table => table.SinceChunk)];
        landscape.Subscribe("target", query: ["id"]);
        var behind = landscape.Subscribe("behind", query: ["id"], state: SubscriptionState.MatStartEndMarker);
        for (var i = 0; i < 3; i++)
        {
            landscape.Stream.Commit('I', i, "a").Send().Redefine(1, SourceStream.Define("wide", 1, ("id", SqlType.Int4), ($"name{i}", SqlType.Text)));
            await landscape.ApplyAsync();
        }

        Known().ShouldBe([0, 2, 4, 6]);
        landscape.Set(landscape.Progress(behind) with { State = SubscriptionState.ApplyChangeData });
        await landscape.ApplyAsync();
        landscape.Exceptions.ShouldBeEmpty();
        landscape.Rows("behind").ShouldBe(["0", "1", "2"]);
        Known().ShouldBe([6]);
        landscape.Restart();
        landscape.Stream.Commit('I', 3, "b").Send();
        await landscape.ApplyAsync();
        landscape.Rows("target").ShouldBe(["0", "1", "2", "3"]);
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
}
