using System.Buffers.Binary;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using FederationGateway.PgWire.Wire;

namespace FederationGateway.PgWire.Tests.Wire;

/// <summary>A client that sends exactly the bytes it is told to and shows every message that comes back.</summary>
public sealed class RawClient : IAsyncDisposable
{
    private readonly TcpClient _tcp = new() { NoDelay = true };
    private Stream _stream = Stream.Null;

    public Stream Stream => _stream;

    public int ProcessId { get; private set; }

    /// <summary>What a cancel request needs to be believed.</summary>
    public byte[] Secret { get; private set; } = [];

    public Dictionary<string, string> Parameters { get; } = [];

    public static async Task<RawClient> OpenAsync(int port, int receiveBuffer = 0)
    {
        var client = new RawClient();
        if (receiveBuffer > 0) client._tcp.ReceiveBufferSize = receiveBuffer;
        await client._tcp.ConnectAsync("127.0.0.1", port);
        client._stream = client._tcp.GetStream();
        return client;
    }

    /// <summary>Connects and logs in, by SCRAM when the server asks for it, up to the first ReadyForQuery.</summary>
    public static async Task<RawClient> LogInAsync(int port, string user, string database, string password = "", int receiveBuffer = 0, bool encrypted = false)
    {
        var client = await OpenAsync(port, receiveBuffer);
        if (encrypted) await client.EncryptAsync();
        await client.StartAsync(user, database);
        await client.FinishLogInAsync(password);
        return client;
    }

    /// <summary>Goes on in TLS with a server that says it is localhost: after an SSLRequest, or at once and with the protocol named by ALPN.</summary>
    public async Task EncryptAsync(bool direct = false)
    {
        if (!direct)
        {
            await SendStartupAsync(80877103, _ => { });
            var answer = new byte[1];
            await _stream.ReadExactlyAsync(answer);
            if (answer[0] != 'S') throw new InvalidOperationException("the server does not offer TLS");
        }

        var secure = new SslStream(_stream, leaveInnerStreamOpen: false, (_, certificate, _, _) => certificate?.Subject == "CN=localhost");
        var options = new SslClientAuthenticationOptions { TargetHost = "localhost" };
        if (direct) options.ApplicationProtocols = [new SslApplicationProtocol("postgresql")];
        await secure.AuthenticateAsClientAsync(options);
        _stream = secure;
    }

    public Task StartAsync(string user, string database, params (string Name, string Value)[] more)
    {
        return SendStartupAsync(196608, body =>
        {
            foreach (var (name, value) in new[] { ("user", user), ("database", database) }.Concat(more))
            {
                body.WriteCString(name);
                body.WriteCString(value);
            }

            body.WriteByte(0);
        });
    }

    public async Task SendStartupAsync(int code, Action<WireBuffer> write)
    {
        using var body = new WireBuffer();
        body.WriteInt32(0);
        body.WriteInt32(code);
        write(body);
        body.PatchInt32(0, body.Length);
        await _stream.WriteAsync(body.WrittenMemory);
    }

    public async Task FinishLogInAsync(string password)
    {
        var scram = default(ScramClient);
        while (true)
        {
            var message = await ReadAsync();
            switch (message.Code)
            {
                case 'R' when BinaryPrimitives.ReadInt32BigEndian(message.Body) == 10:
                    scram = new ScramClient(password);
                    await SendAsync('p', body =>
                    {
                        body.WriteCString("SCRAM-SHA-256");
                        body.WriteInt32(scram.First.Length);
                        body.WriteBytes(scram.First);
                    });
                    break;
                case 'R' when BinaryPrimitives.ReadInt32BigEndian(message.Body) == 11:
                    await SendAsync('p', body => body.WriteBytes(scram!.Answer(message.Body.AsSpan(4))));
                    break;
                case 'R' when BinaryPrimitives.ReadInt32BigEndian(message.Body) == 12:
                    scram!.Check(message.Body.AsSpan(4));
                    break;
                case 'S':
                    var parts = Encoding.UTF8.GetString(message.Body).Split('\0');
                    Parameters[parts[0]] = parts[1];
                    break;
                case 'K':
                    (ProcessId, Secret) = (BinaryPrimitives.ReadInt32BigEndian(message.Body), message.Body[4..]);
                    break;
                case 'E':
                    throw new InvalidOperationException(Encoding.UTF8.GetString(message.Body).Replace('\0', ' '));
                case 'Z':
                    return;
            }
        }
    }

    public async Task SendAsync(char code, Action<WireBuffer>? write = null)
    {
        using var wire = new WireBuffer();
        using (wire.Begin((byte)code)) write?.Invoke(wire);
        await _stream.WriteAsync(wire.WrittenMemory);
    }

    public Task QueryAsync(string sql) => SendAsync('Q', body => body.WriteCString(sql));

    public Task ParseAsync(string name, string sql, params int[] types) => SendAsync('P', body =>
    {
        body.WriteCString(name);
        body.WriteCString(sql);
        body.WriteInt16((short)types.Length);
        foreach (var type in types) body.WriteInt32(type);
    });

    /// <summary>Binds parameters of one format; results in one format.</summary>
    public Task BindAsync(string portal, string statement, short parameterFormat, short resultFormat, params byte[]?[] parameters) => SendAsync('B', body =>
    {
        body.WriteCString(portal);
        body.WriteCString(statement);
        body.WriteInt16(1);
        body.WriteInt16(parameterFormat);
        body.WriteInt16((short)parameters.Length);
        foreach (var parameter in parameters)
        {
            body.WriteInt32(parameter?.Length ?? -1);
            body.WriteBytes(parameter);
        }

        body.WriteInt16(1);
        body.WriteInt16(resultFormat);
    });

    public Task ExecuteAsync(string portal, int maxRows = 0) => SendAsync('E', body =>
    {
        body.WriteCString(portal);
        body.WriteInt32(maxRows);
    });

    /// <summary>The next message; an end of the stream is an <see cref="EndOfStreamException"/>.</summary>
    public async Task<(char Code, byte[] Body)> ReadAsync(int seconds = 60)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        var header = new byte[5];
        await _stream.ReadExactlyAsync(header, timeout.Token);
        var body = new byte[BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(1)) - 4];
        await _stream.ReadExactlyAsync(body, timeout.Token);
        return ((char)header[0], body);
    }

    /// <summary>Messages up to and including the next of a kind.</summary>
    public async Task<List<(char Code, byte[] Body)>> ReadUntilAsync(char code)
    {
        List<(char Code, byte[] Body)> messages = [];
        do messages.Add(await ReadAsync());
        while (messages[^1].Code != code);
        return messages;
    }

    /// <summary>The fields of a DataRow.</summary>
    public static byte[]?[] Fields(byte[] dataRow)
    {
        var reader = new WireReader(dataRow);
        var fields = new byte[]?[reader.ReadInt16()];
        for (var i = 0; i < fields.Length; i++)
        {
            var length = reader.ReadInt32();
            if (length >= 0) fields[i] = reader.ReadBytes(length).ToArray();
        }

        return fields;
    }

    /// <summary>One field of an ErrorResponse or NoticeResponse.</summary>
    public static string? ErrorField(byte[] body, char kind)
    {
        foreach (var field in Encoding.UTF8.GetString(body).Split('\0'))
            if (field.Length > 0 && field[0] == kind) return field[1..];
        return null;
    }

    /// <summary>Closes our direction only; the server sees the end of the stream.</summary>
    public void EndSending() => _tcp.Client.Shutdown(SocketShutdown.Send);

    /// <summary>Ends both directions at once, as a process that dies does: what was sent last may never arrive.</summary>
    public void Reset()
    {
        _tcp.LingerState = new LingerOption(enable: true, seconds: 0);
        _tcp.Client.Close();
    }

    public ValueTask DisposeAsync()
    {
        _stream.Dispose();
        _tcp.Dispose();
        return default;
    }
}
