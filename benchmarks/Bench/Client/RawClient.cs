using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using FederationGateway.Bench.Servers;

namespace FederationGateway.Bench.Client;

/// <summary>
/// A PostgreSQL client that counts a result's rows and bytes and looks at nothing else, so that what is measured is the server.
/// Drivers spend three times a server's time on turning values into objects.
/// </summary>
internal sealed class RawClient : IClient
{
    private const int HeaderBytes = 5;
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[1 << 20];
    private int _start;
    private int _end;

    private RawClient(string name, int port)
    {
        Name = name;
        _socket.Connect("127.0.0.1", port);
    }

    public string Name { get; }

    public static RawClient Connect(Contender server)
    {
        var client = new RawClient(server.Name, server.Port);
        client.Login(server);
        if (server.SearchPath is { } schema)
            client.Drain($"SET search_path = {schema}");
        return client;
    }

    /// <inheritdoc/>
    /// <remarks>By the simple protocol, values as text. The rows of a COPY count as well.</remarks>
    public long Drain(string sql)
    {
        var rows = 0L;
        Run(sql, length =>
        {
            rows++;
            Skip(length);
        });
        return rows;
    }

    public IReadOnlyList<string?[]> Query(string sql)
    {
        var rows = new List<string?[]>();
        Run(sql, length => rows.Add(Cells(Body(length))));
        return rows;
    }

    public void Dispose() => _socket.Dispose();

    /// <summary>Sends a statement and hands over each row's length; the row must then be read. The session is ready again afterwards, after an error too.</summary>
    private void Run(string sql, Action<int> row)
    {
        Send('Q', [.. Encoding.UTF8.GetBytes(sql), 0]);
        string? error = null;
        while (true)
        {
            var (type, length) = NextHeader();
            switch ((char)type)
            {
                case 'D' or 'd':
                    row(length);
                    break;
                case 'E':
                    error = Encoding.UTF8.GetString(Body(length)).Replace('\0', ' ');
                    break;
                case 'Z':
                    Skip(length);
                    if (error is not null)
                        throw new InvalidOperationException(error);
                    return;
                default:
                    Skip(length);
                    break;
            }
        }
    }

    private static string?[] Cells(ReadOnlySpan<byte> row)
    {
        var cells = new string?[BinaryPrimitives.ReadInt16BigEndian(row)];
        row = row[2..];
        for (var i = 0; i < cells.Length; i++)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(row);
            row = row[4..];
            if (length < 0)
                continue;
            cells[i] = Encoding.UTF8.GetString(row[..length]);
            row = row[length..];
        }

        return cells;
    }

    private void Login(Contender server)
    {
        var options = Encoding.UTF8.GetBytes($"user\0{server.User}\0database\0{server.Database}\0\0");
        var startup = new byte[8 + options.Length];
        BinaryPrimitives.WriteInt32BigEndian(startup, startup.Length);
        BinaryPrimitives.WriteInt32BigEndian(startup.AsSpan(4), 0x30000); // protocol 3.0
        options.CopyTo(startup, 8);
        _socket.Send(startup);

        var scram = new ScramLogin(server.Password);
        while (true)
        {
            var (type, length) = NextHeader();
            var body = Body(length);
            switch ((char)type)
            {
                case 'R':
                    Authenticate(scram, BinaryPrimitives.ReadInt32BigEndian(body), body[4..]);
                    break;
                case 'E':
                    throw new InvalidOperationException(Encoding.UTF8.GetString(body).Replace('\0', ' '));
                case 'Z':
                    return;
            }
        }
    }

    private void Authenticate(ScramLogin scram, int step, byte[] data)
    {
        switch (step)
        {
            case 0 or 12: // done, or the server's own proof, which a benchmark need not check
                break;
            case 10:
                var first = Encoding.ASCII.GetBytes(scram.FirstMessage);
                var length = new byte[4];
                BinaryPrimitives.WriteInt32BigEndian(length, first.Length);
                Send('p', [.. "SCRAM-SHA-256\0"u8, .. length, .. first]);
                break;
            case 11:
                Send('p', Encoding.ASCII.GetBytes(scram.FinalMessage(Encoding.ASCII.GetString(data))));
                break;
            default:
                throw new InvalidOperationException($"authentication request {step} is not supported");
        }
    }

    private void Send(char type, byte[] body)
    {
        var message = new byte[HeaderBytes + body.Length];
        message[0] = (byte)type;
        BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(1), 4 + body.Length);
        body.CopyTo(message, HeaderBytes);
        _socket.Send(message);
    }

    private (byte Type, int Length) NextHeader()
    {
        Fill(HeaderBytes);
        var type = _buffer[_start];
        var length = BinaryPrimitives.ReadInt32BigEndian(_buffer.AsSpan(_start + 1)) - 4;
        _start += HeaderBytes;
        return (type, length);
    }

    private byte[] Body(int length)
    {
        Fill(length);
        var body = _buffer[_start..(_start + length)];
        _start += length;
        return body;
    }

    private void Skip(int length)
    {
        while (length > _end - _start)
        {
            length -= _end - _start;
            _start = _end = 0;
            Receive();
        }

        _start += length;
    }

    /// <summary>Makes the next <paramref name="count"/> bytes stand in the buffer.</summary>
    private void Fill(int count)
    {
        if (_start + count > _buffer.Length)
        {
            Buffer.BlockCopy(_buffer, _start, _buffer, 0, _end - _start);
            _end -= _start;
            _start = 0;
        }

        while (_end - _start < count)
            Receive();
    }

    private void Receive()
    {
        var received = _socket.Receive(_buffer, _end, _buffer.Length - _end, SocketFlags.None);
        if (received == 0)
            throw new InvalidOperationException("the server closed the connection");
        _end += received;
    }
}
