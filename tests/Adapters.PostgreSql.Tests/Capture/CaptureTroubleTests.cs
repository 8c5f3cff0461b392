using FederationGateway.Adapters.Abstractions;
using FederationGateway.Common;
using FederationGateway.Support.Postgres;
using FederationGateway.Support.Processes;

namespace FederationGateway.Adapters.PostgreSql.Tests.Capture;

/// <summary>Streams that end in every way there is, and gaps, which are never passed over silently.</summary>
public sealed class CaptureTroubleTests(CaptureFixture fixture)
{
    private const string Table = "CREATE TABLE t (id int PRIMARY KEY)";
    private const string Role = "another_reader";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task After_a_restart_of_the_server_the_stream_goes_on_where_it_was(bool crashes)
    {
        await using var cluster = await PostgresCluster.StartAsync(cancellationToken: Cancellation);
        await using var capture = await CaptureUnderTest.StartAsync(cluster, Table, "t");
        await capture.RunAsync("INSERT INTO t VALUES (1), (2)");
        ChangePosition position = capture.Start;
        List<string> rows = [];
        await using (var stream = await capture.OpenAsync())
        {
            var reading = Task.Run(async () =>
            {
                while (true)
                {
                    using var chunk = await stream.ReadAsync(Cancellation);
                    rows.AddRange(capture.Text(chunk));
                    position = chunk.End ?? position;
                    stream.Acknowledge(position);
                }
            }, Cancellation);
            while (rows.Count < 2) await Task.Delay(10, Cancellation);
            if (crashes) await cluster.CrashAsync();
            else await cluster.StopAsync();
            (await Should.ThrowAsync<GatewayException>(() => reading)).State.Code.ShouldBe("08006");
        }

        (await Should.ThrowAsync<GatewayException>(() => capture.OpenAsync(position))).State.Code.ShouldBe("HV00N");
        await cluster.RestartAsync(Cancellation);
        await capture.RunAsync("INSERT INTO t VALUES (3)");
        await using var again = await capture.OpenAsync(position);
        rows.AddRange(await capture.ReadRowsAsync(again));
        rows.ShouldBe(["I|1", "I|2", "I|3"]);
    }

    [Fact]
    public async Task When_the_servers_process_is_killed_the_stream_can_be_opened_again()
    {
        await using var capture = await CaptureUnderTest.StartAsync(fixture.Cluster, Table, "t");
        await using var stream = await capture.OpenAsync();
        await capture.RunAsync("INSERT INTO t VALUES (1)");
        (await capture.ReadRowsAsync(stream)).ShouldBe(["I|1"]);
        await capture.RunAsync($"SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE slot_name = '{capture.Name}'; INSERT INTO t VALUES (2)");
        (await Should.ThrowAsync<GatewayException>(() => ReadToEndAsync(stream))).State.Code.ShouldBe("08006");
        (await capture.ReadRowsAsync()).ShouldBe(["I|1", "I|2"]);
    }

    [Fact]
    public async Task A_server_that_falls_silent_ends_the_stream()
    {
        var time = new LateTime();
        await using var capture = await CaptureUnderTest.StartAsync(fixture.Cluster, Table, time, "t");
        await using var stream = await capture.OpenAsync();
        await capture.RunAsync("INSERT INTO t VALUES (1)");
        (await capture.ReadRowsAsync(stream)).ShouldBe(["I|1"]);
        var process = await fixture.Cluster.QueryValueAsync($"SELECT active_pid FROM pg_replication_slots WHERE slot_name = '{capture.Name}'", cancellationToken: Cancellation);
        await SignalAsync("STOP", process);
        try
        {
            await capture.RunAsync("INSERT INTO t VALUES (2)");
            var reading = ReadToEndAsync(stream);
            while (!reading.IsCompleted)
            {
                time.Pass(TimeSpan.FromSeconds(30));
                await Task.WhenAny(reading, Task.Delay(200, Cancellation));
            }

            var error = await Should.ThrowAsync<GatewayException>(() => reading);
            error.State.Code.ShouldBe("08006");
            error.Detail!.ShouldContain("silent");
        }
        finally
        {
            await SignalAsync("CONT", process);
        }

        (await capture.ReadRowsAsync()).ShouldBe(["I|1", "I|2"]);
    }

    [Fact]
    public async Task Opening_a_second_stream_ends_the_first()
    {
        await using var capture = await CaptureUnderTest.StartAsync(fixture.Cluster, Table, "t");
        await using var first = await capture.OpenAsync();
        await capture.RunAsync("INSERT INTO t VALUES (1)");
        await using var second = await capture.OpenAsync();
        (await Should.ThrowAsync<GatewayException>(() => ReadToEndAsync(first))).State.Code.ShouldBe("08006");
        (await capture.ReadRowsAsync(second)).ShouldBe(["I|1"]);
    }

    [Fact]
    public async Task A_cancelled_read_ends_the_stream()
    {
        await using var capture = await CaptureUnderTest.StartAsync(fixture.Cluster, Table, "t");
        await using (var stream = await capture.OpenAsync())
        {
            using var stop = new CancellationTokenSource();
            var reading = Task.Run(async () =>
            {
                while (true) (await stream.ReadAsync(stop.Token)).Dispose();
            }, Cancellation);
            await stop.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(() => reading);
        }

        await capture.RunAsync("INSERT INTO t VALUES (1)");
        (await capture.ReadRowsAsync()).ShouldBe(["I|1"]);
    }

    [Fact]
    public async Task A_dropped_slot_is_a_gap()
    {
        await using var capture = await CaptureUnderTest.StartAsync(fixture.Cluster, Table, "t");
        await capture.RunAsync($"SELECT pg_drop_replication_slot('{capture.Name}')");
        (await Should.ThrowAsync<GatewayException>(() => capture.OpenAsync())).ShouldSatisfyAllConditions(
            error => error.State.Code.ShouldBe("55000"), error => error.Detail!.ShouldContain("is gone"), error => error.Hint.ShouldNotBeNull());
    }

    [Fact]
    public async Task A_slot_that_somebody_else_has_read_from_is_a_gap()
    {
        await using var capture = await CaptureUnderTest.StartAsync(fixture.Cluster, Table, "t");
        await capture.RunAsync("INSERT INTO t VALUES (1)");
        await capture.RunAsync($"SELECT pg_replication_slot_advance('{capture.Name}', pg_current_wal_lsn())");
        (await Should.ThrowAsync<GatewayException>(() => capture.OpenAsync())).ShouldSatisfyAllConditions(
            error => error.State.Code.ShouldBe("55000"), error => error.Detail!.ShouldContain("somebody else"));
    }

    [Fact]
    public async Task A_server_in_an_earlier_state_is_a_gap()
    {
        await using var capture = await CaptureUnderTest.StartAsync(fixture.Cluster, Table, "t");
        var later = ChangePosition.FromHex("00FFFFFF00000000");
        (await Should.ThrowAsync<GatewayException>(() => capture.OpenAsync(later))).ShouldSatisfyAllConditions(
            error => error.State.Code.ShouldBe("55000"), error => error.Detail!.ShouldContain("earlier state"));
    }

    [Fact]
    public async Task A_slot_whose_log_was_removed_is_a_gap()
    {
        await using var cluster = await PostgresCluster.StartAsync(new PostgresClusterOptions
        {
            Settings = new Dictionary<string, string> { ["max_slot_wal_keep_size"] = "1MB", ["min_wal_size"] = "32MB", ["max_wal_size"] = "32MB" },
        }, Cancellation);
        await using var capture = await CaptureUnderTest.StartAsync(cluster, Table, "t");
        for (var i = 0; i < 4; i++) await capture.RunAsync("CREATE TABLE x AS SELECT repeat(md5(i::text), 30) FROM generate_series(1, 20000) i; DROP TABLE x; SELECT pg_switch_wal()");
        await capture.RunAsync("CHECKPOINT");
        (await capture.Source.CaptureStatusAsync(capture.Name, Cancellation)).Condition.ShouldBe("lost");
        (await Should.ThrowAsync<GatewayException>(() => capture.OpenAsync())).ShouldSatisfyAllConditions(
            error => error.State.Code.ShouldBe("55000"), error => error.Detail!.ShouldContain("max_slot_wal_keep_size"));
    }

    [Theory]
    [InlineData("ALTER PUBLICATION {0} DROP TABLE t", "is not in publication")]
    [InlineData("DROP PUBLICATION {0}", "is gone")]
    [InlineData("ALTER PUBLICATION {0} SET (publish = 'insert')", "does not publish every kind")]
    public async Task An_altered_publication_is_a_gap(string sql, string detail)
    {
        await using var capture = await CaptureUnderTest.StartAsync(fixture.Cluster, Table, "t");
        await capture.RunAsync(sql.Replace("{0}", capture.Name, StringComparison.Ordinal));
        (await Should.ThrowAsync<GatewayException>(() => capture.OpenAsync())).ShouldSatisfyAllConditions(
            error => error.State.Code.ShouldBe("55000"), error => error.Detail!.ShouldContain(detail));
    }

    [Fact]
    public async Task A_publication_altered_while_the_stream_is_open_ends_it()
    {
        await using var capture = await CaptureUnderTest.StartAsync(fixture.Cluster, Table, "t");
        await using var stream = await capture.OpenAsync();
        await capture.RunAsync($"ALTER PUBLICATION {capture.Name} DROP TABLE t");
        (await Should.ThrowAsync<GatewayException>(() => ReadToEndAsync(stream))).State.Code.ShouldBe("08006");
    }

    [Fact]
    public async Task A_capture_whose_tables_are_idle_does_not_keep_the_log_of_a_busy_server()
    {
        await using var cluster = await PostgresCluster.StartAsync(cancellationToken: Cancellation);
        await using var capture = await CaptureUnderTest.StartAsync(cluster, Table + "; CREATE TABLE other (v text)", "t");
        await using var stream = await capture.OpenAsync();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var reading = Task.Run(async () =>
        {
            while (true)
            {
                using var chunk = await stream.ReadAsync(stop.Token);
                capture.Text(chunk).ShouldBeEmpty();
                if (chunk.End is { } end) stream.Acknowledge(end);
            }
        }, Cancellation);
        await capture.RunAsync("INSERT INTO other SELECT repeat(md5(i::text), 30) FROM generate_series(1, 20000) i");
        (await capture.Source.CaptureStatusAsync(capture.Name, Cancellation)).RetainedBytes!.Value.ShouldBeGreaterThan(16 << 20);
        for (var retained = long.MaxValue; retained > 1 << 20;)
        {
            // The server moves what it keeps when it comes upon a list of running transactions, which a checkpoint writes.
            await capture.RunAsync("CHECKPOINT; INSERT INTO other VALUES ('x')");
            await Task.Delay(200, Cancellation);
            reading.IsCompleted.ShouldBeFalse();
            retained = (await capture.Source.CaptureStatusAsync(capture.Name, Cancellation)).RetainedBytes!.Value;
        }

        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => reading);
    }

    [Fact]
    public async Task A_reader_that_pauses_keeps_its_stream()
    {
        await using var capture = await CaptureUnderTest.StartAsync(fixture.Cluster, "CREATE TABLE t (id int PRIMARY KEY, v text)", "t");
        await capture.RunAsync($"ALTER DATABASE \"{capture.Test.Database}\" SET wal_sender_timeout = '4s'");
        await using var stream = await capture.OpenAsync();

        // More than sockets hold: the server waits for the reader.
        await capture.RunAsync("INSERT INTO t SELECT i, repeat('x', 2000) FROM generate_series(1, 15000) i");
        using var first = await stream.ReadAsync(Cancellation);
        var rows = first.Tables.Sum(table => table.Rows.Length);
        await Task.Delay(9000, Cancellation);
        (rows + (await capture.ReadRowsAsync(stream)).Count).ShouldBe(15_000);
    }

    [Fact]
    public async Task A_slot_that_another_user_reads_from_is_in_use_and_its_reader_stays()
    {
        await using var capture = await CaptureUnderTest.StartAsync(fixture.Cluster, $"{Table}; CREATE ROLE {Role} SUPERUSER LOGIN PASSWORD '{PostgresCluster.Password}'", "t");
        await using var other = new PostgreSqlAdapter().CreateSource(SourceUnderTest.Definition(fixture.Cluster, capture.Test.Database, ("user", Role)));
        await using var stream = await ((ICaptureSource)other).OpenChangesAsync(capture.Name, capture.Tables, capture.Start, Cancellation);
        (await Should.ThrowAsync<GatewayException>(() => capture.OpenAsync())).State.Code.ShouldBe("55006");
        await capture.RunAsync("INSERT INTO t VALUES (1)");
        (await capture.ReadRowsAsync(stream)).ShouldBe(["I|1"]);
    }

    [Fact]
    public async Task A_stream_may_be_encrypted()
    {
        await using var cluster = await PostgresCluster.StartAsync(new PostgresClusterOptions { Tls = true, Authentication = PostgresAuthentication.ScramSha256 }, Cancellation);
        await using var capture = await CaptureUnderTest.StartAsync(cluster, "CREATE TABLE t (id int PRIMARY KEY, v text)", [("sslmode", "require")], "t");
        await using var stream = await capture.OpenAsync();
        for (var i = 0; i < 3; i++)
        {
            await capture.RunAsync($"INSERT INTO t SELECT i, repeat('x', 500) FROM generate_series({i}0001, {i}9999) i");
            var chunks = await capture.ReadChunksAsync(stream);
            foreach (var end in chunks.Select(chunk => chunk.End).OfType<ChangePosition>()) stream.Acknowledge(end);
            chunks.Sum(chunk => chunk.Tables.Sum(table => table.Rows.Length)).ShouldBe(9999);
            chunks.ForEach(chunk => chunk.Dispose());
            await Task.Delay(200, Cancellation);
        }
    }

    [Fact]
    public async Task A_position_of_another_source_is_refused()
    {
        await using var capture = await CaptureUnderTest.StartAsync(fixture.Cluster, Table, "t");
        (await Should.ThrowAsync<GatewayException>(() => capture.OpenAsync(ChangePosition.FromHex("01")))).State.Code.ShouldBe("22023");
    }

    private static async Task ReadToEndAsync(IChangeStream stream)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(120));
        while (true) (await stream.ReadAsync(limit.Token)).Dispose();
    }

    private static async Task SignalAsync(string signal, object? process) => (await ProcessRunner.RunAsync("kill", [$"-{signal}", $"{process}"], cancellationToken: Cancellation)).EnsureSuccess();

    /// <summary>A clock that somebody moves on while its timers keep their time.</summary>
    private sealed class LateTime : TimeProvider
    {
        private long _passed;

        public void Pass(TimeSpan time) => Interlocked.Add(ref _passed, (long)(time.TotalSeconds * TimestampFrequency));

        public override long GetTimestamp() => base.GetTimestamp() + Interlocked.Read(ref _passed);
    }
}
