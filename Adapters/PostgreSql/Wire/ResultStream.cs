using FederationGateway.Arrow;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Adapters.PostgreSql.Wire;

/// <summary>
/// One statement's answer, batch by batch. Nothing is read ahead: as long as the caller does not ask, the server waits. A small first batch leaves early, then they
/// grow.
/// </summary>
internal sealed class ResultStream(WireConnection connection, Schema schema, int mostRows) : IDisposable
{
    private const int FirstRows = 256;
    private const int Growth = 8;
    private const long MostBytes = 4 << 20;
    private const string SchemaChanged = "0A000";
    private readonly long _bytesAtStart = connection.BytesReceived;
    private RowDecoder? _rows;
    private StatementCache.Entry? _cached;
    private int _batchRows = Math.Min(FirstRows, mostRows);

    /// <summary>Bytes received for this answer so far.</summary>
    public long BytesReceived => connection.BytesReceived - _bytesAtStart;

    /// <summary>True when the answer was read to its end.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>
    /// Sends the statement and waits for the first sign of success, so that errors of the statement itself (and of a stale cached plan, which is prepared anew
    /// once) come from here.
    /// </summary>
    /// <param name="sent">Called when the server has the statement: from then on there is something to cancel.</param>
    public async ValueTask StartAsync(string sql, EquatableArray<ConstantExpression> parameters, Action sent)
    {
        try
        {
            await SendAsync(sql, parameters, sent);
        }
        catch (ServerError error) when (error.Code is SchemaChanged or "26000" && _cached is { IsPrepared: true } && !connection.IsInTransaction)
        {
            // "cached plan must not change result type": the table was altered since. Outside a transaction nothing is lost by asking again.
            _cached.IsPrepared = false;
            if (!await connection.RecoverAsync(TimeSpan.FromSeconds(5))) throw;
            await SendAsync(sql, parameters, sent);
        }
    }

    /// <summary>The next batch, or null at the end. Cancellation is the caller's to bring about by <see cref="WireConnection.CancelAsync"/>.</summary>
    public async ValueTask<RecordBatch?> NextAsync()
    {
        if (IsComplete) return null;
        while (true)
        {
            _rows!.Decode(connection.Received, _batchRows, MostBytes);
            if (_rows.Rows >= _batchRows || _rows.Bytes >= MostBytes) return Take();
            if (connection.TryNext() is not { } message)
            {
                await connection.FillAsync();
                continue;
            }

            switch ((char)message.Code)
            {
                case 'D': throw new ConnectionLost("the server sent a malformed row");
                case 'C' or 'I' or 's': break; // CommandComplete, EmptyQueryResponse
                case 'Z':
                    IsComplete = true;
                    return _rows.Rows > 0 ? Take() : null;
                default: throw Unexpected(message);
            }
        }
    }

    public void Dispose() => _rows?.Dispose();

    private RecordBatch Take()
    {
        _batchRows = (int)Math.Min((long)_batchRows * Growth, mostRows);
        return _rows!.Finish();
    }

    private async ValueTask SendAsync(string sql, EquatableArray<ConstantExpression> parameters, Action sent)
    {
        // Inside a transaction a stale cached statement could not be repaired, and what runs there is large enough not to need one.
        connection.Writer.Clear();
        string? evicted = null;
        _cached = connection.IsInTransaction ? null : connection.Statements.Use(sql, out evicted);
        var name = _cached?.Name ?? "";
        if (evicted is not null) connection.Writer.Begin('C').WriteByte((byte)'S').WriteString(evicted);
        var isKnown = _cached is { IsPrepared: true };
        if (!isKnown)
        {
            // A name may be left over from an attempt that failed behind Parse; closing one that does not exist is no error.
            if (name.Length > 0) connection.Writer.Begin('C').WriteByte((byte)'S').WriteString(name);
            connection.Writer.WriteParse(name, sql, parameters);
        }

        connection.Writer.WriteBind(portal: "", name, parameters);
        if (!isKnown) connection.Writer.Begin('D').WriteByte((byte)'P').WriteString("");
        connection.Writer.Begin('E').WriteString("").WriteInt32(0);
        connection.Writer.Begin('S');
        await connection.StartRequestAsync();
        sent();
        var columns = await ReadDescriptionAsync(isKnown);
        if (_cached is not null) (_cached.IsPrepared, _cached.Columns) = (true, columns);
        _rows = new RowDecoder(schema, columns, connection.MustCheckText);
    }

    /// <summary>Reads up to BindComplete or, for a statement that is not known yet, to the description behind it.</summary>
    private async ValueTask<ResultColumn[]> ReadDescriptionAsync(bool isKnown)
    {
        while (true)
        {
            var message = await connection.NextAsync();
            switch ((char)message.Code)
            {
                case '1' or '3': break; // ParseComplete, CloseComplete
                case '2' when isKnown: return _cached!.Columns; // BindComplete
                case '2': break;
                case 'T': return ResultColumn.Read(connection.Body(message));
                case 'n': return []; // NoData
                default: throw Unexpected(message);
            }
        }
    }

    private static ConnectionLost Unexpected(Message message) => new($"the server sent a message of an unexpected kind ({(char)message.Code})");
}
