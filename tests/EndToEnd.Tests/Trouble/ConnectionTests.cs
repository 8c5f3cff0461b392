using FederationGateway.EndToEnd.Support;
using FederationGateway.Support.Postgres;
using FederationGateway.Support.Servers;
using Npgsql;

namespace FederationGateway.EndToEnd.Trouble;

/// <summary>Many connections, too many, and encrypted ones.</summary>
public sealed class ConnectionTests
{
    [Fact]
    public async Task Two_hundred_idle_connections_cost_little()
    {
        await using var gateway = await GatewayServer.StartAsync();
        List<GatewayClient> clients = [];
        try
        {
            for (var i = 0; i < 20; i++) clients.Add(await OpenAsync(gateway));
            var (memory, threads) = (ProcessMemory.ResidentMiB(gateway.ProcessId), ProcessMemory.Threads(gateway.ProcessId));
            while (clients.Count < 200) clients.AddRange(await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => OpenAsync(gateway))));

            (ProcessMemory.ResidentMiB(gateway.ProcessId) - memory).ShouldBeLessThan(100);
            (ProcessMemory.Threads(gateway.ProcessId) - threads).ShouldBeLessThan(30);
            (await clients[100].NumberAsync("SELECT count(*) FROM pg_stat_activity")).ShouldBeGreaterThanOrEqualTo(200);
        }
        finally
        {
            foreach (var client in clients) await client.DisposeAsync();
        }

        static async Task<GatewayClient> OpenAsync(GatewayServer gateway)
        {
            var client = await GatewayClient.OpenAsync(gateway);
            await client.NumberAsync("SELECT 1");
            return client;
        }
    }

    [Fact]
    public async Task One_connection_too_many_is_told_so_and_the_place_is_free_again_later()
    {
        await using var gateway = await GatewayServer.StartAsync(arguments: ["--max-connections", "3"]);
        var clients = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => GatewayClient.OpenAsync(gateway)));

        var error = await Should.ThrowAsync<PostgresException>(() => GatewayClient.OpenAsync(gateway));
        error.SqlState.ShouldBe("53300");
        ErrorTexts.Check(error);

        foreach (var client in clients) await client.DisposeAsync();
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await using var client = await GatewayClient.OpenAsync(gateway);
                break;
            }
            catch (PostgresException e) when (e.SqlState == "53300" && attempt < 50)
            {
                await Task.Delay(20);
            }
        }
    }

    [Fact]
    public async Task TLS_is_offered_when_there_is_a_certificate()
    {
        var folder = Directory.CreateTempSubdirectory("fedgw-tls-").FullName;
        try
        {
            var pem = Path.Combine(folder, "server.pem");
            await File.WriteAllTextAsync(pem, ServerCertificate.CreatePem());
            await using var gateway = await GatewayServer.StartAsync(arguments: ["--certificate", pem, "--certificate-key", pem]);
            await using (var client = await GatewayClient.OpenAsync(gateway, builder => (builder.SslMode, builder.Host, builder.RootCertificate) = (SslMode.VerifyFull, "localhost", pem)))
                (await client.NumberAsync("SELECT 1")).ShouldBe(1);
            await using (var client = await GatewayClient.OpenAsync(gateway, builder => builder.SslMode = SslMode.Disable))
                (await client.NumberAsync("SELECT 1")).ShouldBe(1);

            var psql = await Psql.RunAsync(gateway, ["-A", "-t", "-c", "\\conninfo"], environment: new Dictionary<string, string?> { ["PGSSLMODE"] = "require" });
            psql.EnsureSuccess().Output.ShouldContain("TLSv1.");
            (await gateway.PsqlAsync("SHOW ssl")).EnsureSuccess().Output.ShouldBe("on\n");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Without_a_certificate_a_client_that_requires_TLS_is_refused()
    {
        await using var gateway = await GatewayServer.StartAsync();

        await Should.ThrowAsync<NpgsqlException>(() => GatewayClient.OpenAsync(gateway, builder => builder.SslMode = SslMode.Require));
    }
}
