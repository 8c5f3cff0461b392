using FederationGateway.Adapters.Abstractions;
using FederationGateway.Catalog;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Replication.Tests.Applying;

/// <summary>What each way of showing changes makes of each kind of change.</summary>
public sealed class ModeTests
{
    private static readonly RemoteTable Customers = SourceStream.Define(
        "address_input", 1, ("customer_id", SqlType.Text), ("street", SqlType.Text), ("city", SqlType.Text), ("postalcode", SqlType.Text), ("country", SqlType.Text));

    private static readonly object?[] First = ["1", "Main Street 1", "Palo Alto", "94304", "US"];
    private static readonly object?[] Second = ["2", "North 1st Street", "San Jose", "????", "US"];
    private static readonly object?[] SecondLater = ["2", "North 1st Street", "San Jose", "95121", "US"];
    private static readonly object?[] Third = ["3", "Hill Rd Drive 532", "LA", "90003", "US"];

    [Fact]
    public async Task Replication_makes_the_target_what_the_source_is()
    {
        using var landscape = new Landscape(Customers);
        landscape.Subscribe("target");
        landscape.Execute("target", "INSERT INTO {0} VALUES ('1', 'Main Street 1', 'Palo Alto', '94304', 'US')");
        await ChangeAsync(landscape);
        landscape.Exceptions.ShouldBeEmpty();
        landscape.Rows("target").ShouldBe(["2 North 1st Street San Jose 95121 US", "3 Hill Rd Drive 532 LA 90003 US"]);
    }

    [Fact]
    public async Task Logical_delete_marks_what_is_gone()
    {
        using var landscape = new Landscape(Customers);
        landscape.Subscribe("target", mode: ChangeMode.Upsert);
        landscape.Execute("target", "INSERT INTO {0} VALUES ('1', 'Main Street 1', 'Palo Alto', '94304', 'US', 'I', TIMESTAMP '2026-03-01 11:00:00')");
        await ChangeAsync(landscape);
        landscape.Exceptions.ShouldBeEmpty();
        landscape.Rows("target", "customer_id", "postalcode", "_change_type", "_change_time").ShouldBe(
            ["1 94304 D 2026-03-01 12:00:04", "2 95121 A 2026-03-01 12:00:03", "3 90003 A 2026-03-01 12:00:02"]);
    }

    [Fact]
    public async Task Preserve_all_keeps_every_change()
    {
        using var landscape = new Landscape(Customers);
        landscape.Subscribe("target", mode: ChangeMode.Insert);
        landscape.Execute("target", "INSERT INTO {0} VALUES ('1', 'Main Street 1', 'Palo Alto', '94304', 'US', 'I', TIMESTAMP '2026-03-01 11:00:00', NULL)");
        await ChangeAsync(landscape);
        landscape.Rows("target", "customer_id", "postalcode", "_change_type", "_change_time", "_change_sequence").ShouldBe(
        [
            "1 94304 D 2026-03-01 12:00:04 0", "1 94304 I 2026-03-01 11:00:00 NULL", "2 95121 U 2026-03-01 12:00:03 1", "2 ???? B 2026-03-01 12:00:03 0", "2 ???? I 2026-03-01 12:00:01 0",
            "3 90003 I 2026-03-01 12:00:02 0",
        ]);
    }

    [Theory]
    [InlineData(ChangeMode.Normal, new[] { "2 b" })]
    [InlineData(ChangeMode.Upsert, new[] { "1 a D", "2 b A" })]
    [InlineData(ChangeMode.Insert, new[] { "1 a I", "NULL NULL T", "2 b I" })]
    public async Task Truncate_takes_all_that_was_before(ChangeMode mode, string[] expected)
    {
        using var landscape = new Landscape(Small);
        landscape.Subscribe("target", mode: mode);
        landscape.Stream.Commit('I', 1, "a").Send().Commit('T').Send().Commit('I', 2, "b").Send();
        await landscape.ApplyAsync();
        landscape.Exceptions.ShouldBeEmpty();
        landscape.Rows("target", Shown(mode)).ShouldBe(expected, ignoreOrder: true);
    }

    [Theory]
    [InlineData(ChangeMode.Normal, new[] { "2 a" })]
    [InlineData(ChangeMode.Upsert, new[] { "1 a D", "2 a A" })]
    [InlineData(ChangeMode.Insert, new[] { "1 a I", "1 a B", "2 a U" })]
    public async Task A_changed_key_is_another_row(ChangeMode mode, string[] expected)
    {
        using var landscape = new Landscape(Small);
        landscape.Subscribe("target", mode: mode);
        landscape.Stream.Commit('I', 1, "a").Begin().Update(1, [1, "a"], [2, "a"]).Send();
        await landscape.ApplyAsync();
        landscape.Exceptions.ShouldBeEmpty();
        landscape.Rows("target", Shown(mode)).ShouldBe(expected, ignoreOrder: true);
    }

    [Theory]
    [InlineData(ChangeMode.Normal, new[] { "2 b2", "3 c" })]
    [InlineData(ChangeMode.Upsert, new[] { "1 a D", "2 b2 A", "3 c A" })]
    [InlineData(ChangeMode.Insert, new[] { "1 a I", "1 NULL X", "2 b A", "2 b2 U", "3 c A" })]
    public async Task Upserts_bare_updates_and_exterminations_go_by_the_key(ChangeMode mode, string[] expected)
    {
        using var landscape = new Landscape(Small);
        landscape.Subscribe("target", mode: mode);
        landscape.Stream.Commit('I', 1, "a").Send();
        await landscape.ApplyAsync();
        landscape.Stream.Commit('X', 1, SourceStream.Untold).Commit('A', 2, "b").Commit('U', 2, "b2").Commit('A', 3, "c").Send();
        await landscape.ApplyAsync();
        landscape.Exceptions.ShouldBeEmpty();
        landscape.Rows("target", Shown(mode)).ShouldBe(expected, ignoreOrder: true);
    }

    [Theory]
    [InlineData(ChangeMode.Normal, new[] { "1 z", "4 z" })]
    [InlineData(ChangeMode.Upsert, new[] { "1 z A", "2 y D", "4 z A", "5 z D" })]
    [InlineData(ChangeMode.Insert, new[] { "1 z I", "2 y I", "2 y D", "4 z I", "5 z I", "5 z D" })]
    public async Task A_filter_is_entered_and_left(ChangeMode mode, string[] expected)
    {
        using var landscape = new Landscape(Small);
        landscape.Subscribe("target", mode: mode, filter: Landscape.Where(1, ComparisonOperator.GreaterOrEqual, "n"));
        landscape.Stream.Commit('I', 1, "a").Commit('I', 2, "y").Commit('I', 3, "b").Commit('I', 4, "z").Commit('I', 5, "z").Send()
            .Begin().Update(1, [1, "a"], [1, "z"]).Update(1, [2, "y"], [2, "a"]).Update(1, [3, "b"], [3, "c"]).Commit('D', 5, "z").Commit('D', 3, "c").Send();
        await landscape.ApplyAsync();
        landscape.Exceptions.ShouldBeEmpty();
        landscape.Rows("target", Shown(mode)).ShouldBe(expected, ignoreOrder: true);
    }

    [Fact]
    public async Task With_a_filter_and_no_old_values_the_target_says_what_was()
    {
        using var landscape = new Landscape(Small);
        landscape.Subscribe("target", filter: Landscape.Where(1, ComparisonOperator.GreaterOrEqual, "n"));
        landscape.Stream.Commit('I', 1, "a").Commit('I', 2, "z").Commit('I', 3, "z").Send().Commit('U', 1, "y").Commit('U', 2, "b").Commit('U', 3, "x").Commit('X', 4, SourceStream.Untold).Send();
        await landscape.ApplyAsync();
        landscape.Exceptions.ShouldBeEmpty();
        landscape.Rows("target").ShouldBe(["1 y", "3 x"]);
    }

    [Fact]
    public async Task Without_a_key_one_of_equal_rows_goes()
    {
        using var landscape = new Landscape(SourceStream.Define("log", 0, ("a", SqlType.Int4), ("b", SqlType.Text)));
        landscape.Subscribe("target");
        landscape.Stream.Commit('I', 1, null).Commit('I', 1, null).Commit('I', 1, null).Commit('I', 2, "x").Send();
        await landscape.ApplyAsync();
        landscape.Stream.Commit('D', 1, null).Begin().Update(1, [1, null], [1, "new"]).Commit('I', 5, "gone").Commit('D', 5, "gone").Send();
        await landscape.ApplyAsync();
        landscape.Exceptions.ShouldBeEmpty();
        landscape.Rows("target").ShouldBe(["1 NULL", "1 new", "2 x"]);
    }

    [Fact]
    public async Task Logical_delete_without_a_key_is_refused()
    {
        using var landscape = new Landscape(SourceStream.Define("log", 0, ("a", SqlType.Int4)));
        landscape.Subscribe("target", mode: ChangeMode.Upsert);
        landscape.Stream.Commit('I', 1).Send();
        await landscape.ApplyAsync();
        landscape.Exceptions.ShouldHaveSingleItem().Message.ShouldStartWith("UPSERT needs a key");
    }

    [Theory]
    [InlineData(SqlTypeKind.TimestampTz, 0, "2026-03-01 12:00:01+00")]
    [InlineData(SqlTypeKind.VarChar, 27, "2026-03-01 12:00:01.0000000")]
    public async Task The_commit_time_can_have_several_types(SqlTypeKind kind, int length, string expected)
    {
        using var landscape = new Landscape(Small);
        landscape.Subscribe("target", mode: ChangeMode.Upsert, time: new SqlType(kind, length));
        landscape.Stream.Commit('I', 1, "a").Send();
        await landscape.ApplyAsync();
        landscape.Rows("target", "_change_time").ShouldBe([expected]);
    }

    private static RemoteTable Small { get; } = SourceStream.Define("small", 1, ("id", SqlType.Int4), ("name", SqlType.Text));

    private static string[] Shown(ChangeMode mode) => mode == ChangeMode.Normal ? ["id", "name"] : ["id", "name", "_change_type"];

    private static Task ChangeAsync(Landscape landscape)
    {
        landscape.Stream.Commit('I', Second).Commit('I', Third).Begin().Update(1, Second, SecondLater).Commit('D', First).Send();
        return landscape.ApplyAsync();
    }
}
