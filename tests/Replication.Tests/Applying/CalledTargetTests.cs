using FederationGateway.Adapters.Abstractions;
using FederationGateway.Catalog;
using FederationGateway.Common;
using FederationGateway.DuckDb;
using FederationGateway.Plan;
using FederationGateway.Replication.Applying;

namespace FederationGateway.Replication.Tests.Applying;

/// <summary>What procedures and tasks get of the changes: each source transaction by itself, for tasks what it has made of each key.</summary>
public sealed class CalledTargetTests
{
    private static readonly RemoteTable Small = SourceStream.Define("t", 1, ("id", SqlType.Int4), ("v", SqlType.Text));

    /// <summary>One transaction: letters with their keys and values, as <c>I1a</c>, and <c>B1a&gt;2b</c> for an update with both images.</summary>
    [Theory]
    [InlineData("I1a", "I 1 a")]
    [InlineData("I1a B1a>1b B1b>1c", "I 1 c")]
    [InlineData("I1a U1b", "I 1 b")]
    [InlineData("I1a B1a>1b D1b", "")]
    [InlineData("I1a D1a", "")]
    [InlineData("B1a>1b", "B 1 a|U 1 b")]
    [InlineData("B1a>1b B1b>1c", "B 1 a|U 1 c")]
    [InlineData("U1b U1c", "U 1 c")]
    [InlineData("D1a", "D 1 a")]
    [InlineData("B1a>1b D1b", "D 1 a")]
    [InlineData("U1b D1b", "D 1 b")]
    [InlineData("D1a I1b", "B 1 a|U 1 b")]
    [InlineData("D1a I1b D1b", "D 1 a")]
    [InlineData("D1a I1b B1b>1c", "B 1 a|U 1 c")]
    [InlineData("A1a", "A 1 a")]
    [InlineData("A1a B1a>1b", "A 1 b")]
    [InlineData("A1a U1b", "A 1 b")]
    [InlineData("A1a D1a", "D 1 a")]
    [InlineData("A1a X1", "X 1 NULL")]
    [InlineData("X1", "X 1 NULL")]
    [InlineData("X1 I1a", "U 1 a")]
    [InlineData("X1 I1a D1a", "X 1 NULL")]
    [InlineData("B1a>2a", "D 1 a|I 2 a")]
    [InlineData("I1a B1a>2b", "I 2 b")]
    [InlineData("B1a>2a D2a", "D 1 a")]
    [InlineData("B1a>2a B2a>3b", "D 1 a|I 3 b")]
    [InlineData("D2z B1a>2a", "D 1 a|B 2 z|U 2 a")]
    [InlineData("B1a>2a B2a>1a", "B 1 a|U 1 a")]
    [InlineData("I1a I2b B1a>1c D2b I3d", "I 1 c|I 3 d")]
    [InlineData("I1a T I2b", "T NULL NULL|I 2 b")]
    [InlineData("D1a T", "T NULL NULL")]
    public async Task A_task_gets_what_a_transaction_has_made_of_each_key(string changes, string expected)
    {
        using var landscape = new Landscape(Small);
        var calls = Call(landscape, isTask: true);
        landscape.Stream.Begin();
        foreach (var change in changes.Split(' ')) Add(landscape.Stream, change);
        landscape.Stream.Send();
        await landscape.ApplyAsync();
        landscape.Exceptions.ShouldBeEmpty();
        calls.Sets.ShouldBe(expected.Length == 0 ? [] : [expected]);
    }

    [Fact]
    public async Task A_task_gets_what_is_left_in_its_order_and_of_the_rows_it_takes_only()
    {
        using var landscape = new Landscape(Small);
        var calls = Call(landscape, isTask: true, Landscape.Where(1, ComparisonOperator.GreaterOrEqual, "n"));
        landscape.Configure(options => options with { PartRows = 1 });
        landscape.Stream.Begin().Row(1, 'I', 5, "n").Update(1, [1, "z"], [1, "a"]).Row(1, 'I', 7, "a").Send(endsInTransaction: true).Update(1, [1, "a"], [1, "y"]).Update(1, [2, "z"], [2, "a"]).Send();
        await landscape.ApplyAsync();
        landscape.Exceptions.ShouldBeEmpty();
        calls.Sets.ShouldBe(["I 5 n|B 1 z|U 1 y|D 2 z"]);
        calls.Sequences.ShouldBe(["0", "1", "2", "3"]);
    }

    [Fact]
    public async Task A_task_gets_nothing_of_a_table_without_a_key()
    {
        using var landscape = new Landscape(Small);
        var calls = Call(landscape, isTask: true);
        var adjust = landscape.Adjust;
        landscape.Adjust = plan => adjust(plan) with { Keys = [] };
        landscape.Stream.Commit('I', 1, "a").Send();
        await landscape.ApplyAsync();
        landscape.Exceptions.ShouldHaveSingleItem().Message.ShouldStartWith("a task needs a key by which changes of a row are found");
        calls.Sets.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_procedure_gets_every_change_of_every_transaction_by_itself_however_they_come()
    {
        using var landscape = new Landscape(Small);
        var calls = Call(landscape, isTask: false);
        landscape.Configure(options => options with { PartRows = 1 });
        landscape.Stream.Commit('I', 1, "a").Commit('I', 2, "b").Begin().Update(1, [1, "a"], [1, "c"]).Row(1, 'D', 2, "b").Send();
        landscape.Stream.Begin().Row(1, 'I', 3, "x").Send(endsInTransaction: true).Row(1, 'T').Send(endsInTransaction: true).Row(1, 'I', 4, "y").Send();
        landscape.Stream.Tick();
        await landscape.ApplyAsync();
        landscape.Exceptions.ShouldBeEmpty();
        calls.Sets.ShouldBe(["I 1 a", "I 2 b", "B 1 a|U 1 c|D 2 b", "I 3 x|T NULL NULL|I 4 y"]);
    }

    [Fact]
    public async Task A_filter_makes_new_and_deleted_rows_of_half_updates()
    {
        using var landscape = new Landscape(Small);
        var calls = Call(landscape, isTask: false, Landscape.Where(1, ComparisonOperator.GreaterOrEqual, "n"));
        landscape.Stream.Commit('I', 1, "a").Begin().Update(1, [1, "a"], [1, "z"]).Commit('I', 2, "b").Begin().Update(1, [1, "z"], [1, "y"]).Begin().Update(1, [1, "y"], [1, "a"]).Send();
        await landscape.ApplyAsync();
        calls.Sets.ShouldBe(["I 1 z", "B 1 z|U 1 y", "D 1 y"]);
    }

    [Fact]
    public async Task What_fails_stands_before_its_transaction_and_can_be_left_out_as_a_whole()
    {
        using var landscape = new Landscape(Small);
        var calls = Call(landscape, isTask: false);
        calls.Refused = "2 b";
        landscape.Stream.Commit('I', 1, "a").Send().Begin().Row(1, 'I', 2, "b").Row(1, 'I', 3, "c").Send(endsInTransaction: true).Row(1, 'I', 4, "d").Send().Commit('I', 5, "e").Send();
        await landscape.ApplyAsync();
        var exception = landscape.Exceptions.ShouldHaveSingleItem();
        (exception.Number, exception.Message, exception.ChangeType, exception.Place is not null).ShouldBe((1954, "refused", null, true));
        landscape.Progress(calls.Entry!).AppliedRows.ShouldBe(1);
        landscape.Ignore(exception);
        calls.Sets.Clear();
        await landscape.ApplyAsync();
        landscape.Exceptions.ShouldBeEmpty();
        calls.Sets.ShouldBe(["I 5 e"]);
        landscape.Progress(calls.Entry!).IgnoredRows.ShouldBe(3);
    }

    private static Calls Call(Landscape landscape, bool isTask, Func<IReadOnlyList<OutputColumn>, Expression>? filter = null)
    {
        var calls = new Calls(isTask);
        calls.Entry = landscape.Subscribe("target", mode: ChangeMode.Insert, filter: filter);
        landscape.Adjust = plan => plan with { Program = calls, Target = plan.Target with { Handle = plan.Target.Handle with { Path = ["temp", "main", "changes_1"] } } };
        return calls;
    }

    private static void Add(SourceStream stream, string change)
    {
        static object?[] Values(string text) => text.Length == 0 ? [null, null] : [text[0] - '0', text.Length > 1 ? text[1..] : null];
        if (change[0] == 'B') stream.Update(1, Values(change[1..3]), Values(change[4..]));
        else stream.Row(1, change[0], Values(change[1..]));
    }

    /// <summary>Notes what it is called with.</summary>
    private sealed class Calls(bool isTask) : IChangeSetTarget, IChangeSetCalls
    {
        private DuckDbConnection? _connection;

        public SubscriptionEntry? Entry { get; set; }

        public List<string> Sets { get; } = [];

        /// <summary>The numbers of the changes, of all calls.</summary>
        public List<string> Sequences { get; } = [];

        /// <summary>A call with such a row fails.</summary>
        public string? Refused { get; set; }

        public bool TakesNetChanges => isTask;

        public IChangeSetCalls Open(DuckDbConnection connection, CancellationToken cancellationToken)
        {
            _connection = connection;
            return this;
        }

        public Task CallAsync()
        {
            var rows = Targets.Texts(_connection!, "SELECT concat_ws(' ', c3, coalesce(CAST(c1 AS VARCHAR), 'NULL'), coalesce(c2, 'NULL')) FROM temp.main.changes_1 ORDER BY rowid");
            if (Refused is not null && rows.Any(row => row.EndsWith(Refused, StringComparison.Ordinal))) throw new GatewayException(SqlState.DivisionByZero, "refused");
            Sets.Add(string.Join('|', rows));
            Sequences.AddRange(Targets.Texts(_connection!, "SELECT CAST(c5 AS VARCHAR) FROM temp.main.changes_1 ORDER BY rowid"));
            return Task.CompletedTask;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
