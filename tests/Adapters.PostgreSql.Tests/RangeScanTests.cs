using FederationGateway.Adapters.Abstractions;
using FederationGateway.Common;
using FederationGateway.Support.Postgres;

namespace FederationGateway.Adapters.PostgreSql.Tests;

public sealed class RangeScanTests(PostgresFixture fixture)
{
    private const string Orders = """
        CREATE TABLE orders AS SELECT i AS id, repeat('x', i % 50) AS note FROM generate_series(1, 60000) i;
        DELETE FROM orders WHERE id % 7 = 0;
        UPDATE orders SET note = 'moved' WHERE id % 11 = 0;
        ANALYZE orders;
        """;

    private static readonly (string, string)[] Split = [("parallel", "3"), ("parallel_min_rows", "100"), ("parallel_min_pages", "16")];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ranges_together_are_the_table(bool singleFragment)
    {
        await using var test = await SourceUnderTest.CreateAsync(fixture.Cluster, Orders, Split);
        var scan = SourceUnderTest.Scan(await test.ImportAsync("orders"));
        var rows = await test.ReadAsync(scan, singleFragment);
        scan.Progress.Connections.ShouldBe(3);
        scan.Progress.BytesReceived.ShouldBeGreaterThan(500_000);

        var whole = scan with { IsOrdered = true };
        var expected = await test.ReadAsync(whole);
        whole.Progress.Connections.ShouldBe(4); // the same counter: one more
        rows.Order().ShouldBe(expected.Order());
        test.Source.Connections.Count(connection => connection.IsActive).ShouldBe(0);
    }

    [Fact]
    public async Task Fragments_of_a_statement_see_one_snapshot()
    {
        await using var test = await SourceUnderTest.CreateAsync(fixture.Cluster, "CREATE TABLE t AS SELECT 1 AS a");
        var scan = SourceUnderTest.Scan(await test.ImportAsync("t"));
        await using var session = await test.Source.OpenSessionAsync(new RemoteSessionOptions("it's me"), TestContext.Current.CancellationToken);
        (await CountAsync(session, scan)).ShouldBe(1);
        await using var open = session.ExecuteAsync(scan, TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        await open.MoveNextAsync();
        await fixture.Cluster.ExecuteAsync("INSERT INTO t VALUES (2)", test.Database);
        (await CountAsync(session, scan)).ShouldBe(1); // on another connection, the first one is busy
        (await fixture.Cluster.QueryValueAsync($"SELECT count(*) FROM pg_stat_activity WHERE datname = '{test.Database}' AND application_name = 'it''s me'")).ShouldBe(2L);
        open.Current.Dispose();
        await open.DisposeAsync();
        await session.DisposeAsync();
        (await test.ReadAsync(scan)).Count.ShouldBe(2);
        (await test.ReadAsync(SourceUnderTest.Statement("SELECT current_setting('application_name')", ("x", SqlType.Text)))).ShouldBe(["federation_gateway"]);
    }

    [Fact]
    public async Task A_failure_in_one_range_is_the_scans_failure()
    {
        await using var test = await SourceUnderTest.CreateAsync(fixture.Cluster, Orders, Split);
        var scan = SourceUnderTest.Scan(await test.ImportAsync("orders"));
        scan = scan with { WithCondition = condition => $"SELECT id / (id - 30001), note FROM public.orders WHERE {condition}" };
        (await Should.ThrowAsync<GatewayException>(() => test.ReadAsync(scan))).State.ShouldBe(SqlState.DivisionByZero);
        test.Source.Connections.Count(connection => connection.IsActive).ShouldBe(0);
        (await test.ReadAsync(SourceUnderTest.Statement("SELECT 1", ("x", SqlType.Int4)))).ShouldBe(["1"]);
    }

    [Fact]
    public async Task Leaving_early_ends_every_range()
    {
        await using var test = await SourceUnderTest.CreateAsync(fixture.Cluster, Orders, Split);
        var scan = SourceUnderTest.Scan(await test.ImportAsync("orders"));
        await using (var session = await test.Source.OpenSessionAsync(new RemoteSessionOptions(), TestContext.Current.CancellationToken))
        {
            await foreach (var batch in session.ExecuteAsync(scan, TestContext.Current.CancellationToken))
            {
                batch.Dispose();
                break;
            }
        }

        test.Source.Connections.Count(connection => connection.IsActive).ShouldBe(0);
        (await test.ReadAsync(scan)).Count.ShouldBe(51429);
    }

    [Fact]
    public async Task What_has_no_pages_is_read_at_once()
    {
        await using var test = await SourceUnderTest.CreateAsync(fixture.Cluster, Orders + """
            CREATE VIEW v AS SELECT * FROM orders;
            CREATE TABLE p (id int, note text) PARTITION BY HASH (id);
            CREATE TABLE p0 PARTITION OF p FOR VALUES WITH (MODULUS 1, REMAINDER 0);
            INSERT INTO p SELECT * FROM orders; ANALYZE p;
            """, Split);
        foreach (var name in new[] { "v", "p" })
        {
            var scan = SourceUnderTest.Scan(await test.ImportAsync(name)) with { EstimatedRows = 1e6 };
            (await test.ReadAsync(scan)).Count.ShouldBe(51429);
            scan.Progress.Connections.ShouldBe(1);
        }
    }

    private static async Task<int> CountAsync(IRemoteSession session, RemoteStatement statement)
    {
        var rows = 0;
        await foreach (var batch in session.ExecuteAsync(statement, TestContext.Current.CancellationToken))
            using (batch) rows += batch.Length;
        return rows;
    }
}
