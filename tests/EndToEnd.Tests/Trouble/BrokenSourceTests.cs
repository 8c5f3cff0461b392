using System.Net;
using System.Net.Sockets;
using FederationGateway.EndToEnd.Support;
using FederationGateway.Support.Processes;

namespace FederationGateway.EndToEnd.Trouble;

/// <summary>Sources that cannot be reached, refuse the login, changed under a virtual table, or die while they answer.</summary>
public sealed class BrokenSourceTests(Landscape landscape)
{
    [Fact]
    public async Task An_unreachable_source_is_named()
    {
        await using var client = await landscape.OpenAsync();
        var name = NewName();
        await client.ExecuteAsync(Create(name, FreePort.Next(), "fed_reader", Landscape.SourcePassword));

        foreach (var sql in new[] { $"SELECT * FROM {name}.public.t", $"CALL CHECK_REMOTE_SOURCE('{name}')", $"CREATE VIRTUAL TABLE v AT \"{name}\".\"<NULL>\".\"public\".\"t\"", $"IMPORT FOREIGN SCHEMA public FROM SERVER {name} INTO crm" })
        {
            var error = await client.FailsAsync(sql, "HV00N");
            error.MessageText.ShouldContain(name);
            error.Detail.ShouldNotBeNullOrEmpty();
        }

        (await client.NumberAsync("SELECT count(*) FROM crm.customers")).ShouldBe(SampleTables.Customers);
    }

    [Fact]
    public async Task A_source_that_accepts_and_says_nothing_does_not_hold_the_session_for_ever()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using var client = await landscape.OpenAsync();
        var name = NewName();
        await client.ExecuteAsync(Create(name, ((IPEndPoint)silent.LocalEndpoint).Port, "fed_reader", Landscape.SourcePassword));
        await client.ExecuteAsync("SET statement_timeout = '500ms'");

        await client.FailsAsync($"SELECT * FROM {name}.public.t", "57014");

        await client.ExecuteAsync("RESET statement_timeout");
        (await client.NumberAsync("SELECT 1")).ShouldBe(1);
    }

    [Fact]
    public async Task A_wrong_credential_is_the_sources_error()
    {
        await using var client = await landscape.OpenAsync();
        var name = NewName();
        await client.ExecuteAsync(Create(name, landscape.Cluster.Port, "fed_reader", "not-the-password"));

        var error = await client.FailsAsync($"SELECT * FROM {name}.public.customers", "HV00N");
        error.MessageText.ShouldContain(name);
        error.Detail.ShouldNotBeNull().ShouldContain("password authentication failed");
        error.Detail.ShouldNotContain("not-the-password");
        await client.FailsAsync($"CALL CHECK_REMOTE_SOURCE('{name}')", "HV00N");

        await client.ExecuteAsync($"ALTER REMOTE SOURCE {name} WITH CREDENTIAL TYPE 'PASSWORD' USING 'user={Landscape.SourceUser};password={Landscape.SourcePassword}'");
        (await client.NumberAsync($"SELECT count(*) FROM {name}.public.customers")).ShouldBe(SampleTables.Customers);
    }

    [Fact]
    public async Task A_table_dropped_at_the_source_is_an_error_that_ends_when_it_is_back()
    {
        var source = await landscape.CreateSourceAsync("CREATE TABLE t (a int, b text); INSERT INTO t VALUES (1, 'x')");
        await using var client = await landscape.OpenOwnSchemaAsync();
        await client.ExecuteAsync($"CREATE VIRTUAL TABLE v AT \"{source}\".\"{source}\".\"public\".\"t\"");
        await landscape.Cluster.ExecuteAsync("DROP TABLE t", source);

        var error = await client.FailsAsync("SELECT * FROM v", "HV00R");
        error.Detail.ShouldNotBeNull().ShouldContain("does not exist");
        await client.FailsAsync("ALTER VIRTUAL TABLE v REFRESH DEFINITION", "HV00R");
        await landscape.Cluster.ExecuteAsync("CREATE TABLE t (a int, b text)", source);

        (await client.NumberAsync("SELECT count(*) FROM v")).ShouldBe(0);
        await new SourceActivity(landscape.Cluster, source).UntilIdleAsync();
    }

    [Fact]
    public async Task A_column_that_is_gone_or_of_another_type_is_an_error_not_a_wrong_value()
    {
        var source = await landscape.CreateSourceAsync("CREATE TABLE t (a int, b text); INSERT INTO t VALUES (1, '5')");
        await using var client = await landscape.OpenOwnSchemaAsync();
        await client.ExecuteAsync($"CREATE VIRTUAL TABLE v AT \"{source}\".\"{source}\".\"public\".\"t\"");
        await client.RowsAsync("SELECT * FROM v");

        await landscape.Cluster.ExecuteAsync("ALTER TABLE t ALTER COLUMN a TYPE date USING date '2024-01-01'", source);
        var error = await Should.ThrowAsync<Npgsql.PostgresException>(() => client.RowsAsync("SELECT a FROM v"));
        error.SqlState.ShouldStartWith("HV");
        ErrorTexts.Check(error);
        (await client.RowsAsync("SELECT b FROM v")).ShouldBe(["5"]);

        await landscape.Cluster.ExecuteAsync("ALTER TABLE t DROP COLUMN b", source);
        error = await Should.ThrowAsync<Npgsql.PostgresException>(() => client.RowsAsync("SELECT b FROM v"));
        error.SqlState.ShouldStartWith("HV");
        ErrorTexts.Check(error);
        await new SourceActivity(landscape.Cluster, source).UntilIdleAsync();

        await client.ExecuteAsync("ALTER VIRTUAL TABLE v REFRESH DEFINITION");
        (await client.RowsAsync("SELECT * FROM v")).ShouldBe(["2024-01-01"]);
    }

    [Fact]
    public async Task What_the_source_refuses_says_so_in_its_own_words()
    {
        var source = await landscape.CreateSourceAsync(
            "CREATE FUNCTION fail(int) RETURNS int LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''no business today''; END'; CREATE TABLE t (a int); INSERT INTO t VALUES (1); CREATE VIEW w AS SELECT fail(a) AS a FROM t");
        await using var client = await landscape.OpenAsync();

        var error = await client.FailsAsync($"SELECT * FROM \"{source}\".public.w", "HV00L");
        error.MessageText.ShouldContain(source);
        error.Detail.ShouldNotBeNull().ShouldContain("no business today");
        (await client.RowsAsync($"SELECT a FROM \"{source}\".public.t")).ShouldBe(["1"]);
        await new SourceActivity(landscape.Cluster, source).UntilIdleAsync();
    }

    [Fact]
    public async Task A_backend_killed_in_the_middle_of_a_fetch_is_one_error_and_the_session_goes_on()
    {
        var source = await landscape.CreateSourceAsync("CREATE VIEW slow AS SELECT i, repeat('x', 200) AS t, CASE WHEN i % 1000 = 0 THEN pg_sleep(0.1) END IS NULL AS s FROM generate_series(1, 1000000) i; CREATE TABLE t (a int)");
        var activity = new SourceActivity(landscape.Cluster, source);
        await using var client = await landscape.OpenAsync();
        var failing = Should.ThrowAsync<Npgsql.PostgresException>(() => client.RowsAsync($"SELECT * FROM \"{source}\".public.slow"));
        await activity.UntilRunningAsync("\"slow\"");
        await Task.Delay(200);
        await activity.TerminateAllAsync();

        var error = await failing;
        error.SqlState.ShouldBe("08006");
        error.MessageText.ShouldContain(source);
        ErrorTexts.Check(error);

        // Every connection of the pool is dead: the next statement must not see that.
        await activity.TerminateAllAsync();
        (await client.NumberAsync($"SELECT count(*) FROM \"{source}\".public.t")).ShouldBe(0);
        (await activity.BusyAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_backend_killed_under_a_join_of_two_sources_frees_the_other_one()
    {
        // The end of the one that stays is not waited for.
        const string Slow = "CREATE VIEW slow AS SELECT i, CASE WHEN i % 1000 = 0 THEN pg_sleep(0.6) END IS NULL AS s FROM generate_series(1, 1000000) i";
        var (left, right) = (await landscape.CreateSourceAsync(Slow), await landscape.CreateSourceAsync(Slow));
        await using var client = await landscape.OpenAsync();
        var failing = Should.ThrowAsync<Npgsql.PostgresException>(() => client.RowsAsync($"SELECT count(*) FROM \"{left}\".public.slow l JOIN \"{right}\".public.slow r USING (i)"));
        var activity = new SourceActivity(landscape.Cluster, left);
        await activity.UntilRunningAsync("\"slow\"");
        await activity.TerminateAllAsync();

        var error = await failing;
        error.SqlState.ShouldBe("08006");
        error.MessageText.ShouldContain(left);
        ErrorTexts.Check(error);
        await new SourceActivity(landscape.Cluster, right).UntilIdleAsync();
        (await client.NumberAsync("SELECT 1")).ShouldBe(1);
    }

    [Fact]
    public async Task Errors_of_every_kind_leave_no_connection_behind()
    {
        var source = await landscape.CreateSourceAsync("CREATE TABLE t AS SELECT i AS a, 'x' || i AS b FROM generate_series(1, 100000) i");
        var activity = new SourceActivity(landscape.Cluster, source);
        await using var client = await landscape.OpenAsync();
        await client.RowsAsync($"SELECT * FROM \"{source}\".public.t LIMIT 1");
        for (var round = 0; round < 10; round++)
        {
            foreach (var sql in new[]
            {
                $"SELECT b::int FROM \"{source}\".public.t",
                $"SELECT 1 / (a - 500) FROM \"{source}\".public.t",
                $"SELECT nothing FROM \"{source}\".public.t",
                $"SELECT * FROM \"{source}\".public.nothing",
                $"SELECT * FROM \"{source}\".public.t x, (SELECT 1 / (id - id) AS y FROM crm.customers) z",
            })
                ErrorTexts.Check(await Should.ThrowAsync<Npgsql.PostgresException>(() => client.RowsAsync(sql)));
        }

        await activity.UntilIdleAsync();
        (await activity.ConnectionsAsync()).ShouldBeLessThanOrEqualTo(4);
    }

    private string Create(string name, int port, string user, string password) =>
        $"CREATE REMOTE SOURCE {name} ADAPTER \"postgresql\" CONFIGURATION 'host=127.0.0.1;port={port};database={Landscape.Database}' WITH CREDENTIAL TYPE 'PASSWORD' USING 'user={user};password={password}'";

    private static string NewName() => $"src_{Guid.NewGuid():N}"[..14];
}
