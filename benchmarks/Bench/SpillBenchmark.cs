using System.Diagnostics;
using System.Globalization;
using FederationGateway.Support.Postgres;
using FederationGateway.Support.Servers;

namespace FederationGateway.Bench;

/// <summary>
/// Remainders much larger than the memory they may take: a join and a sort over rows of two sources, with what the process and its spill files grew to. The rows
/// come from views that make them, so that the disk holds nothing else.
/// </summary>
internal static class SpillBenchmark
{
    private const int RowBytes = 1024;

    private static readonly (string Name, string Sql)[] Statements =
    [
        ("join", "SELECT count(*), max(length(l.pad || r.pad)) FROM l.big l JOIN r.big r ON l.k = r.k"),
        ("sort", "SELECT count(*), max(n) FROM (SELECT row_number() OVER (ORDER BY pad, k) AS n FROM (SELECT k, pad FROM l.big UNION ALL SELECT k, pad FROM r.big) u) s"),
    ];

    public static async Task RunAsync()
    {
        var gigabytes = double.TryParse(Environment.GetEnvironmentVariable("FEDGW_SPILL_GB"), CultureInfo.InvariantCulture, out var wanted) ? wanted : 10;
        var memory = Environment.GetEnvironmentVariable("FEDGW_SPILL_MEMORY") ?? "1GB";
        var rows = (long)(gigabytes * (1L << 30) / RowBytes / 2);
        var data = Directory.CreateTempSubdirectory("fedgw-spill-").FullName;
        try
        {
            await using var cluster = await PostgresCluster.StartAsync(new PostgresClusterOptions());
            await using var gateway = await GatewayServer.StartAsync(data, ["--memory-limit", memory]);
            foreach (var database in new[] { "l", "r" })
            {
                await cluster.CreateDatabaseAsync(database);
                await cluster.ExecuteAsync(
                    $"CREATE VIEW big AS SELECT i * 7919 % {rows} AS k, repeat(md5(i::text), {RowBytes / 32}) AS pad FROM generate_series(1, {rows}::bigint) i", database);
                (await gateway.PsqlAsync(
                    $"""
                    CREATE REMOTE SOURCE {database} ADAPTER "postgresql" CONFIGURATION 'host=127.0.0.1;port={cluster.Port};database={database}'
                        WITH CREDENTIAL TYPE 'PASSWORD' USING 'user={PostgresCluster.Superuser};password={PostgresCluster.Password}';
                    CREATE SCHEMA {database};
                    IMPORT FOREIGN SCHEMA public FROM SERVER {database} INTO {database};
                    """)).EnsureSuccess();
            }

            Console.WriteLine($"{2 * rows:N0} rows of {RowBytes:N0} bytes from two sources, memory limit {memory}");
            foreach (var (name, sql) in Statements) await RunAsync(gateway, Path.Combine(data, "spill"), name, sql);
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    private static async Task RunAsync(GatewayServer gateway, string spill, string name, string sql)
    {
        using var stop = new CancellationTokenSource();
        var watching = PeakAsync(spill, stop.Token);
        var clock = Stopwatch.StartNew();
        var result = (await gateway.PsqlAsync(sql, Timeout.InfiniteTimeSpan)).EnsureSuccess();
        await stop.CancelAsync();
        Console.WriteLine(
            $"  {name,-6}{clock.Elapsed.TotalSeconds,8:N0} s   peak of the process {ProcessMemory.PeakResidentBytes(gateway.ProcessId) >> 20:N0} MB   spilled {await watching >> 20:N0} MB, {Size(spill) >> 20:N0} MB left   {result.Output.Trim()}");
    }

    private static async Task<long> PeakAsync(string folder, CancellationToken cancellationToken)
    {
        var peak = 0L;
        while (!cancellationToken.IsCancellationRequested)
        {
            peak = Math.Max(peak, Size(folder));
            await Task.Delay(200, CancellationToken.None);
        }

        return peak;
    }

    // Files come and go while they are counted.
    private static long Size(string folder)
    {
        try
        {
            return Directory.Exists(folder) ? new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Exists ? file.Length : 0) : 0;
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
