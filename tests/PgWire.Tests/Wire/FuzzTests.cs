using FederationGateway.PgWire.Tests.Fakes;
using FederationGateway.PgWire.Wire;

namespace FederationGateway.PgWire.Tests.Wire;

/// <summary>Whatever bytes come, a connection answers or ends, and the next one is served.</summary>
public class FuzzTests(FakeServerFixture fixture)
{
    private static readonly byte[] Codes = [.. "BCdcfDEHFPpQSX\0\u007fYz"u8];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Random_messages_never_crash_or_hang(int seed)
    {
        var random = new Random(seed);
        for (var connection = 0; connection < 25; connection++)
        {
            await using var client = await LogInAsync();
            try
            {
                for (var message = 0; message < 20; message++) await SendRandomAsync(client, random);
                await client.SendAsync('S');
                await client.SendAsync('X');
            }
            catch (IOException)
            {
                // The server ended the connection already.
            }

            await DrainAsync(client);
        }

        await ServesAsync();
    }

    [Fact]
    public async Task Valid_messages_with_bytes_changed_or_cut_never_crash_or_hang()
    {
        var random = new Random(5);
        for (var round = 0; round < 60; round++)
        {
            await using var client = await LogInAsync();
            var bytes = RecordedMessages.Bytes();
            for (var change = random.Next(4); change > 0; change--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            try
            {
                await client.Stream.WriteAsync(bytes.AsMemory(0, random.Next(2) == 0 ? bytes.Length : random.Next(bytes.Length)));
                client.EndSending();
            }
            catch (IOException)
            {
                // The server ended the connection already.
            }

            await DrainAsync(client);
        }

        await ServesAsync();
    }

    [Theory]
    [InlineData(7)]
    [InlineData(8)]
    public async Task Random_startup_packets_never_crash_or_hang(int seed)
    {
        var random = new Random(seed);
        for (var connection = 0; connection < 50; connection++)
        {
            await using var client = await RawClient.OpenAsync(fixture.Server.Port);
            var packet = new byte[random.Next(1, 200)];
            random.NextBytes(packet);
            if (random.Next(2) == 0 && packet.Length > 8) (packet[0], packet[1], packet[2], packet[3], packet[4], packet[5], packet[6], packet[7]) = (0, 0, 0, (byte)packet.Length, 0, 3, 0, 0);
            await client.Stream.WriteAsync(packet);
            client.EndSending();
            await DrainAsync(client);
        }

        await ServesAsync();
    }

    private static Task SendRandomAsync(RawClient client, Random random)
    {
        var body = new byte[random.Next(3) == 0 ? 0 : random.Next(64)];
        random.NextBytes(body);
        if (random.Next(2) == 0)
            for (var i = 0; i < body.Length; i++) body[i] = (byte)"select 1;'\0\0\0\0\u0001$"[random.Next(16)];
        // Terminate would end most rounds early.
        var code = Codes[random.Next(Codes.Length)];
        return client.SendAsync(code == 'X' ? 'S' : (char)code, wire => wire.WriteBytes(body));
    }

    private static async Task DrainAsync(RawClient client)
    {
        try
        {
            var buffer = new byte[8192];
            using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            while (await client.Stream.ReadAsync(buffer, timeout.Token) > 0)
            {
            }
        }
        catch (IOException)
        {
            // A reset is an end as well.
        }
    }

    private async Task ServesAsync()
    {
        await using var client = await LogInAsync();
        await client.QueryAsync("select 1");
        (await client.ReadUntilAsync('Z')).Count.ShouldBe(4);
    }

    private Task<RawClient> LogInAsync() => RawClient.LogInAsync(fixture.Server.Port, FakeQueryService.User, FakeQueryService.Database, FakeQueryService.Password);

    /// <summary>A conversation of valid messages, as bytes.</summary>
    private static class RecordedMessages
    {
        public static byte[] Bytes()
        {
            using var wire = new WireBuffer();
            Message(wire, 'P', body => { body.WriteCString("s"); body.WriteCString("select $1::int4, $2::text"); body.WriteInt16(1); body.WriteInt32(23); });
            Message(wire, 'D', body => { body.WriteByte((byte)'S'); body.WriteCString("s"); });
            Message(wire, 'B', body =>
            {
                body.WriteCString("");
                body.WriteCString("s");
                body.WriteInt16(0);
                body.WriteInt16(2);
                body.WriteInt32(2);
                body.WriteBytes("42"u8);
                body.WriteInt32(-1);
                body.WriteInt16(1);
                body.WriteInt16(1);
            });
            Message(wire, 'E', body => { body.WriteCString(""); body.WriteInt32(0); });
            Message(wire, 'S', _ => { });
            Message(wire, 'Q', body => body.WriteCString("copy t from stdin (format binary)"));
            Message(wire, 'd', body => { body.WriteBytes("PGCOPY\n"u8); body.WriteByte(0xff); body.WriteBytes("\r\n\0\0\0\0\0\0\0\0\0\0\u0002\0\0\0\u0004\0\0\0\u0001\0\0\0\u0001x"u8); });
            Message(wire, 'c', _ => { });
            Message(wire, 'Q', body => body.WriteCString("select 1; select 'x'"));
            return wire.WrittenSpan.ToArray();
        }

        private static void Message(WireBuffer wire, char code, Action<WireBuffer> write)
        {
            using (wire.Begin((byte)code)) write(wire);
        }
    }
}
