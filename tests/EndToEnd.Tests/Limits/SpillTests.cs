using FederationGateway.EndToEnd.Support;
using FederationGateway.Support.Servers;

namespace FederationGateway.EndToEnd.Limits;

/// <summary>Remainders larger than the memory they may take: they go to disk and come back right, and nothing stays there.</summary>
public sealed class SpillTests(Landscape landscape)
{
    private const int Rows = 1_250_000;
    private const int PeakMiB = 600;

    // Both tables together are half a gigabyte: more than twice the memory limit, five times what the engine of remainders has of it.
    private static readonly string Tables = $"CREATE VIEW big AS SELECT i * 7919 % {Rows} AS k, repeat(md5(i::text), 6) AS pad FROM generate_series(1, {Rows}::bigint) i";

    [Fact]
    public async Task Joins_sorts_and_groups_larger_than_memory_finish_and_leave_no_files()
    {
        var (left, right) = (await landscape.CreateSourceAsync(Tables), await landscape.CreateSourceAsync(Tables));
        var data = Directory.CreateTempSubdirectory("fedgw-data-").FullName;
        try
        {
            await using var gateway = await GatewayServer.StartAsync(data, ["--memory-limit", "200MB"]);
            await using var client = await OpenAsync(gateway, left, right);
            await using var spill = new SpillWatch(Path.Combine(data, "spill"));

            (await client.RowsAsync($"SELECT count(*), max(length(l.pad || r.pad)) FROM \"{left}\".public.big l JOIN \"{right}\".public.big r ON l.k = r.k")).ShouldBe([$"{Rows}|384"]);
            spill.PeakBytes.ShouldBeGreaterThan(0);
            (await client.RowsAsync(
                $"SELECT count(*), min(length(pad)) FROM (SELECT k, pad FROM (SELECT k, pad FROM \"{left}\".public.big UNION ALL SELECT k, pad FROM \"{right}\".public.big) u ORDER BY pad, k OFFSET 10) s"))
                .ShouldBe([$"{(2 * Rows) - 10}|192"]);
            (await client.RowsAsync(
                $"SELECT count(*), max(n) FROM (SELECT pad, count(*) AS n FROM (SELECT pad FROM \"{left}\".public.big UNION ALL SELECT pad FROM \"{right}\".public.big) u GROUP BY pad) g"))
                .ShouldBe([$"{Rows}|2"]);

            await spill.UntilEmptyAsync();
            if (ProcessMemory.IsKnown) ProcessMemory.PeakMiB(gateway.ProcessId).ShouldBeLessThan(PeakMiB);
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    [Fact]
    public async Task Statements_with_local_tables_spill_as_well()
    {
        var source = await landscape.CreateSourceAsync(Tables);
        var data = Directory.CreateTempSubdirectory("fedgw-data-").FullName;
        try
        {
            await using var gateway = await GatewayServer.StartAsync(data, ["--memory-limit", "200MB"]);
            await using var client = await OpenAsync(gateway, source);
            await using var spill = new SpillWatch(Path.Combine(data, "spill"));
            await client.ExecuteAsync($"CREATE TABLE kept AS SELECT k, pad FROM \"{source}\".public.big WHERE k < 600000");

            // Rows of the table that are not in its file yet may be among what is spilled.
            await client.ExecuteAsync("CHECKPOINT");

            (await client.RowsAsync($"SELECT count(*), max(length(l.pad || r.pad)) FROM kept l JOIN \"{source}\".public.big r ON l.k = r.k")).ShouldBe(["600000|384"]);

            spill.PeakBytes.ShouldBeGreaterThan(0);
            await spill.UntilEmptyAsync();
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    [Fact]
    public async Task A_statement_with_a_limit_of_its_own_spills_while_the_others_have_room()
    {
        const string Small = "CREATE VIEW big AS SELECT i * 7919 % 600000 AS k, repeat(md5(i::text), 6) AS pad FROM generate_series(1, 600000::bigint) i";
        var (left, right) = (await landscape.CreateSourceAsync(Small), await landscape.CreateSourceAsync(Small));
        var data = Directory.CreateTempSubdirectory("fedgw-data-").FullName;
        try
        {
            await using var gateway = await GatewayServer.StartAsync(data, ["--memory-limit", "4GB"]);
            await using var client = await OpenAsync(gateway, left, right);
            var join = $"SELECT count(*), max(length(l.pad || r.pad)) FROM \"{left}\".public.big l JOIN \"{right}\".public.big r ON l.k = r.k";
            await using (var spill = new SpillWatch(Path.Combine(data, "spill")))
            {
                (await client.RowsAsync(join)).ShouldBe(["600000|384"]);
                spill.PeakBytes.ShouldBe(0);
            }

            await client.ExecuteAsync("SET statement_memory_limit = '60MB'");
            await using (var spill = new SpillWatch(Path.Combine(data, "spill")))
            {
                (await client.RowsAsync(join)).ShouldBe(["600000|384"]);
                spill.PeakBytes.ShouldBeGreaterThan(0);
                await spill.UntilEmptyAsync();
            }

            await client.ExecuteAsync("SET statement_memory_limit = '1kB'");
            (await client.FailsAsync(join, "53200")).Hint.ShouldNotBeNull().ShouldContain("statement_memory_limit");
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    [Fact]
    public async Task A_full_spill_directory_is_one_clear_error_and_the_gateway_goes_on()
    {
        var (left, right) = (await landscape.CreateSourceAsync(Tables), await landscape.CreateSourceAsync(Tables));
        var data = Directory.CreateTempSubdirectory("fedgw-data-").FullName;
        try
        {
            await using var gateway = await GatewayServer.StartAsync(data, ["--memory-limit", "200MB", "--spill-limit", "20MB"]);
            await using (var client = await OpenAsync(gateway, left, right))
            {
                var error = await client.FailsAsync(
                    $"SELECT count(*), min(pad) FROM (SELECT k, pad FROM (SELECT k, pad FROM \"{left}\".public.big UNION ALL SELECT k, pad FROM \"{right}\".public.big) u ORDER BY pad, k OFFSET 10) s", "53100");
                error.MessageText.ShouldBe("there is no room left to spill to");
                error.Hint.ShouldNotBeNull().ShouldContain("SpillLimit");
            }

            await new SourceActivity(landscape.Cluster, left).UntilIdleAsync();
            await using var next = await GatewayClient.OpenAsync(gateway);
            (await next.NumberAsync($"SELECT count(*) FROM \"{left}\".public.big l JOIN generate_series(1, 10) g ON l.k = g")).ShouldBe(10);
            await using var spill = new SpillWatch(Path.Combine(data, "spill"));
            await spill.UntilEmptyAsync();
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    [Fact]
    public async Task What_a_killed_gateway_had_spilled_is_gone_after_the_next_start()
    {
        var data = Directory.CreateTempSubdirectory("fedgw-data-").FullName;
        try
        {
            foreach (var engine in new[] { "remainder", "store", "files" })
            {
                var folder = Directory.CreateDirectory(Path.Combine(data, "spill", engine)).FullName;
                await File.WriteAllTextAsync(Path.Combine(folder, "duckdb_temp_storage_DEFAULT-0.tmp"), "left over");
            }

            await using var gateway = await GatewayServer.StartAsync(data);

            await using var spill = new SpillWatch(Path.Combine(data, "spill"));
            await spill.UntilEmptyAsync();
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    [Theory]
    [InlineData("lots")]
    [InlineData("-1GB")]
    public async Task A_wrong_spill_limit_is_told_at_the_start(string value)
    {
        var error = await Should.ThrowAsync<InvalidOperationException>(() => GatewayServer.StartAsync(arguments: ["--spill-limit", value]));

        error.Message.ShouldContain("SpillLimit");
    }

    private async Task<GatewayClient> OpenAsync(GatewayServer gateway, params string[] sources)
    {
        var client = await GatewayClient.OpenAsync(gateway, builder => builder.CommandTimeout = 300);
        foreach (var source in sources) await client.ExecuteAsync(landscape.CreateSource(source, source));
        return client;
    }
}
