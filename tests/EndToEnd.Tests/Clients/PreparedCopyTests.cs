using System.Text;
using FederationGateway.EndToEnd.Support;
using FederationGateway.PgWire.Tests.Wire;
using FederationGateway.Support.Servers;

namespace FederationGateway.EndToEnd.Clients;

/// <summary>COPY by the extended protocol, with time between its preparation and its runs: it works on the table of now.</summary>
public sealed class PreparedCopyTests(Landscape landscape)
{
    [Fact]
    public async Task A_prepared_copy_sees_the_table_as_it_has_become()
    {
        await using var other = await landscape.OpenOwnSchemaAsync();
        await other.ExecuteAsync("CREATE TABLE t (a int, b int)");
        await using var client = await RawClient.LogInAsync(landscape.Gateway.Port, GatewayServer.Administrator, GatewayServer.Database, GatewayServer.Password);
        await client.ParseAsync("in", $"COPY {other.Schema}.t FROM STDIN");
        await client.ParseAsync("out", $"COPY {other.Schema}.t TO STDOUT");
        await client.SendAsync('S');
        (await client.ReadUntilAsync('Z')).Select(message => message.Code).ShouldBe(['1', '1', 'Z']);
        (await CopyInAsync(client, "1\t2\n")).ShouldBe("COPY 1");
        (await CopyOutAsync(client)).ShouldBe("1\t2\n");

        await other.ExecuteAsync("ALTER TABLE t DROP COLUMN a; ALTER TABLE t ADD COLUMN c text DEFAULT 'x'; ALTER TABLE t ADD COLUMN d date");
        (await CopyOutAsync(client)).ShouldBe("2\tx\t\\N\n");
        (await CopyInAsync(client, "3\ty\t2024-02-29\n")).ShouldBe("COPY 1");

        await other.ExecuteAsync("DROP TABLE t; CREATE TABLE t (word text)");
        (await CopyInAsync(client, "word\n")).ShouldBe("COPY 1");
        (await other.RowsAsync("SELECT * FROM t")).ShouldBe(["word"]);

        await other.ExecuteAsync("DROP TABLE t");
        (await CopyInAsync(client, "word\n")).ShouldBe("42P01");
        (await CopyOutAsync(client)).ShouldBe("42P01");
    }

    private static async Task<string> CopyInAsync(RawClient client, string rows)
    {
        await client.BindAsync("", "in", 0, 0);
        await client.ExecuteAsync("");
        await client.SendAsync('d', body => body.WriteBytes(Encoding.UTF8.GetBytes(rows)));
        await client.SendAsync('c');
        return Result(await SyncAsync(client), 'C').TrimEnd('\0');
    }

    private static async Task<string> CopyOutAsync(RawClient client)
    {
        await client.BindAsync("", "out", 0, 0);
        await client.ExecuteAsync("");
        return Result(await SyncAsync(client), 'd');
    }

    private static async Task<List<(char Code, byte[] Body)>> SyncAsync(RawClient client)
    {
        await client.SendAsync('S');
        return await client.ReadUntilAsync('Z');
    }

    /// <summary>What messages of a kind say, or the SQLSTATE of the error that came instead.</summary>
    private static string Result(List<(char Code, byte[] Body)> messages, char code)
    {
        if (messages.Exists(message => message.Code == 'E')) return RawClient.ErrorField(messages.Find(message => message.Code == 'E').Body, 'C')!;
        return string.Concat(messages.Where(message => message.Code == code).Select(message => Encoding.UTF8.GetString(message.Body)));
    }
}
