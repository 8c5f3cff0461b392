using System.Diagnostics;
using FederationGateway.EndToEnd.Support;
using FederationGateway.Support.Servers;
using Npgsql;

namespace FederationGateway.EndToEnd.Limits;

/// <summary>As many statements at once as the configuration allows; the others wait, seen and stoppable.</summary>
public sealed class QueueTests(Landscape landscape)
{
    // Runs until it is cancelled.
    private const string Endless = "SELECT count(*) FROM generate_series(1, 100000) a, generate_series(1, 100000) b WHERE a * b % 7 = 3";
    private const string Short = "SELECT count(*) FROM generate_series(1, 10)";

    [Fact]
    public async Task A_statement_waits_for_its_turn_and_the_dictionary_shows_it()
    {
        await using var gateway = await GatewayServer.StartAsync(arguments: ["--max-concurrent-statements", "1"]);
        await using var observer = await GatewayClient.OpenAsync(gateway);
        await using var running = await GatewayClient.OpenAsync(gateway);
        await using var waiting = await GatewayClient.OpenAsync(gateway);
        var (busy, stop) = Start(running, Endless);
        await UntilAsync(observer, "RUNNING", "100000", 1);

        var queued = waiting.NumberAsync(Short);
        await UntilAsync(observer, "QUEUED", "10)", 1);
        (await observer.RowsAsync("SELECT queue_time_microsec > 0, end_time IS NULL, duration_microsec >= queue_time_microsec, plan_kind FROM m_statements WHERE statement_status = 'QUEUED'"))
            .ShouldBe(["t|t|t|"]);

        stop();
        (await ErrorTexts.OfAsync(() => busy)).SqlState.ShouldBe("57014");
        (await queued).ShouldBe(10);
        (await observer.RowsAsync($"SELECT statement_status, queue_time_microsec > 0, plan_kind FROM m_statements WHERE statement_string = '{Short}'")).ShouldBe(["COMPLETED|t|LOCAL"]);
    }

    [Fact]
    public async Task What_waits_can_be_cancelled_timed_out_and_left()
    {
        await using var gateway = await GatewayServer.StartAsync(arguments: ["--max-concurrent-statements=1"]);
        await using var observer = await GatewayClient.OpenAsync(gateway);
        await using var running = await GatewayClient.OpenAsync(gateway);
        var (busy, stop) = Start(running, Endless);
        await UntilAsync(observer, "RUNNING", "100000", 1);

        await using (var client = await GatewayClient.OpenAsync(gateway))
        {
            await client.ExecuteAsync("SET statement_timeout = '200ms'");
            (await client.FailsAsync(Short, "57014")).MessageText.ShouldBe("canceling statement due to statement timeout");
            await client.ExecuteAsync("RESET statement_timeout");
            var (cancelled, cancel) = Start(client, Short);
            await UntilAsync(observer, "QUEUED", "10)", 1);
            cancel();
            (await ErrorTexts.OfAsync(() => cancelled)).SqlState.ShouldBe("57014");
        }

        var folder = Directory.CreateTempSubdirectory("fedgw-vanish-").FullName;
        try
        {
            await using var psql = await Psql.StartAsync(gateway, Path.Combine(folder, "log"), Short);
            await UntilAsync(observer, "QUEUED", "10)", 1);
            await psql.KillAsync();
            await UntilAsync(observer, "QUEUED", "10)", 0);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        stop();
        await ErrorTexts.OfAsync(() => busy);
        (await observer.NumberAsync(Short)).ShouldBe(10);
    }

    [Fact]
    public async Task One_waiting_too_many_is_refused_and_its_session_goes_on()
    {
        await using var gateway = await GatewayServer.StartAsync(arguments: ["--max-concurrent-statements", "1", "--max-queued-statements", "1"]);
        await using var observer = await GatewayClient.OpenAsync(gateway);
        await using var running = await GatewayClient.OpenAsync(gateway);
        await using var waiting = await GatewayClient.OpenAsync(gateway);
        var (busy, stop) = Start(running, Endless);
        await UntilAsync(observer, "RUNNING", "100000", 1);
        var queued = waiting.NumberAsync(Short);
        await UntilAsync(observer, "QUEUED", "10)", 1);

        var psql = await Psql.RunAsync(gateway, ["-A", "-t", "-v", "VERBOSITY=verbose"], input: $"{Short};\nSELECT 'went on';\n");
        psql.Error.ShouldContain("53400: too many statements are waiting to run");
        psql.Error.ShouldContain("MaxQueuedStatements");
        psql.Output.ShouldBe("went on\n");

        stop();
        await ErrorTexts.OfAsync(() => busy);
        (await queued).ShouldBe(10);
        (await observer.NumberAsync(Short)).ShouldBe(10);
    }

    [Fact]
    public async Task What_sets_shows_defines_or_looks_things_up_never_waits()
    {
        await using var gateway = await GatewayServer.StartAsync(arguments: ["--max-concurrent-statements", "1", "--max-queued-statements", "0"]);
        await using var client = await GatewayClient.OpenAsync(gateway);
        await using var running = await GatewayClient.OpenAsync(gateway);
        var (busy, stop) = Start(running, Endless);
        await UntilAsync(client, "RUNNING", "100000", 1);

        await client.ExecuteAsync(landscape.CreateSource("crm", Landscape.Database));
        foreach (var sql in new[]
        {
            "SELECT 1", "SELECT now(), current_user", "SET search_path = public", "SHOW search_path", "BEGIN", "COMMIT", "CREATE TABLE t (a int)", "DROP TABLE t",
            "EXPLAIN SELECT * FROM crm.public.customers", "SELECT count(*) FROM pg_catalog.pg_class", "SELECT * FROM m_statements", "CALL CHECK_REMOTE_SOURCE('crm')",
            "PREPARE p AS SELECT * FROM crm.public.customers", "DEALLOCATE p",
            "SELECT n.nspname, a.i FROM pg_namespace n, generate_series(1, 2) a(i)",
        })
            await client.RowsAsync(sql);
        var psql = await Psql.RunAsync(gateway, ["-c", "\\d", "-c", "\\dn"]);
        psql.EnsureSuccess();

        foreach (var sql in new[]
        {
            "SELECT * FROM crm.public.customers", "EXPLAIN ANALYZE SELECT * FROM crm.public.customers", "CREATE TABLE c AS SELECT 1 AS a", "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 5) SELECT * FROM r",
        })
        {
            // Npgsql closes a session whose statement failed for lack of resources, as it takes the class 53.
            await using var refused = await GatewayClient.OpenAsync(gateway);
            await refused.FailsAsync(sql, "53400");
        }

        stop();
        await ErrorTexts.OfAsync(() => busy);
    }

    [Fact]
    public async Task A_transaction_that_holds_something_never_waits_for_those_who_may_wait_for_it()
    {
        await using var gateway = await GatewayServer.StartAsync(arguments: ["--max-concurrent-statements", "1"]);
        await using var holder = await GatewayClient.OpenAsync(gateway);
        await using var other = await GatewayClient.OpenAsync(gateway);
        await using var observer = await GatewayClient.OpenAsync(gateway);
        await holder.ExecuteAsync("BEGIN; CREATE TABLE held (a int)");

        // It has the only turn and waits for the holder's change of the catalog.
        var blocked = other.ExecuteAsync("CREATE TABLE made AS SELECT i FROM generate_series(1, 10) i");
        await UntilAsync(observer, "RUNNING", "made", 1);
        await holder.ExecuteAsync("INSERT INTO held SELECT i FROM generate_series(1, 10) i");
        (await holder.NumberAsync("SELECT count(*) FROM held")).ShouldBe(10);
        await holder.ExecuteAsync("COMMIT");

        await blocked;
        (await observer.NumberAsync("SELECT count(*) FROM made")).ShouldBe(10);
    }

    [Fact]
    public async Task Many_sessions_get_through_a_narrow_gate()
    {
        await using var gateway = await GatewayServer.StartAsync(arguments: ["--max-concurrent-statements", "2"]);
        await using (var setup = await GatewayClient.OpenAsync(gateway)) await setup.ExecuteAsync(landscape.CreateSource("crm", Landscape.Database));

        await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
        {
            await using var client = await GatewayClient.OpenAsync(gateway);
            for (var i = 0; i < 10; i++) (await client.NumberAsync("SELECT count(*) FROM crm.public.orders o JOIN generate_series(1, 10) g ON o.id = g")).ShouldBe(10);
        }));
    }

    [Theory]
    [InlineData("--max-concurrent-statements", "-1", "MaxConcurrentStatements")]
    [InlineData("--max-concurrent-statements", "some", "MaxConcurrentStatements")]
    [InlineData("--max-queued-statements", "1000000", "MaxQueuedStatements")]
    public async Task A_wrong_configuration_is_told_at_the_start(string option, string value, string named)
    {
        var error = await Should.ThrowAsync<InvalidOperationException>(() => GatewayServer.StartAsync(arguments: [option, value]));

        error.Message.ShouldContain(named);
    }

    private static (Task Running, Action Stop) Start(GatewayClient client, string sql)
    {
        var command = new NpgsqlCommand(sql, client.Connection);
        return (RunAsync(), command.Cancel);

        async Task RunAsync()
        {
            await using (command) await command.ExecuteScalarAsync();
        }
    }

    private static async Task UntilAsync(GatewayClient observer, string status, string text, int count)
    {
        var clock = Stopwatch.StartNew();
        while (await observer.NumberAsync($"SELECT count(*) FROM m_statements WHERE statement_status = '{status}' AND statement_string LIKE '%{text}%' AND statement_string NOT LIKE '%m_statements%'") != count)
        {
            if (clock.Elapsed > TimeSpan.FromSeconds(60)) throw new TimeoutException($"no {count} statements with {text} became {status}");
            await Task.Delay(10);
        }
    }
}
