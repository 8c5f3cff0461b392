using FederationGateway.EndToEnd.Support;
using FederationGateway.Support.Servers;
using Npgsql;

namespace FederationGateway.EndToEnd.Trouble;

/// <summary>Results far bigger than the memory they may take, read by a client that is slower than the source.</summary>
public sealed class MemoryTests(Landscape landscape)
{
    private const int Rows = 6_000_000;
    private const int LimitMiB = 400;

    [Theory]
    [InlineData("SELECT i, t FROM \"{0}\".public.many")]
    [InlineData("SELECT m.i, m.t, c.name FROM \"{0}\".public.many m LEFT JOIN (SELECT id, name FROM crm.public.customers) c ON c.id = m.i")]
    public async Task Six_million_rows_stream_through_little_memory(string sql)
    {
        Assert.SkipUnless(ProcessMemory.IsKnown, "the peak memory of a process is read from /proc");
        var source = await landscape.CreateSourceAsync($"CREATE VIEW many AS SELECT i, 'row number ' || i AS t FROM generate_series(1, {Rows}) i");
        await using var gateway = await GatewayServer.StartAsync();
        await using var client = await GatewayClient.OpenAsync(gateway);
        await client.ExecuteAsync(landscape.CreateSource(source, source));
        await client.ExecuteAsync(landscape.CreateSource("crm", Landscape.Database));

        await using var command = new NpgsqlCommand(string.Format(System.Globalization.CultureInfo.InvariantCulture, sql, source), client.Connection);
        await using var reader = await command.ExecuteReaderAsync();
        var count = 0;
        while (await reader.ReadAsync())
        {
            // Long enough for a gateway that does not wait for its client to fetch everything.
            if (++count is 1_000 or 1_000_000) await Task.Delay(2_000);
        }

        count.ShouldBe(Rows);
        ProcessMemory.PeakMiB(gateway.ProcessId).ShouldBeLessThan(LimitMiB);
    }
}
