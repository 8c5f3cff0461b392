using FederationGateway.EndToEnd.Support;
using FederationGateway.PgWire.Tests.Wire;
using FederationGateway.Support.Postgres;
using FederationGateway.Support.Servers;
using Npgsql;

namespace FederationGateway.EndToEnd.Trouble;

/// <summary>Many connections, too many, and encrypted ones.</summary>
public sealed class ConnectionTests
{
    [Fact]
    public async Task A_thousand_idle_connections_cost_little_memory_and_no_threads_and_all_still_answer()
    {
        const int Connections = 1000;
        await using var gateway = await GatewayServer.StartAsync();
        List<RawClient> clients = [];
        try
        {
            // Code that is compiled meanwhile is no connection's.
            for (var i = 0; i < 50; i++) clients.Add(await OpenAsync(gateway));
            for (var i = 0; i < 20; i++)
                foreach (var client in clients) await AskAsync(client);
            var (memory, threads) = (ProcessMemory.ResidentMiB(gateway.ProcessId), ProcessMemory.Threads(gateway.ProcessId));
            while (clients.Count < Connections - 1) clients.Add(await OpenAsync(gateway));

            (ProcessMemory.ResidentMiB(gateway.ProcessId) - memory).ShouldBeLessThan(50);
            (ProcessMemory.Threads(gateway.ProcessId) - threads).ShouldBeLessThan(20);
            await using var observer = await GatewayClient.OpenAsync(gateway);
            (await observer.NumberAsync("SELECT count(*) FROM pg_stat_activity")).ShouldBe(Connections);
            foreach (var client in clients) await AskAsync(client);
        }
        finally
        {
            foreach (var client in clients) await client.DisposeAsync();
        }

        static async Task<RawClient> OpenAsync(GatewayServer gateway)
        {
            var client = await RawClient.LogInAsync(gateway.Port, GatewayServer.Administrator, GatewayServer.Database, GatewayServer.Password);
            await AskAsync(client);
            return client;
        }

        static async Task AskAsync(RawClient client)
        {
            await client.QueryAsync("SELECT i, i::text FROM generate_series(1, 3) i");
            (await client.ReadUntilAsync('Z')).Count(message => message.Code == 'D').ShouldBe(3);
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
    public async Task TLS_can_be_required()
    {
        var folder = Directory.CreateTempSubdirectory("fedgw-tls-").FullName;
        try
        {
            var pem = Path.Combine(folder, "server.pem");
            await File.WriteAllTextAsync(pem, ServerCertificate.CreatePem());
            await using var gateway = await GatewayServer.StartAsync(arguments: ["--certificate", pem, "--certificate-key", pem, "--require-tls"]);

            var error = await Should.ThrowAsync<PostgresException>(() => GatewayClient.OpenAsync(gateway, builder => builder.SslMode = SslMode.Disable));
            error.SqlState.ShouldBe("28000");
            ErrorTexts.Check(error);
            await using var client = await GatewayClient.OpenAsync(gateway, builder => builder.SslMode = SslMode.Require);
            (await client.NumberAsync("SELECT 1")).ShouldBe(1);
            var psql = await Psql.RunAsync(gateway, ["-A", "-t", "-c", "SELECT 1"], environment: new Dictionary<string, string?> { ["PGSSLMODE"] = "require", ["PGCHANNELBINDING"] = "require" });
            psql.EnsureSuccess().Output.ShouldBe("1\n");
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
