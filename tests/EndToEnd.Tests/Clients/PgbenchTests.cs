using FederationGateway.EndToEnd.Support;
using FederationGateway.Support.Servers;

namespace FederationGateway.EndToEnd.Clients;

/// <summary>pgbench makes its tables and runs its scripts in every protocol mode; its sums agree afterwards.</summary>
public sealed class PgbenchTests
{
    [Fact]
    public async Task It_fills_its_tables_and_runs_in_all_modes()
    {
        await using var gateway = await GatewayServer.StartAsync();
        (await PostgresTools.RunAsync(gateway, "pgbench", "-i", "-q")).EnsureSuccess();
        foreach (var mode in new[] { "simple", "extended", "prepared" })
        {
            var result = (await PostgresTools.RunAsync(gateway, "pgbench", "-n", "-M", mode, "-t", "5")).EnsureSuccess();
            result.Output.ShouldContain("number of transactions actually processed: 5/5");
        }

        (await PostgresTools.RunAsync(gateway, "pgbench", "-n", "-S", "-M", "prepared", "-t", "20")).EnsureSuccess().Output.ShouldContain("20/20");

        await using var client = await GatewayClient.OpenAsync(gateway);
        (await client.RowsAsync(
            """
            SELECT (SELECT count(*) FROM pgbench_history), (SELECT sum(abalance) FROM pgbench_accounts) = (SELECT sum(delta) FROM pgbench_history),
                   (SELECT sum(tbalance) FROM pgbench_tellers) = (SELECT sum(bbalance) FROM pgbench_branches)
            """)).ShouldBe(["15|t|t"]);
        (await client.RowsAsync("SELECT conname FROM pg_constraint WHERE contype = 'p' AND conname LIKE 'pgbench%' ORDER BY 1"))
            .ShouldBe(["pgbench_accounts_pkey", "pgbench_branches_pkey", "pgbench_tellers_pkey"]);
        await client.FailsAsync("INSERT INTO pgbench_branches VALUES (1, 0)", "23505");
        (await client.NumberAsync("SELECT count(*) FROM m_unsupported_statements WHERE application_name = 'pgbench'")).ShouldBe(0);
    }
}
