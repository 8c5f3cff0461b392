using System.Buffers.Binary;
using System.Text;

namespace FederationGateway.Adapters.PostgreSql.Wire;

/// <summary>
/// One session with a server: sends requests, hands out the answer's messages, keeps what the server says of itself. Used by one statement at a time; only
/// <see cref="CancelAsync"/> and <see cref="Kill"/> may be called meanwhile.
/// Failures are <see cref="ServerError"/> (the server said so) and <see cref="ConnectionLost"/>.
/// </summary>
internal sealed class WireConnection : IDisposable
{
    private const int CancelRequestCode = 80877102;
    private static readonly TimeSpan RepeatCancelAfter = TimeSpan.FromSeconds(1);
    private static long s_lastId;
    private readonly PostgreSqlOptions _options;
    private readonly ServerLink _link;
    private readonly ReceiveBuffer _received;
    private readonly Dictionary<string, string> _parameters = new(StringComparer.Ordinal);
    private byte[] _secret = [];
    private volatile bool _isReady;
    private bool _hasFailed;
    private readonly Lock _cancelLock = new();
    private Task? _cancelling;

    private WireConnection(PostgreSqlOptions options, ServerLink link, DateTimeOffset now)
    {
        _options = options;
        _link = link;
        _received = new ReceiveBuffer(link);
        StartTime = now;
        IdleSince = now;
        Statements = new StatementCache();
    }

    public long Id { get; } = Interlocked.Increment(ref s_lastId);

    public DateTimeOffset StartTime { get; }

    /// <summary>When the pool got it back.</summary>
    public DateTimeOffset IdleSince { get; set; }

    /// <summary>The server's process that serves this session.</summary>
    public int ProcessId { get; private set; }

    public long StatementCount { get; private set; }

    public bool IsBroken { get; private set; }

    /// <summary>True once this connection has served a statement and gone back to the pool: it may have died there.</summary>
    public bool WasPooled { get; set; }

    public bool IsEncrypted => _link.IsEncrypted;

    /// <summary>Inside BEGIN … COMMIT, failed or not.</summary>
    public bool IsInTransaction { get; private set; }

    /// <summary>A statement of the transaction failed: it can only be rolled back, as a whole or to a savepoint.</summary>
    public bool IsTransactionFailed { get; private set; }

    public bool IsStale => IsBroken || _link.IsStale;

    public StatementCache Statements { get; }

    public MessageWriter Writer { get; } = new();

    public long BytesReceived => _received.TotalBytes;

    /// <summary>Rows lie here between two messages; see <see cref="ReceiveBuffer.Pending"/>.</summary>
    public ReceiveBuffer Received => _received;

    public string? Parameter(string name) => _parameters.GetValueOrDefault(name);

    public string ServerVersion => Parameter("server_version") ?? "";

    /// <summary>The bytes of text are only known to be UTF-8 when the server checks them itself.</summary>
    public bool MustCheckText => Parameter("server_encoding") is "SQL_ASCII" or null;

    /// <summary>Connects and logs in. Under <c>prefer</c> a server that fails with TLS is tried without, as libpq does.</summary>
    /// <param name="isReplication">A session that can read a replication slot of the database.</param>
    public static async Task<WireConnection> OpenAsync(PostgreSqlOptions options, TimeProvider time, bool isReplication, CancellationToken cancellationToken)
    {
        try
        {
            return await OpenAsync(options, time, isReplication, allowTls: true, cancellationToken);
        }
        catch (Exception error) when (options.Tls == TlsMode.Prefer && (error is System.Security.Authentication.AuthenticationException || error is ServerError { Code: "28000" }))
        {
            return await OpenAsync(options, time, isReplication, allowTls: false, cancellationToken);
        }
    }

    private static async Task<WireConnection> OpenAsync(PostgreSqlOptions options, TimeProvider time, bool isReplication, bool allowTls, CancellationToken cancellationToken)
    {
        var link = await ServerLink.OpenAsync(options, allowTls, cancellationToken);
        var connection = new WireConnection(options, link, time.GetUtcNow());
        try
        {
            await using var registration = cancellationToken.UnsafeRegister(static state => ((WireConnection)state!).Kill(), connection);
            await Login.RunAsync(connection, options, isReplication);
            return connection;
        }
        catch (Exception error)
        {
            connection.Dispose();
            if (error is ConnectionLost) cancellationToken.ThrowIfCancellationRequested();
            throw;
        }
    }

    public ReadOnlySpan<byte> Body(Message message) => _received.Body(message);

    /// <summary>Sends what <see cref="Writer"/> holds.</summary>
    public async ValueTask FlushAsync()
    {
        try
        {
            await _link.Stream.WriteAsync(Writer.Take(), CancellationToken.None);
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            IsBroken = true;
            throw new ConnectionLost("the connection to the server broke", error);
        }
    }

    /// <summary>Sends a request that ends in ReadyForQuery.</summary>
    public ValueTask StartRequestAsync()
    {
        lock (_cancelLock) (_isReady, _hasFailed, _cancelling) = (false, false, null);
        StatementCount++;
        _received.ExpectAnswer();
        return FlushAsync();
    }

    /// <summary>The next message that the caller must act on; errors are thrown, notices and settings are taken care of here.</summary>
    public async ValueTask<Message> NextAsync()
    {
        while (true)
        {
            while (TryNext() is { } message) return message;
            await FillAsync();
        }
    }

    /// <summary>As <see cref="NextAsync"/>, but null when nothing more has arrived.</summary>
    public Message? TryNext()
    {
        try
        {
            while (_received.TryNext() is { } message)
                if (!Absorb(message)) return message;
            return null;
        }
        catch (ConnectionLost)
        {
            IsBroken = true;
            throw;
        }
    }

    public async ValueTask FillAsync()
    {
        try
        {
            await _received.FillAsync();
        }
        catch (ConnectionLost)
        {
            IsBroken = true;
            throw;
        }
    }

    /// <summary>Runs statements without parameters and returns the last value of the first column, as text.</summary>
    public async Task<string?> RunAsync(string sql) => (await CommandAsync(sql)).Value;

    /// <summary>As <see cref="RunAsync"/>, with the tag of the last statement: <c>COMMIT</c>, or <c>ROLLBACK</c> where that is what COMMIT did.</summary>
    public async Task<(string? Value, string Tag)> CommandAsync(string sql)
    {
        Writer.Begin('Q').WriteString(sql);
        await StartRequestAsync();
        string? value = null;
        var tag = "";
        while (true)
        {
            var message = await NextAsync();
            switch ((char)message.Code)
            {
                case 'Z': return (value, tag);
                case 'D': value = FirstValue(Body(message)); break;
                case 'C': tag = Tag(message); break;
            }
        }
    }

    /// <summary>Runs a statement and returns the values of the last row, as text; none when there is no row.</summary>
    public async Task<string?[]> RowAsync(string sql)
    {
        Writer.Begin('Q').WriteString(sql);
        await StartRequestAsync();
        string?[] values = [];
        while (true)
        {
            var message = await NextAsync();
            if (message.Code == (byte)'Z') return values;
            if (message.Code == (byte)'D') values = Values(Body(message));
        }
    }

    /// <summary>CommandComplete: String tag.</summary>
    public string Tag(Message message) => Encoding.UTF8.GetString(Body(message)).TrimEnd('\0');

    /// <summary>
    /// Makes the server stop what it does for this session. Returns when the server has dealt with the request: its signal cannot hit a later statement.
    /// Failing to reach the server is not an error; the answer then just goes on. Nothing happens when no answer is under way.
    /// </summary>
    public Task CancelAsync()
    {
        // Whoever ends the answer takes the same lock before the connection is used again, and waits for what was started here.
        lock (_cancelLock)
        {
            if (_isReady || IsBroken) return Task.CompletedTask;
            return _cancelling = SendCancelAsync(_cancelling);
        }
    }

    /// <summary>
    /// As <see cref="CancelAsync"/>, again after each second (a request that arrives before the server has begun with the statement is lost), and ends the session when
    /// the answer has not ended within <paramref name="patience"/>.
    /// </summary>
    public async Task CancelOrKillAsync(TimeSpan patience)
    {
        var request = StatementCount;
        for (var waited = TimeSpan.Zero; waited < patience; waited += RepeatCancelAfter)
        {
            await CancelAsync();
            await Task.Delay(RepeatCancelAfter);
            if (request != StatementCount || _isReady) return;
        }

        Kill();
    }

    /// <summary>
    /// Ends an answer nobody wants the rest of: takes what is there, else cancels, and reads up to ReadyForQuery. False when the connection is of no more use.
    /// </summary>
    /// <param name="cancels">False to wait for the rest instead: a cancelled statement would take its transaction with it.</param>
    public async Task<bool> RecoverAsync(TimeSpan patience, bool cancels = true)
    {
        if (IsBroken) return false;
        using var limit = new CancellationTokenSource(patience);
        await using var registration = limit.Token.UnsafeRegister(static state => ((WireConnection)state!).Kill(), this);
        try
        {
            if (!SkipArrived() && !_hasFailed && cancels) await CancelAsync();
            while (!SkipArrived()) await FillAsync();
            return await AfterCancellationAsync();
        }
        catch (ConnectionLost)
        {
            return false;
        }
    }

    /// <summary>Ends the session at once, whatever it is doing.</summary>
    public void Kill()
    {
        IsBroken = true;
        _link.Dispose();
    }

    /// <summary>Says goodbye and closes.</summary>
    public async ValueTask CloseAsync()
    {
        if (!IsBroken && _isReady)
        {
            try
            {
                Writer.Begin('X');
                await FlushAsync();
            }
            catch (ConnectionLost)
            {
                // It is closed either way.
            }
        }

        Dispose();
    }

    public void Dispose() => Kill();

    /// <summary>A cancellation still on its way must have hit, or missed, before anybody else uses the connection.</summary>
    private async Task<bool> AfterCancellationAsync()
    {
        Task? cancelling;
        lock (_cancelLock) cancelling = _cancelling;
        if (cancelling is not null) await cancelling;
        return !IsBroken;
    }

    /// <summary>True when the request under way is answered to its end; errors in the rest are of no interest.</summary>
    private bool SkipArrived()
    {
        while (!_isReady)
        {
            try
            {
                if (TryNext() is null) return false;
            }
            catch (ServerError)
            {
                // The answer to the cancellation, most likely.
            }
        }

        return true;
    }

    /// <summary>Acts on messages that may come at any time; true when that was all.</summary>
    private bool Absorb(Message message)
    {
        switch ((char)message.Code)
        {
            case 'N' or 'A': // NoticeResponse, NotificationResponse
                return true;
            case 'S': // ParameterStatus: String name · String value
                var parts = Encoding.UTF8.GetString(Body(message)).Split('\0');
                if (parts.Length > 1) _parameters[parts[0]] = parts[1];
                return true;
            case 'K': // BackendKeyData: Int32 process · the secret
                ProcessId = BinaryPrimitives.ReadInt32BigEndian(Body(message));
                _secret = Body(message)[4..].ToArray();
                return true;
            case 'Z': // ReadyForQuery: Byte1 transaction status
                _isReady = true;
                IsInTransaction = Body(message)[0] != (byte)'I';
                IsTransactionFailed = Body(message)[0] == (byte)'E';
                return false;
            case 'E':
                _hasFailed = true;
                var error = ServerError.Read(Body(message));
                if (error.EndsConnection) IsBroken = true;
                throw error;
            default:
                return false;
        }
    }

    private static string?[] Values(ReadOnlySpan<byte> row)
    {
        var values = new string?[BinaryPrimitives.ReadInt16BigEndian(row)];
        row = row[2..];
        for (var i = 0; i < values.Length; i++)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(row);
            row = row[4..];
            if (length < 0) continue;
            values[i] = Encoding.UTF8.GetString(row[..length]);
            row = row[length..];
        }

        return values;
    }

    private static string? FirstValue(ReadOnlySpan<byte> row)
    {
        if (row.Length < 6) return null;
        var length = BinaryPrimitives.ReadInt32BigEndian(row[2..]);
        return length < 0 ? null : Encoding.UTF8.GetString(row.Slice(6, length));
    }

    // CancelRequest goes over a connection of its own, encrypted like this one so that the secret is; the server closes it when it has signalled.
    private async Task SendCancelAsync(Task? before)
    {
        if (before is not null) await before;
        using var limit = new CancellationTokenSource(_options.ConnectTimeout);
        try
        {
            using var link = await ServerLink.OpenAsync(_options, IsEncrypted, limit.Token);
            var request = new MessageWriter().BeginWithoutCode().WriteInt32(CancelRequestCode).WriteInt32(ProcessId).WriteBytes(_secret).Take();
            await link.Stream.WriteAsync(request, limit.Token);
            await link.Stream.ReadAtLeastAsync(new byte[1], 1, throwOnEndOfStream: false, limit.Token);
        }
        catch (Exception error) when (error is IOException or System.Net.Sockets.SocketException or OperationCanceledException or System.Security.Authentication.AuthenticationException)
        {
            // The server cannot be reached any more: the answer ends by itself or with the connection.
        }
    }
}
