using FederationGateway.Adapters.Abstractions;
using FederationGateway.Common;

namespace FederationGateway.Adapters.PostgreSql.Tests.Capture;

/// <summary>What a capture is at the server, and that making it can be asked for again at any time.</summary>
public sealed class CaptureSetupTests(CaptureFixture fixture)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_capture_is_a_publication_of_its_tables_and_a_slot_and_asking_again_changes_nothing()
    {
        await using var capture = await CaptureUnderTest.CreateAsync(fixture.Cluster, """CREATE TABLE t (id int PRIMARY KEY); CREATE TABLE "Odd ""name" (id int PRIMARY KEY); CREATE TABLE other (id int)""", "t", "Odd \"name");
        (await StatusAsync(capture)).Exists.ShouldBeFalse();
        var start = await capture.Source.StartCaptureAsync(capture.Name, capture.Tables, Cancellation);
        start.ShouldNotBeNull();
        (await PublishedAsync(capture)).ShouldBe(["Odd \"name", "t"]);
        (await capture.Source.StartCaptureAsync(capture.Name, capture.Tables, Cancellation)).ShouldBeNull();
        (await PublishedAsync(capture)).ShouldBe(["Odd \"name", "t"]);
        var status = await StatusAsync(capture);
        status.ShouldBe(new CaptureStatus(true, status.Latest, start, status.PendingBytes, status.RetainedBytes, "reserved"));
        (status.Latest! >= start!).ShouldBeTrue();

        await capture.Source.DropCaptureAsync(capture.Name, Cancellation);
        (await PublishedAsync(capture)).ShouldBeEmpty();
        (await StatusAsync(capture)).Exists.ShouldBeFalse();
        await capture.Source.DropCaptureAsync(capture.Name, Cancellation);
    }

    [Fact]
    public async Task What_a_crash_in_the_middle_left_is_completed()
    {
        await using var capture = await CaptureUnderTest.CreateAsync(fixture.Cluster, "CREATE TABLE t (id int PRIMARY KEY); CREATE TABLE s (id int PRIMARY KEY)", "t");
        await capture.RunAsync($"CREATE PUBLICATION {capture.Name} FOR TABLE s WITH (publish = 'insert')");
        var start = await capture.Source.StartCaptureAsync(capture.Name, capture.Tables, Cancellation);
        (await PublishedAsync(capture)).ShouldBe(["t"]);
        await capture.RunAsync("INSERT INTO t VALUES (1); INSERT INTO s VALUES (1); DELETE FROM t");
        await using (var stream = await capture.OpenAsync(start)) (await capture.ReadRowsAsync(stream)).ShouldBe(["I|1", "X|1"]);

        // Half of what dropping does, when the server has noticed that the stream has ended.
        await capture.RunAsync($"DO $$ BEGIN WHILE EXISTS (SELECT FROM pg_replication_slots WHERE slot_name = '{capture.Name}' AND active) LOOP PERFORM pg_sleep(0.01); END LOOP; END $$");
        await capture.RunAsync($"SELECT pg_drop_replication_slot('{capture.Name}')");
        (await capture.Source.StartCaptureAsync(capture.Name, capture.Tables, Cancellation)).ShouldNotBeNull();
        await capture.RunAsync($"SELECT pg_drop_replication_slot('{capture.Name}')");
        await capture.Source.DropCaptureAsync(capture.Name, Cancellation);
        (await PublishedAsync(capture)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Tables_come_and_go()
    {
        await using var capture = await CaptureUnderTest.StartAsync(fixture.Cluster, "CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (id int PRIMARY KEY); CREATE TABLE c (id int PRIMARY KEY)", "a", "b", "c");
        var all = capture.Tables;
        await capture.RunAsync("INSERT INTO a VALUES (1)");
        await StartAsync([all[1], all[2]]);
        (await PublishedAsync(capture)).ShouldBe(["b", "c"]);
        await capture.RunAsync("INSERT INTO a VALUES (2); INSERT INTO b VALUES (2)");
        await StartAsync([]);
        (await PublishedAsync(capture)).ShouldBeEmpty();
        await capture.RunAsync("INSERT INTO a VALUES (3); INSERT INTO b VALUES (3)");
        await StartAsync([all[0], all[2]]);
        await capture.RunAsync("INSERT INTO a VALUES (4); INSERT INTO b VALUES (4); INSERT INTO c VALUES (4)");
        capture.Tables = [all[0], all[2]];
        (await capture.ReadRowsAsync()).ShouldBe(["I1|1", "I1|4", "I3|4"]);

        async Task StartAsync(IReadOnlyList<CapturedTable> tables) => (await capture.Source.StartCaptureAsync(capture.Name, tables, Cancellation)).ShouldBeNull();
    }

    [Fact]
    public async Task A_stream_that_knows_a_table_that_was_taken_out_goes_on()
    {
        await using var capture = await CaptureUnderTest.StartAsync(fixture.Cluster, "CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (id int PRIMARY KEY)", "a", "b");
        await using (var stream = await capture.OpenAsync())
        {
            await capture.RunAsync("INSERT INTO a VALUES (1); INSERT INTO b VALUES (1)");
            await capture.Source.StartCaptureAsync(capture.Name, [capture.Tables[0]], Cancellation);
            await capture.RunAsync("INSERT INTO a VALUES (2); INSERT INTO b VALUES (2)");
            (await capture.ReadRowsAsync(stream)).ShouldBe(["I1|1", "I2|1", "I1|2"]);

            // Longer than the stream takes to look at the publication again.
            await Task.Delay(TimeSpan.FromSeconds(6), Cancellation);
            await capture.RunAsync("INSERT INTO a VALUES (3)");
            (await capture.ReadRowsAsync(stream)).ShouldBe(["I1|3"]);
        }

        (await capture.ReadRowsAsync()).ShouldBe(["I1|1", "I2|1", "I1|2", "I1|3"]);
    }

    [Fact]
    public async Task A_table_is_added_when_those_who_were_writing_to_it_have_ended()
    {
        await using var capture = await CaptureUnderTest.StartAsync(fixture.Cluster, "CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (id int PRIMARY KEY)", "a", "b");
        var both = capture.Tables;
        await capture.Source.StartCaptureAsync(capture.Name, [both[0]], Cancellation);
        await using var writer = await capture.Test.Cluster.DataSource(capture.Test.Database).OpenConnectionAsync(Cancellation);
        await using var transaction = await writer.BeginTransactionAsync(Cancellation);
        await using (var insert = new Npgsql.NpgsqlCommand("INSERT INTO b VALUES (1)", writer, transaction)) await insert.ExecuteNonQueryAsync(Cancellation);
        var adding = capture.Source.StartCaptureAsync(capture.Name, both, Cancellation);
        (await Task.WhenAny(adding, Task.Delay(500, Cancellation))).ShouldNotBe(adding);

        // Others may write meanwhile.
        await capture.RunAsync("INSERT INTO b VALUES (2)");
        await transaction.CommitAsync(Cancellation);
        await adding.WaitAsync(TimeSpan.FromSeconds(60), Cancellation);
        await capture.RunAsync("INSERT INTO b VALUES (3)");
        (await capture.ReadRowsAsync()).ShouldContain("I2|3");
    }

    [Fact]
    public async Task Dropping_ends_the_stream_that_is_open()
    {
        await using var capture = await CaptureUnderTest.StartAsync(fixture.Cluster, "CREATE TABLE t (id int PRIMARY KEY)", "t");
        await using var stream = await capture.OpenAsync();
        var reading = ReadToEndAsync(stream);
        await capture.Source.DropCaptureAsync(capture.Name, Cancellation);
        (await Should.ThrowAsync<GatewayException>(() => reading)).State.Code.ShouldBe("08006");
        (await StatusAsync(capture)).Exists.ShouldBeFalse();
    }

    [Theory]
    [InlineData("")]
    [InlineData("Upper")]
    [InlineData("with-dash")]
    [InlineData("a234567890123456789012345678901234567890123456789012345678901234")]
    public async Task A_name_no_slot_can_have_is_refused(string name)
    {
        await using var capture = await CaptureUnderTest.CreateAsync(fixture.Cluster, "CREATE TABLE t (id int)", "t");
        (await Should.ThrowAsync<GatewayException>(() => capture.Source.StartCaptureAsync(name, capture.Tables, Cancellation))).State.Code.ShouldBe("42602");
    }

    [Fact]
    public async Task A_slot_of_that_name_that_is_not_ours_is_left_alone()
    {
        await using var capture = await CaptureUnderTest.CreateAsync(fixture.Cluster, "CREATE TABLE t (id int)", "t");
        await capture.RunAsync($"SELECT pg_create_logical_replication_slot('{capture.Name}', 'test_decoding')");
        (await Should.ThrowAsync<GatewayException>(() => capture.Source.StartCaptureAsync(capture.Name, capture.Tables, Cancellation))).State.Code.ShouldBe("42710");
    }

    private static async Task ReadToEndAsync(IChangeStream stream)
    {
        while (true) (await stream.ReadAsync(Cancellation)).Dispose();
    }

    private static Task<CaptureStatus> StatusAsync(CaptureUnderTest capture) => capture.Source.CaptureStatusAsync(capture.Name, Cancellation);

    private static async Task<string[]> PublishedAsync(CaptureUnderTest capture) => (string[])(await capture.Test.Cluster.QueryValueAsync(
        $"SELECT coalesce(array_agg(tablename::text ORDER BY tablename COLLATE \"C\"), '{{}}') FROM pg_publication_tables WHERE pubname = '{capture.Name}'", capture.Test.Database, Cancellation))!;
}
