using FederationGateway.Adapters.Abstractions;

namespace FederationGateway.Adapters.PostgreSql.Tests.Capture;

/// <summary>Tables that are defined differently while their changes are read.</summary>
public sealed class DefinitionChangeTests(CaptureFixture fixture)
{
    [Fact]
    public async Task Columns_added_dropped_renamed_and_retyped_are_told_before_the_rows_that_have_them()
    {
        await using var capture = await CaptureUnderTest.StartAsync(fixture.Cluster, "CREATE TABLE t (id int PRIMARY KEY, v text)", "t");
        await using var stream = await capture.OpenAsync();
        await capture.RunAsync("INSERT INTO t VALUES (1, 'a')");
        (await capture.ReadRowsAsync(stream)).ShouldBe(["I|1|a"]);
        await capture.RunAsync("ALTER TABLE t ADD w numeric(10,2) DEFAULT 7; INSERT INTO t VALUES (2, 'b', 1.5)");
        (await capture.ReadRowsAsync(stream)).ShouldBe(["1 = public.t(id integer, v text, w numeric(10,2))", "I|2|b|1.50"]);
        await capture.RunAsync("ALTER TABLE t DROP v; INSERT INTO t VALUES (3, 2)");
        (await capture.ReadRowsAsync(stream)).ShouldBe(["1 = public.t(id integer, w numeric(10,2))", "I|3|2.00"]);
        await capture.RunAsync("ALTER TABLE t RENAME w TO x; INSERT INTO t VALUES (4, 3)");
        (await capture.ReadRowsAsync(stream)).ShouldBe(["1 = public.t(id integer, x numeric(10,2))", "I|4|3.00"]);
        await capture.RunAsync("ALTER TABLE t ALTER x TYPE int; INSERT INTO t VALUES (5, 4)");
        (await capture.ReadRowsAsync(stream)).ShouldBe(["1 = public.t(id integer, x integer)", "I|5|4"]);
        await capture.RunAsync("ALTER TABLE t ALTER x SET NOT NULL, ALTER x SET DEFAULT 1; INSERT INTO t VALUES (6, 5); CREATE INDEX ON t (x); ANALYZE t; INSERT INTO t VALUES (7, 6)");
        (await capture.ReadRowsAsync(stream)).ShouldBe(["I|6|5", "I|7|6"]);
    }

    [Fact]
    public async Task Rows_from_before_are_told_as_they_were_though_the_table_has_changed_twice_since()
    {
        await using var capture = await CaptureUnderTest.StartAsync(fixture.Cluster, "CREATE TYPE mood AS ENUM ('sad'); CREATE DOMAIN money2 AS numeric(8,2); CREATE TABLE t (id int PRIMARY KEY, v text)", "t");
        await capture.RunAsync("""
            INSERT INTO t VALUES (1, 'a');
            ALTER TABLE t ADD w mood; INSERT INTO t VALUES (2, 'b', 'sad');
            ALTER TABLE t DROP w, ADD m money2; INSERT INTO t VALUES (3, 'c', 4.5);
            ALTER TABLE t RENAME TO u; INSERT INTO u VALUES (4, 'd', 5);
            ALTER TABLE u ALTER m TYPE varchar(9); INSERT INTO u VALUES (5, 'e', 'x');
            """);
        (await capture.ReadRowsAsync()).ShouldBe(
        [
            "I|1|a",
            "1 = public.t(id integer, v text, w text)", "I|2|b|sad",
            "1 = public.t(id integer, v text, m numeric(8,2))", "I|3|c|4.50",
            "1 = public.u(id integer, v text, m numeric(8,2))", "I|4|d|5.00",
            "1 = public.u(id integer, v text, m character varying(9))", "I|5|e|x",
        ]);
    }

    [Fact]
    public async Task A_change_in_the_middle_of_a_transaction_cuts_it()
    {
        await using var capture = await CaptureUnderTest.StartAsync(fixture.Cluster, "CREATE TABLE t (id int PRIMARY KEY)", "t");
        await capture.RunAsync("BEGIN; INSERT INTO t VALUES (1); ALTER TABLE t ADD v int; INSERT INTO t VALUES (2, 3); COMMIT");
        await using var stream = await capture.OpenAsync();
        var chunks = await capture.ReadChunksAsync(stream);
        chunks.SelectMany(capture.Text).ShouldBe(["I|1", "1 = public.t(id integer, v integer)", "I|2|3"]);
        chunks.Select(chunk => chunk.EndsInTransaction).ShouldBe([true, true, false]);
        chunks.SelectMany(chunk => chunk.Transactions).Distinct().Count().ShouldBe(1);
        chunks.ForEach(chunk => chunk.Dispose());
    }

    [Fact]
    public async Task Another_key_is_another_definition()
    {
        await using var capture = await CaptureUnderTest.StartAsync(fixture.Cluster, "CREATE TABLE t (id int PRIMARY KEY, code int NOT NULL)", "t");
        await using var stream = await capture.OpenAsync();
        await capture.RunAsync("INSERT INTO t VALUES (1, 7); ALTER TABLE t DROP CONSTRAINT t_pkey, ADD PRIMARY KEY (code); DELETE FROM t");
        var chunks = await capture.ReadChunksAsync(stream);
        chunks.SelectMany(capture.Text).ShouldBe(["I|1|7", "1 = public.t(id integer, code integer)", "X|?|7"]);
        var definition = chunks.Single(chunk => chunk.DefinitionChange is not null).DefinitionChange!.Definition!;
        new CapturedTable(1, definition).Key.ShouldBe([1]);
        chunks.ForEach(chunk => chunk.Dispose());
    }

    [Fact]
    public async Task A_table_renamed_while_nobody_read_is_known_by_its_number()
    {
        await using var capture = await CaptureUnderTest.StartAsync(fixture.Cluster, "CREATE TABLE t (id int PRIMARY KEY)", "t");
        await capture.RunAsync("ALTER TABLE t RENAME TO u; INSERT INTO u VALUES (1); CREATE TABLE t (id int)");
        (await capture.ReadRowsAsync()).ShouldBe(["1 = public.u(id integer)", "I|1"]);
        (await capture.Source.StartCaptureAsync(capture.Name, capture.Tables, TestContext.Current.CancellationToken)).ShouldBeNull();
        await capture.RunAsync("INSERT INTO u VALUES (2); INSERT INTO t VALUES (3)");
        (await capture.ReadRowsAsync()).ShouldBe(["1 = public.u(id integer)", "I|1", "I|2"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_dropped_table_is_told_behind_its_last_row(bool isOpen)
    {
        await using var capture = await CaptureUnderTest.StartAsync(fixture.Cluster, "CREATE TABLE t (id int PRIMARY KEY); CREATE TABLE s (id int PRIMARY KEY)", "t", "s");
        var stream = isOpen ? await capture.OpenAsync() : null;
        await capture.RunAsync("INSERT INTO t VALUES (1); DROP TABLE t; CREATE TABLE t (id int PRIMARY KEY); INSERT INTO t VALUES (2); INSERT INTO s VALUES (1)");
        stream ??= await capture.OpenAsync();
        List<string> rows = [];
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        while (!rows.Contains("1 is gone"))
        {
            using var chunk = await stream.ReadAsync(limit.Token);
            chunk.Transactions.ShouldNotBeEmpty();
            rows.AddRange(capture.Text(chunk));
        }

        rows.ShouldBe(["I1|1", "I2|1", "1 is gone"]);
        await stream.DisposeAsync();
    }
}
