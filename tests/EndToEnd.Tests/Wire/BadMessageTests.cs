using FederationGateway.EndToEnd.Support;
using FederationGateway.PgWire.Tests.Wire;
using FederationGateway.Support.Postgres;
using FederationGateway.Support.Servers;

namespace FederationGateway.EndToEnd.Wire;

/// <summary>Each bad message gets one error, or closes the connection, exactly as PostgreSQL does it: the same conversations with both.</summary>
public sealed class BadMessageTests(Landscape landscape)
{
    private static readonly Dictionary<string, Func<RawClient, Task>> Conversations = new()
    {
        ["query without its zero"] = client => Raw(client, 'Q', "select 1"u8),
        ["query with bytes behind"] = client => Raw(client, 'Q', "select 1\0x"u8),
        ["query that is empty"] = client => Raw(client, 'Q', ""u8),
        ["query that is not UTF-8"] = client => Raw(client, 'Q', [.. "select '"u8, 0xff, (byte)'\'', 0]),
        ["parse cut short"] = client => Raw(client, 'P', "s\0select 1\0\0"u8),
        ["parse with more types than bytes"] = client => Raw(client, 'P', "s\0select 1\0\0\u0009"u8),
        ["bind cut short"] = async client =>
        {
            await client.ParseAsync("", "select 1");
            await Raw(client, 'B', "\0\0\0"u8);
        },
        ["bind with a negative length"] = async client =>
        {
            await client.ParseAsync("", "select $1::text");
            await client.SendAsync('B', body => { body.WriteInt16(0); body.WriteInt16(0); body.WriteInt16(1); body.WriteInt32(-2); body.WriteInt16(0); });
        },
        ["bind of an unknown statement"] = client => client.BindAsync("", "nobody", 0, 0),
        ["bind with a format that does not exist"] = async client =>
        {
            await client.ParseAsync("", "select $1::text");
            await client.BindAsync("", "", 7, 0, "x"u8.ToArray());
        },
        ["bind with too few parameters"] = async client =>
        {
            await client.ParseAsync("", "select $1::text, $2::text");
            await client.BindAsync("", "", 0, 0, "x"u8.ToArray());
        },
        ["execute before bind"] = client => client.ExecuteAsync("nobody"),
        ["execute cut short"] = client => Raw(client, 'E', "\0\0"u8),
        ["describe of a third kind"] = client => Raw(client, 'D', "X\0"u8),
        ["close of a third kind"] = client => Raw(client, 'C', "X\0"u8),
        ["close of what does not exist"] = client => Raw(client, 'C', "Sghost\0"u8),
        ["sync with a body"] = client => Raw(client, 'S', "x"u8),
        ["flush with a body"] = client => Raw(client, 'H', "x"u8),
        ["COPY messages without COPY"] = async client =>
        {
            await Raw(client, 'd', "1\tx\n"u8);
            await Raw(client, 'c', ""u8);
            await Raw(client, 'f', "no\0"u8);
        },
        ["a query in the middle of COPY"] = async client =>
        {
            await client.QueryAsync("copy torture_in from stdin");
            await Raw(client, 'd', "1\n"u8);
            await client.QueryAsync("select 1");
        },
        ["COPY that the client gives up"] = async client =>
        {
            await client.QueryAsync("copy torture_in from stdin");
            await Raw(client, 'f', "enough\0"u8);
        },
        ["COPY of rows that do not fit"] = async client =>
        {
            await client.QueryAsync("copy torture_in from stdin");
            await Raw(client, 'd', "one\n"u8);
            await Raw(client, 'c', ""u8);
        },
        ["extended COPY and a Parse in its middle"] = async client =>
        {
            await client.ParseAsync("", "copy torture_in from stdin");
            await client.BindAsync("", "", 0, 0);
            await client.ExecuteAsync("");
            await client.ParseAsync("", "select 1");
        },
        ["a password after the login"] = client => Raw(client, 'p', "secret\0"u8),
        ["an unknown type"] = client => Raw(client, 'Y', ""u8),
        ["a zero type"] = client => Raw(client, '\0', ""u8),
        ["a length below its own"] = client => client.Stream.WriteAsync("Q\0\0\0\u0003"u8.ToArray()).AsTask(),
        ["a negative length"] = client => client.Stream.WriteAsync(new byte[] { (byte)'Q', 0xff, 0xff, 0xff, 0xff }).AsTask(),
        ["a Sync of a gigabyte"] = client => client.Stream.WriteAsync(new byte[] { (byte)'S', 0x3f, 0xff, 0xff, 0xff }).AsTask(),
        ["half a message"] = client => EndAfterAsync(client, "Q\0\0\0\u0030select"u8),
        ["half a header"] = client => EndAfterAsync(client, "Q\0\0"u8),
    };

    public static TheoryData<string> Cases() => [.. Conversations.Keys];

    [Theory, MemberData(nameof(Cases))]
    public async Task Is_answered_as_PostgreSQL_answers_it(string conversation)
    {
        await using var postgres = await RawClient.LogInAsync(landscape.Cluster.Port, Landscape.SourceUser, Landscape.Database, Landscape.SourcePassword);
        await using var gateway = await RawClient.LogInAsync(landscape.Gateway.Port, GatewayServer.Administrator, GatewayServer.Database, GatewayServer.Password);

        var ours = await AnswersAsync(gateway, conversation);

        var theirs = await AnswersAsync(postgres, conversation);
        ours.ShouldBe(conversation.StartsWith("half", StringComparison.Ordinal) ? theirs : Expected(theirs));
    }

    // Where PostgreSQL logs and closes, or adds that it has lost its place, the gateway says once why it closes.
    private static string Expected(string answers) => answers.Length == 0 ? "E FATAL 08P01" : answers.Replace("E ERROR 08P01, E FATAL 08P01", "E FATAL 08P01", StringComparison.Ordinal);

    private static async Task<string> AnswersAsync(RawClient client, string conversation)
    {
        await client.QueryAsync("create schema if not exists torture");
        await client.ReadUntilAsync('Z');
        await client.QueryAsync("set search_path = torture");
        await client.ReadUntilAsync('Z');
        await client.QueryAsync("create table if not exists torture_in (a int)");
        await client.ReadUntilAsync('Z');
        await Conversations[conversation](client);
        List<string> answers = [];
        try
        {
            await client.SendAsync('S');
            await client.QueryAsync("select 7");
            await client.SendAsync('X');
        }
        catch (IOException)
        {
            // The connection has ended already, at this side or the other.
        }

        try
        {
            while (true)
            {
                var (code, body) = await client.ReadAsync();
                answers.Add(code switch
                {
                    'E' => $"E {RawClient.ErrorField(body, 'V')} {RawClient.ErrorField(body, 'C')}",
                    'Z' => $"Z {(char)body[0]}",
                    _ => code.ToString(),
                });
            }
        }
        catch (IOException)
        {
            return string.Join(", ", answers);
        }
    }

    private static Task EndAfterAsync(RawClient client, ReadOnlySpan<byte> bytes)
    {
        client.Stream.Write(bytes);
        client.EndSending();
        return Task.CompletedTask;
    }

    private static Task Raw(RawClient client, char code, ReadOnlySpan<byte> body)
    {
        var bytes = body.ToArray();
        return client.SendAsync(code, wire => wire.WriteBytes(bytes));
    }
}
