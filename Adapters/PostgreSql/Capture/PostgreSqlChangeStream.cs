using System.Buffers.Binary;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Adapters.PostgreSql.Metadata;
using FederationGateway.Adapters.PostgreSql.Wire;

namespace FederationGateway.Adapters.PostgreSql.Capture;

/// <summary>
/// A session that streams from a replication slot. Messages are decoded where they lie in the receive buffer; a chunk is cut when that is empty, or the chunk large.
/// </summary>
internal sealed class PostgreSqlChangeStream : IChangeStream
{
    private const int DataHeaderBytes = 25;
    private const int KeepaliveBytes = 18;

    /// <summary>How often a position without rows is told, unless the server wants an answer.</summary>
    private static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(1);

    /// <summary>How long transactions that have ended wait for the rest of one that has begun.</summary>
    private static readonly TimeSpan RestWithin = TimeSpan.FromMilliseconds(100);

    /// <summary>Transactions that come closer together share a chunk: each costs its reader and the backlog about as much as a hundred of them …</summary>
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(40);

    /// <summary>… unless there is much to read.</summary>
    private const long BytesToGather = 64 << 10;

    private readonly WireConnection _connection;
    private readonly PostgreSqlOptions _options;
    private readonly string _capture;
    private readonly TimeProvider _time;
    private readonly ChunkBuilder _chunks = new();
    private readonly ChangeDecoder _decoder;
    private readonly RelationBinder _binder;
    private readonly StandbyStatus _status;
    private readonly TableWatch _watch;
    private Task? _filling;
    private ulong _told;
    private long _toldAt;
    private bool _isAsked;
    private long? _takenAt;

    /// <param name="connection">Streaming already; this object's to close.</param>
    /// <param name="latest">Where the log had come to when the tables were looked for.</param>
    public PostgreSqlChangeStream(
        WireConnection connection, ControlQueries control, PostgreSqlOptions options, string capture, IReadOnlyList<FoundTable> tables, ulong after, ulong latest, TimeProvider time)
    {
        (_connection, _options, _capture, _time, _told) = (connection, options, capture, time, after);
        _decoder = new ChangeDecoder(capture, after, _chunks);
        _binder = new RelationBinder(control, options, tables, connection.MustCheckText);
        _status = new StandbyStatus(connection, time);
        _watch = new TableWatch(control, capture, tables, latest, time);
        _toldAt = time.GetTimestamp();
    }

    public async ValueTask<ChangeChunk> ReadAsync(CancellationToken cancellationToken)
    {
        if (_chunks.Ready.Count > 0) return Take();
        await using var registration = cancellationToken.UnsafeRegister(static state => ((WireConnection)state!).Kill(), _connection);
        try
        {
            while (true)
            {
                await DecodeArrivedAsync(cancellationToken);
                if (_chunks.Ready.Count == 0) TellWhatIsNotInRows();
                if (_chunks.Ready.Count > 0) return Take();
                if (_watch.Failure is { } failure) throw failure;
                await GatherAsync(cancellationToken);
                await FillAsync();
            }
        }
        catch (Exception error) when (error is ConnectionLost or ServerError)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw CaptureErrors.OnStream(_options, _capture, _status.WasSilent ? new ConnectionLost("the server has been silent for a minute") : error);
        }
    }

    public void Acknowledge(ChangePosition position) => _status.Acknowledge(Lsn.Of(position));

    /// <summary>Ends the stream in an orderly way if the server still listens, so that the slot is free at once.</summary>
    public async ValueTask DisposeAsync()
    {
        await _watch.DisposeAsync();
        await _status.DisposeAsync();
        try
        {
            if (!_connection.IsBroken)
            {
                _connection.Writer.Clear();
                _connection.Writer.Begin('c');
                _connection.Writer.Begin('X');
                await _connection.FlushAsync();
            }
        }
        catch (ConnectionLost)
        {
            // It is closed either way.
        }

        _connection.Dispose();
        _decoder.Dispose();
        _chunks.Dispose();
    }

    private ChangeChunk Take()
    {
        var chunk = _chunks.Ready.Dequeue();
        if (chunk.End is { } end) _told = Math.Max(_told, Lsn.Of(end));
        _takenAt = chunk.ByteSize < BytesToGather ? _time.GetTimestamp() : null;
        return chunk;
    }

    /// <summary>Takes in the messages that have arrived whole, until a chunk is ready.</summary>
    private async ValueTask DecodeArrivedAsync(CancellationToken cancellationToken)
    {
        if (_filling is { IsCompleted: false }) return;
        while (_chunks.Ready.Count == 0 && _connection.TryNext() is { } message)
        {
            while (Handle(message) is { } relation)
            {
                var (rows, change) = await _binder.BindAsync(relation, cancellationToken);
                _decoder.Bind(relation.Oid, rows, change);
            }
        }

        // A transaction is cut only when it is large, or lets others wait.
        if (_chunks.Ready.Count == 0 && !_chunks.IsInTransaction) _chunks.Cut();
    }

    private PgOutput.RelationMessage? Handle(Message message)
    {
        var body = _connection.Body(message);
        if (message.Code != (byte)'d') throw new ConnectionLost("the server ended the stream of changes");
        switch (body.IsEmpty ? '\0' : (char)body[0])
        {
            case 'w' when body.Length > DataHeaderBytes: // Int64 start · Int64 end · Int64 time · message
                _status.Received = BinaryPrimitives.ReadUInt64BigEndian(body[1..]);
                return _decoder.Handle(body[DataHeaderBytes..]);
            case 'k' when body.Length == KeepaliveBytes: // Int64 end · Int64 time · Byte1 1 for "answer"
                var end = BinaryPrimitives.ReadUInt64BigEndian(body[1..]);
                _status.Received = end;
                _decoder.Pass(end, ChangeDecoder.Time(BinaryPrimitives.ReadInt64BigEndian(body[9..])));
                if (body[17] == 0) return null;
                _isAsked = true;
                _status.Wake();
                return null;
            default:
                throw CaptureProtocol.Malformed("a message of an unknown kind");
        }
    }

    /// <summary>Positions that no rows tell of, and tables that are gone.</summary>
    private void TellWhatIsNotInRows()
    {
        if (_decoder.IsInTransaction) return;
        while (_watch.Gone.TryPeek(out var gone) && gone.By <= _decoder.Seen && _watch.Gone.TryDequeue(out gone))
            _chunks.Add(Here(), change: new TableDefinitionChange(gone.Table, Definition: null));
        if (_decoder.Seen <= _told || (!_isAsked && _time.GetElapsedTime(_toldAt) < TellEvery)) return;
        (_toldAt, _isAsked) = (_time.GetTimestamp(), false);
        _chunks.Add(Here());
    }

    private ChangeTransaction Here() => new("", Lsn.ToPosition(_decoder.Seen), _decoder.SeenTime);

    /// <summary>Lets come what follows the last chunk closely, in the connection's own buffers.</summary>
    private async ValueTask GatherAsync(CancellationToken cancellationToken)
    {
        if (_takenAt is not { } taken || _filling is not null || _chunks.HasWholeTransactions) return;
        _takenAt = null;
        var rest = Gathering - _time.GetElapsedTime(taken);
        if (rest > TimeSpan.Zero) await Task.Delay(rest, _time, cancellationToken);
    }

    private async ValueTask FillAsync()
    {
        if (!_chunks.HasWholeTransactions)
        {
            if (_filling is null)
            {
                await _status.FillAsync();
                return;
            }
        }
        else
        {
            _filling ??= _status.FillAsync();
            using var timeout = new CancellationTokenSource();
            if (await Task.WhenAny(_filling, Task.Delay(RestWithin, _time, timeout.Token)) != _filling)
            {
                _chunks.Cut();
                return;
            }

            await timeout.CancelAsync();
        }

        await _filling;
        _filling = null;
    }
}
