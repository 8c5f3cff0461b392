using System.Globalization;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Common;
using FederationGateway.Support.Postgres;
using FederationGateway.Support.Processes;

namespace FederationGateway.Adapters.PostgreSql.Tests;

public sealed class TroubleTests(PostgresFixture fixture)
{
    private const string Rows = "SELECT i, repeat('x', 100) FROM generate_series(1, 1000000) i";
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    private static RemoteStatement ManyRows => SourceUnderTest.Statement(Rows, ("i", SqlType.Int4), ("x", SqlType.Text));

    [Fact]
    public async Task Cancelling_reaches_the_server_and_leaves_the_connection_usable()
    {
        await using var test = await SourceUnderTest.CreateAsync(fixture.Cluster);
        using var stop = new CancellationTokenSource();
        var sleeping = Task.Run(() => ReadAllAsync(test.Source, SourceUnderTest.Statement("SELECT pg_sleep(600)::text", ("x", SqlType.Text)), stop.Token));
        await WaitForAsync(test, 1, "query LIKE 'SELECT pg_sleep%' AND state = 'active'");
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => sleeping).WaitAsync(Soon, TestContext.Current.CancellationToken);
        await WaitForAsync(test, 0, "state = 'active' AND pid <> pg_backend_pid()");
        (await test.ReadAsync(SourceUnderTest.Statement("SELECT 1", ("x", SqlType.Int4)))).ShouldBe(["1"]);
        test.Source.Connections.Count.ShouldBe(1);
        test.Source.Connections[0].StatementCount.ShouldBe(2);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Leaving_early_frees_the_connection(bool singleFragment)
    {
        await using var test = await SourceUnderTest.CreateAsync(fixture.Cluster);
        await using (var session = await test.Source.OpenSessionAsync(new RemoteSessionOptions(SingleFragment: singleFragment), TestContext.Current.CancellationToken))
        {
            await foreach (var batch in session.ExecuteAsync(ManyRows, TestContext.Current.CancellationToken))
            {
                batch.Dispose();
                break;
            }

            // The snapshot survives what was left behind.
            var rows = 0;
            await foreach (var batch in session.ExecuteAsync(SourceUnderTest.Statement("SELECT 1", ("x", SqlType.Int4)), TestContext.Current.CancellationToken))
                using (batch) rows += batch.Length;
            rows.ShouldBe(1);
        }

        await WaitForAsync(test, 0, "state <> 'idle' AND pid <> pg_backend_pid()");
        test.Source.Connections.Count.ShouldBe(1);
        test.Source.Connections[0].IsActive.ShouldBeFalse();
    }

    [Fact]
    public async Task Ending_the_session_ends_what_still_runs()
    {
        await using var test = await SourceUnderTest.CreateAsync(fixture.Cluster);
        var session = await test.Source.OpenSessionAsync(new RemoteSessionOptions(), TestContext.Current.CancellationToken);
        var rows = session.ExecuteAsync(ManyRows, TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        (await rows.MoveNextAsync()).ShouldBeTrue();
        rows.Current.Dispose();
        await session.DisposeAsync();
        await WaitForAsync(test, 0, "pid <> pg_backend_pid()");
        await rows.DisposeAsync();
        test.Source.Connections.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_server_process_killed_in_the_middle_is_a_lost_connection()
    {
        await using var test = await SourceUnderTest.CreateAsync(fixture.Cluster);
        var error = await Should.ThrowAsync<GatewayException>(async () =>
        {
            await using var session = await test.Source.OpenSessionAsync(new RemoteSessionOptions(SingleFragment: true), TestContext.Current.CancellationToken);
            await foreach (var batch in session.ExecuteAsync(ManyRows, TestContext.Current.CancellationToken))
            {
                batch.Dispose();
                await TerminateAllAsync(test);
            }
        });
        error.State.ShouldBe(SqlState.ConnectionFailure);
        error.Message.ShouldBe("the connection to remote source \"crm\" was lost");
        error.Detail!.ShouldNotBeEmpty();
        test.Source.Connections.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_connection_that_died_in_the_pool_is_replaced_unseen(bool singleFragment)
    {
        await using var test = await SourceUnderTest.CreateAsync(fixture.Cluster);
        var one = SourceUnderTest.Statement("SELECT 1", ("x", SqlType.Int4));
        await test.ReadAsync(one, singleFragment);
        await TerminateAllAsync(test);
        (await test.ReadAsync(one, singleFragment)).ShouldBe(["1"]);
    }

    [Fact]
    public async Task A_stopped_server_is_told_and_its_return_noticed()
    {
        await using var cluster = await PostgresCluster.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        await using var test = await SourceUnderTest.CreateAsync(cluster);
        var one = SourceUnderTest.Statement("SELECT 1", ("x", SqlType.Int4));
        await test.ReadAsync(one);
        await cluster.CrashAsync();
        (await Should.ThrowAsync<GatewayException>(() => test.ReadAsync(one))).State.ShouldBe(SqlState.RemoteConnectionFailed);
        (await Should.ThrowAsync<GatewayException>(() => test.ImportAsync("t"))).State.ShouldBe(SqlState.RemoteConnectionFailed);
        await cluster.RestartAsync(TestContext.Current.CancellationToken);
        (await test.ReadAsync(one)).ShouldBe(["1"]);
    }

    [Fact]
    public async Task A_port_nobody_listens_on_is_told_as_such()
    {
        var definition = SourceUnderTest.Definition(fixture.Cluster, "postgres", ("port", FreePort.Next().ToString(CultureInfo.InvariantCulture)));
        await using var source = new PostgreSqlAdapter().CreateSource(definition);
        var error = await Should.ThrowAsync<GatewayException>(() => source.CheckAsync(TestContext.Current.CancellationToken));
        error.State.ShouldBe(SqlState.RemoteConnectionFailed);
        error.Detail!.ShouldContain("refused");
    }

    [Fact]
    public async Task A_server_that_never_answers_is_given_up_in_time()
    {
        using var silent = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        silent.Start();
        var port = ((System.Net.IPEndPoint)silent.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
        await using var source = new PostgreSqlAdapter().CreateSource(SourceUnderTest.Definition(fixture.Cluster, "postgres", ("port", port), ("connect_timeout", "1")));
        var error = await Should.ThrowAsync<GatewayException>(() => source.CheckAsync(TestContext.Current.CancellationToken));
        error.State.ShouldBe(SqlState.RemoteConnectionFailed);
        error.Detail!.ShouldContain("did not answer in 1 s");
    }

    [Fact]
    public async Task A_missing_database_is_told_with_the_servers_words()
    {
        await using var source = new PostgreSqlAdapter().CreateSource(SourceUnderTest.Definition(fixture.Cluster, "nowhere"));
        var error = await Should.ThrowAsync<GatewayException>(() => source.CheckAsync(TestContext.Current.CancellationToken));
        error.State.ShouldBe(SqlState.RemoteConnectionFailed);
        error.Detail.ShouldBe("database \"nowhere\" does not exist (3D000)");
    }

    [Theory]
    [InlineData("DROP TABLE t", "HV00R")]
    [InlineData("ALTER TABLE t DROP COLUMN b", "HV005")]
    [InlineData("ALTER TABLE t ALTER COLUMN b TYPE int USING 1", "HV004")]
    [InlineData("ALTER TABLE t ALTER COLUMN a TYPE numeric(10,4)", "HV004")]
    public async Task A_table_that_changed_under_its_definition_is_told(string change, string state)
    {
        await using var test = await SourceUnderTest.CreateAsync(fixture.Cluster, "CREATE TABLE t (a int, b text); INSERT INTO t VALUES (1, 'x')");
        var scan = SourceUnderTest.Scan(await test.ImportAsync("t"));
        for (var i = 0; i < 3; i++) await test.ReadAsync(scan); // by now it is a prepared statement
        await fixture.Cluster.ExecuteAsync(change, test.Database);
        var error = await Should.ThrowAsync<GatewayException>(() => test.ReadAsync(scan));
        error.State.Code.ShouldBe(state);
        error.Hint!.ShouldContain("REFRESH DEFINITION");
        test.Source.Connections.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("ALTER TABLE t ALTER COLUMN b TYPE varchar(50)")]
    [InlineData("ALTER TABLE t ALTER COLUMN a TYPE smallint")]
    [InlineData("ALTER TABLE t ADD COLUMN c int")]
    public async Task A_change_that_loses_nothing_is_not_noticed(string change)
    {
        await using var test = await SourceUnderTest.CreateAsync(fixture.Cluster, "CREATE TABLE t (a int, b text); INSERT INTO t VALUES (1, 'x')");
        var scan = SourceUnderTest.Scan(await test.ImportAsync("t"));
        for (var i = 0; i < 3; i++) await test.ReadAsync(scan);
        await fixture.Cluster.ExecuteAsync(change, test.Database);
        (await test.ReadAsync(scan)).ShouldBe(["1|x"]);
    }

    [Theory]
    [InlineData("SELECT 1/0", "22012", "division by zero")]
    [InlineData("SELECT 2147483647 + 1", "22003", "integer out of range")]
    [InlineData("SELECT 'x'::int", "22P02", "invalid input syntax for type integer: \"x\"")]
    [InlineData("SELECT (SELECT generate_series(1,2))", "21000", "more than one row returned by a subquery used as an expression")]
    [InlineData("SELECT nosuch()", "HV00L", "remote source \"crm\" refused the statement")]
    [InlineData("SELECT i / (5000 - i) FROM generate_series(1, 10000) i", "22012", "division by zero")]
    public async Task Errors_of_data_are_the_gateways_own_and_others_the_sources(string sql, string state, string message)
    {
        await using var test = await SourceUnderTest.CreateAsync(fixture.Cluster);
        var error = await Should.ThrowAsync<GatewayException>(() => test.ReadAsync(SourceUnderTest.Statement(sql, ("x", SqlType.Int4))));
        error.State.Code.ShouldBe(state);
        error.Message.ShouldBe(message);
        error.Detail.ShouldNotBeNull();
        (await test.ReadAsync(SourceUnderTest.Statement("SELECT 1", ("x", SqlType.Int4)))).ShouldBe(["1"]);
        test.Source.Connections.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_statement_timeout_of_the_source_ends_the_statement()
    {
        await using var test = await SourceUnderTest.CreateAsync(fixture.Cluster, "", ("statement_timeout", "100"));
        var error = await Should.ThrowAsync<GatewayException>(() => test.ReadAsync(SourceUnderTest.Statement("SELECT pg_sleep(60)::text", ("x", SqlType.Text))));
        error.State.ShouldBe(SqlState.QueryCanceled);
        error.Detail!.ShouldContain("statement timeout");
    }

    [Fact]
    public async Task When_all_connections_are_in_use_the_wait_has_an_end()
    {
        await using var test = await SourceUnderTest.CreateAsync(fixture.Cluster, "", ("max_connections", "1"), ("connect_timeout", "1"));
        await using var session = await test.Source.OpenSessionAsync(new RemoteSessionOptions(), TestContext.Current.CancellationToken);
        await using var rows = session.ExecuteAsync(ManyRows, TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        await rows.MoveNextAsync();
        rows.Current.Dispose();
        var error = await Should.ThrowAsync<GatewayException>(() => test.ReadAsync(SourceUnderTest.Statement("SELECT 1", ("x", SqlType.Int4))));
        error.State.ShouldBe(SqlState.TooManyConnections);
    }

    private static async Task ReadAllAsync(IRemoteSource source, RemoteStatement statement, CancellationToken cancellationToken)
    {
        await using var session = await source.OpenSessionAsync(new RemoteSessionOptions(SingleFragment: true), cancellationToken);
        await foreach (var batch in session.ExecuteAsync(statement, cancellationToken)) batch.Dispose();
    }

    private static Task TerminateAllAsync(SourceUnderTest test) => test.Cluster.ExecuteAsync(
        $"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{test.Database}' AND application_name = 'federation_gateway'");

    /// <summary>Waits until so many sessions in the test's database fulfil a condition.</summary>
    private static async Task WaitForAsync(SourceUnderTest test, long count, string condition)
    {
        using var limit = new CancellationTokenSource(Soon);
        while (!Equals(await test.Cluster.QueryValueAsync(
            $"SELECT count(*) FROM pg_stat_activity WHERE datname = '{test.Database}' AND application_name = 'federation_gateway' AND {condition}", cancellationToken: limit.Token), count))
        {
            await Task.Delay(20, limit.Token);
        }
    }
}
