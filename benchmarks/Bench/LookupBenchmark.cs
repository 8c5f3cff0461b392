using System.Globalization;
using FederationGateway.Bench.Reporting;
using FederationGateway.Bench.Servers;
using FederationGateway.Support.Postgres;
using FederationGateway.Support.Processes;

namespace FederationGateway.Bench;

/// <summary>Rows by key, as applications and dashboards ask for them, driven by pgbench.</summary>
internal static class LookupBenchmark
{
    private const int Seconds = 4;

    /// <summary>Every server first answers for so long without being measured: the gateway's code is compiled anew while it is used.</summary>
    private const int WarmUpSeconds = 6;

    public static async Task RunAsync(Report report, int keys, params Contender[] contenders)
    {
        foreach (var protocol in new[] { "prepared", "simple" })
            foreach (var clients in new[] { 1, 8 })
            {
                var rates = new Dictionary<string, double>();
                foreach (var contender in contenders)
                {
                    await TransactionsPerSecondAsync(contender, keys, protocol, clients, WarmUpSeconds);
                    rates[contender.Name] = await TransactionsPerSecondAsync(contender, keys, protocol, clients, Seconds);
                }

                Target[] targets = protocol == "prepared" ? [new(Peers.ForeignWrapper, 3), new(Peers.PostgreSql, 0.5)] : [];
                report.Add($"look-ups by key, {protocol}, {clients} client{(clients > 1 ? "s" : "")}", new Figures("a second", LowerIsBetter: false, rates), targets);
            }
    }

    private static async Task<double> TransactionsPerSecondAsync(Contender contender, int keys, string protocol, int clients, int seconds)
    {
        var script = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(
                script, $"\\set key random(1, {keys})\nSELECT * FROM {contender.SearchPath ?? "public"}.orders WHERE orderkey = :key;\n");
            var count = clients.ToString(CultureInfo.InvariantCulture);
            var result = await ProcessRunner.RunAsync(
                PostgresBinaries.Instance.PgBench,
                [
                    "-n", "-f", script, "-M", protocol, "-c", count, "-j", clients > 1 ? "2" : "1",
                    "-T", seconds.ToString(CultureInfo.InvariantCulture),
                    "-h", "127.0.0.1", "-p", contender.Port.ToString(CultureInfo.InvariantCulture), "-U", contender.User, contender.Database,
                ],
                environment: new Dictionary<string, string?> { ["PGPASSWORD"] = contender.Password });
            return Rate(result.EnsureSuccess().Output);
        }
        finally
        {
            File.Delete(script);
        }
    }

    /// <summary>pgbench ends with <c>tps = 12345.6 (without initial connection time)</c>.</summary>
    private static double Rate(string output) =>
        double.Parse(
            output.Split('\n').Single(line => line.StartsWith("tps = ", StringComparison.Ordinal)).Split(' ')[2], CultureInfo.InvariantCulture);
}
