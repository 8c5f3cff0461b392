using System.Diagnostics;
using FederationGateway.EndToEnd.Support;
using Npgsql;

namespace FederationGateway.EndToEnd.Trouble;

/// <summary>Statements ended before their time: by the client's cancel, by a timeout, by the client's disappearance.</summary>
public sealed class InterruptionTests(Landscape landscape)
{
    private const string Sleeper =
        "CREATE VIEW asleep AS SELECT pg_sleep(600) IS NULL AS a; CREATE VIEW many AS SELECT i, md5(i::text) AS t FROM generate_series(1, 50000000) i; CREATE TABLE t (a int)";

    [Fact]
    public async Task A_cancel_ends_the_statement_and_its_query_at_the_source()
    {
        var source = await landscape.CreateSourceAsync(Sleeper);
        var activity = new SourceActivity(landscape.Cluster, source);
        await using var client = await landscape.OpenAsync();
        await using var command = new NpgsqlCommand($"SELECT * FROM \"{source}\".public.asleep", client.Connection);
        var running = ErrorTexts.OfAsync(() => command.ExecuteScalarAsync());
        await activity.UntilRunningAsync("\"asleep\"");

        command.Cancel();
        var error = await running;

        error.SqlState.ShouldBe("57014");
        await activity.UntilIdleAsync();
        (await client.NumberAsync($"SELECT count(*) FROM \"{source}\".public.t")).ShouldBe(0);
    }

    [Fact]
    public async Task A_cancel_in_the_middle_of_rows_ends_them()
    {
        var source = await landscape.CreateSourceAsync(Sleeper);
        var activity = new SourceActivity(landscape.Cluster, source);
        await using var client = await landscape.OpenAsync();
        await using (var command = new NpgsqlCommand($"SELECT * FROM \"{source}\".public.many", client.Connection))
        {
            var error = await ErrorTexts.OfAsync(async () =>
            {
                await using var reader = await command.ExecuteReaderAsync();
                (await reader.ReadAsync()).ShouldBeTrue();
                command.Cancel();
                while (await reader.ReadAsync())
                {
                    // what was on its way
                }
            });
            error.SqlState.ShouldBe("57014");
        }

        await activity.UntilIdleAsync();
        (await client.NumberAsync("SELECT 1")).ShouldBe(1);
    }

    [Fact]
    public async Task A_cancel_ends_the_work_of_the_engine_inside()
    {
        await using var client = await landscape.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT count(*) FROM generate_series(1, 100000) a, generate_series(1, 100000) b WHERE a * b % 7 = 3", client.Connection);
        var running = ErrorTexts.OfAsync(() => command.ExecuteScalarAsync());
        await using (var observer = await landscape.OpenAsync()) await client.UntilRunningAsync(observer);

        command.Cancel();

        (await running).SqlState.ShouldBe("57014");
        (await client.NumberAsync("SELECT 1")).ShouldBe(1);
    }

    [Fact]
    public async Task Statement_timeout_ends_remote_and_local_work()
    {
        var source = await landscape.CreateSourceAsync(Sleeper);
        await using var client = await landscape.OpenAsync();
        await client.ExecuteAsync("SET statement_timeout = '300ms'");

        (await client.FailsAsync($"SELECT * FROM \"{source}\".public.asleep", "57014")).MessageText.ShouldBe("canceling statement due to statement timeout");
        await client.FailsAsync("SELECT count(*) FROM generate_series(1, 100000) a, generate_series(1, 100000) b WHERE a * b % 7 = 3", "57014");
        await client.FailsAsync($"SELECT * FROM \"{source}\".public.many ORDER BY t", "57014");

        await new SourceActivity(landscape.Cluster, source).UntilIdleAsync();
        await client.ExecuteAsync("RESET statement_timeout");
        (await client.NumberAsync("SELECT 1")).ShouldBe(1);
    }

    [Theory]
    [InlineData("CREATE TABLE u (a int)")]
    [InlineData("CREATE TABLE u AS SELECT 1 AS a")]
    [InlineData("CREATE VIEW u AS SELECT 1 AS a")]
    [InlineData("DROP TABLE t")]
    [InlineData("ALTER TABLE t ADD COLUMN b int")]
    [InlineData("COMMENT ON TABLE t IS 'x'")]
    public async Task A_definition_that_waits_for_anothers_can_be_ended(string sql)
    {
        await using var holder = await landscape.OpenOwnSchemaAsync();
        await holder.ExecuteAsync("CREATE TABLE t (a int)");
        await using var client = await landscape.OpenAsync(builder => builder.SearchPath = holder.Schema);
        await holder.ExecuteAsync("BEGIN");
        await holder.ExecuteAsync("CREATE TABLE held (a int)");

        await client.ExecuteAsync("SET statement_timeout = '300ms'");
        (await client.FailsAsync(sql, "57014")).MessageText.ShouldBe("canceling statement due to statement timeout");
        await client.ExecuteAsync("RESET statement_timeout");
        await using (var command = new NpgsqlCommand(sql, client.Connection))
        {
            var running = ErrorTexts.OfAsync(() => command.ExecuteNonQueryAsync());
            await UntilRunsAsync(holder, sql);
            command.Cancel();
            (await running).SqlState.ShouldBe("57014");
        }

        await holder.ExecuteAsync("COMMIT");
        await client.ExecuteAsync(sql);
    }

    [Fact]
    public async Task A_copy_whose_client_falls_silent_ends_at_the_timeout()
    {
        await using var client = await landscape.OpenOwnSchemaAsync();
        await using var other = await landscape.OpenAsync();
        await client.ExecuteAsync("CREATE TABLE t (a int); SET statement_timeout = '300ms'");
        var copy = $"COPY {client.Schema}.t FROM STDIN";
        var error = await ErrorTexts.OfAsync(async () =>
        {
            await using var writer = await client.Connection.BeginTextImportAsync(copy);
            await writer.WriteAsync("1\n");
            await writer.FlushAsync();
            await UntilRunsAsync(other, copy, count: 0);
            await writer.WriteAsync("2\n");
        });

        (error.SqlState, error.MessageText).ShouldBe(("57014", "canceling statement due to statement timeout"));
        (await client.NumberAsync("SELECT count(*) FROM t")).ShouldBe(0);
        (await other.TextAsync($"SELECT max(ERROR_MESSAGE) FROM SYS.M_STATEMENTS WHERE STATEMENT_STRING = '{copy}'")).ShouldBe(error.MessageText);
    }

    [Fact]
    public async Task A_client_that_vanishes_in_the_middle_of_a_result_leaves_nothing_running()
    {
        var source = await landscape.CreateSourceAsync(Sleeper);
        var activity = new SourceActivity(landscape.Cluster, source);
        var folder = Directory.CreateTempSubdirectory("fedgw-vanish-").FullName;
        try
        {
            await using (var psql = await Psql.StartAsync(landscape.Gateway, Path.Combine(folder, "log"), $"\\copy (SELECT * FROM \"{source}\".public.many) TO PROGRAM 'sleep 600'"))
            {
                await activity.UntilRunningAsync("\"many\"");
                await psql.KillAsync();
            }

            await activity.UntilIdleAsync();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_client_that_vanishes_while_the_source_is_silent_leaves_nothing_running()
    {
        var source = await landscape.CreateSourceAsync(Sleeper);
        var activity = new SourceActivity(landscape.Cluster, source);
        var folder = Directory.CreateTempSubdirectory("fedgw-vanish-").FullName;
        try
        {
            await using (var psql = await Psql.StartAsync(landscape.Gateway, Path.Combine(folder, "log"), $"SELECT * FROM \"{source}\".public.asleep"))
            {
                await activity.UntilRunningAsync("\"asleep\"");
                await psql.KillAsync();
            }

            await activity.UntilIdleAsync();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task The_first_row_leaves_before_the_last_is_fetched()
    {
        var source = await landscape.CreateSourceAsync("CREATE VIEW trickle AS SELECT i, repeat('x', 1000) AS t, CASE WHEN i > 20000 THEN pg_sleep(600) END IS NULL AS s FROM generate_series(1, 20001) i");
        await using var client = await landscape.OpenAsync();
        await using var command = new NpgsqlCommand($"SELECT i, t, s FROM \"{source}\".public.trickle", client.Connection);
        await using (var reader = await command.ExecuteReaderAsync().WaitAsync(TimeSpan.FromSeconds(60)))
        {
            (await reader.ReadAsync()).ShouldBeTrue();
            command.Cancel();
            await ErrorTexts.OfAsync(async () =>
            {
                while (await reader.ReadAsync())
                {
                    // what was on its way
                }
            });
        }

        await new SourceActivity(landscape.Cluster, source).UntilIdleAsync();
    }

    /// <summary>Waits until so many sessions run a statement.</summary>
    private static async Task UntilRunsAsync(GatewayClient observer, string sql, int count = 1)
    {
        var clock = Stopwatch.StartNew();
        while (await observer.NumberAsync($"SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query = '{sql.Replace("'", "''", StringComparison.Ordinal)}'") != count)
        {
            if (clock.Elapsed > TimeSpan.FromSeconds(60)) throw new TimeoutException($"{sql} does not run {count} times");
            await Task.Delay(10);
        }
    }
}
