using System.Globalization;
using FederationGateway.EndToEnd.Support;
using FederationGateway.PgWire.Tests.Wire;
using FederationGateway.Support.Postgres;
using FederationGateway.Support.Servers;

namespace FederationGateway.EndToEnd.Wire;

/// <summary>
/// Malformed, truncated, oversized and disordered messages, before and after the login, in clear and in TLS: the gateway answers or closes, never hangs, and keeps nothing.
/// </summary>
public sealed class TortureTests
{
    private const int ConnectionsPerRound = 60;
    private const int AtOnce = 6;

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, true)]
    public async Task Any_conversation_is_survived_and_leaves_nothing_behind(int seed, bool encrypted)
    {
        var folder = Directory.CreateTempSubdirectory("fedgw-torture-").FullName;
        try
        {
            var pem = Path.Combine(folder, "server.pem");
            await File.WriteAllTextAsync(pem, ServerCertificate.CreatePem());
            await using var gateway = await GatewayServer.StartAsync(arguments: ["--certificate", pem, "--certificate-key", pem]);

            // The first rounds fill caches and pools; what the later ones add would be a leak.
            await RoundAsync(gateway, seed * 1000, encrypted);
            await RoundAsync(gateway, (seed * 1000) + 100, encrypted);
            await UntilQuietAsync(gateway);
            var memory = ProcessMemory.ResidentMiB(gateway.ProcessId);
            var sockets = ProcessMemory.Sockets(gateway.ProcessId);
            for (var round = 2; round < 5; round++) await RoundAsync(gateway, (seed * 1000) + (round * 100), encrypted);
            await UntilQuietAsync(gateway);

            (ProcessMemory.ResidentMiB(gateway.ProcessId) - memory).ShouldBeLessThan(96);
            await UntilAsync(() => ProcessMemory.Sockets(gateway.ProcessId) <= sockets, "sockets are left behind");
            gateway.Log.ShouldNotContain("unexpected error");
            await using var client = await GatewayClient.OpenAsync(gateway);
            await client.ExecuteAsync("DROP TABLE IF EXISTS torture; CREATE TABLE torture (a int); INSERT INTO torture VALUES (7)");
            (await client.NumberAsync("SELECT a FROM torture")).ShouldBe(7);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task RoundAsync(GatewayServer gateway, int seed, bool encrypted)
    {
        for (var first = 0; first < ConnectionsPerRound; first += AtOnce)
            await Task.WhenAll(Enumerable.Range(seed + first, AtOnce).Select(connection => ConverseNamedAsync(gateway, connection, encrypted)));
    }

    private static async Task ConverseNamedAsync(GatewayServer gateway, int seed, bool encrypted)
    {
        try
        {
            var random = new Random(seed);
            if (random.Next(4) == 0) await KnockAsync(gateway, random, encrypted);
            else await ConverseAsync(gateway, random, encrypted);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"the conversation of seed {seed}: {failure.Message}"), failure);
        }
    }

    // Before the login: packets of any content and length, at every step of it.
    private static async Task KnockAsync(GatewayServer gateway, Random random, bool encrypted)
    {
        await using var client = await RawClient.OpenAsync(gateway.Port);
        if (encrypted) await client.EncryptAsync(direct: random.Next(2) == 0);
        var noise = new byte[random.Next(1, 300)];
        random.NextBytes(noise);
        try
        {
            switch (random.Next(6))
            {
                case 0:
                    await client.Stream.WriteAsync(noise);
                    break;
                case 1:
                    await client.SendStartupAsync(196608, body => body.WriteBytes(noise));
                    break;
                case 2:
                    await client.SendStartupAsync(random.Next(2) == 0 ? 80877102 : 80877104, body => body.WriteBytes(noise.AsSpan(0, random.Next(12) % noise.Length)));
                    break;
                case 3:
                    await client.StartAsync(GatewayServer.Administrator, GatewayServer.Database, ("options", "-c no_such=1 -c"), ("TimeZone", "Nowhere"), ("_pq_.x", "1"));
                    await client.FinishLogInAsync(GatewayServer.Password);
                    break;
                case 4:
                    await client.StartAsync(GatewayServer.Administrator, GatewayServer.Database);
                    await client.SendAsync("pQSX"[random.Next(4)], body => body.WriteBytes(noise));
                    break;
                default:
                    await client.StartAsync(GatewayServer.Administrator, GatewayServer.Database);
                    await client.SendAsync('p', body => { body.WriteCString("SCRAM-SHA-256"); body.WriteInt32(9); body.WriteBytes("n,,n=,r=x"u8); });
                    await client.SendAsync('p', body => body.WriteBytes(noise));
                    break;
            }

            client.EndSending();
        }
        catch (Exception closed) when (closed is IOException or InvalidOperationException)
        {
            // The server has refused already.
        }

        await AnswerStream.ReadToEndAsync(client);
    }

    private static async Task ConverseAsync(GatewayServer gateway, Random random, bool encrypted)
    {
        await using var client = await RawClient.LogInAsync(gateway.Port, GatewayServer.Administrator, GatewayServer.Database, GatewayServer.Password, encrypted: encrypted);
        var reading = AnswerStream.ReadToEndAsync(client);
        var conversation = new RandomConversation(random);
        try
        {
            for (var part = random.Next(1, 6); part > 0; part--) await client.Stream.WriteAsync(conversation.Next());
            if (random.Next(5) == 0) client.Reset();
            else if (random.Next(2) == 0) client.EndSending();
            else
            {
                await client.SendAsync('S');
                await client.SendAsync('X');
                client.EndSending();
            }
        }
        catch (IOException)
        {
            // The server ended the connection already.
        }

        await reading;
    }

    private static async Task UntilQuietAsync(GatewayServer gateway)
    {
        await using var client = await GatewayClient.OpenAsync(gateway);
        await UntilAsync(async () => await client.NumberAsync("SELECT count(*) FROM pg_stat_activity") == 1, "sessions are left behind");
    }

    private static Task UntilAsync(Func<bool> condition, string otherwise) => UntilAsync(() => Task.FromResult(condition()), otherwise);

    private static async Task UntilAsync(Func<Task<bool>> condition, string otherwise)
    {
        for (var attempt = 0; !await condition(); attempt++)
        {
            if (attempt == 200) throw new InvalidOperationException(otherwise);
            await Task.Delay(50);
        }
    }
}
