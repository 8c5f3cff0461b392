using System.Globalization;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Adapters.PostgreSql.Wire;
using FederationGateway.Arrow;

namespace FederationGateway.Adapters.PostgreSql.Transactions;

/// <summary>
/// A statement whose rows are fetched in steps, under a name of its own, so that others run on the same connection between two steps. Each step is one request and its whole
/// answer. A statement that writes has written everything after the first.
/// </summary>
internal sealed class Portal(WireConnection connection, string name, RemoteStatement statement, int mostRows) : IDisposable
{
    private const int FirstRows = 256;
    private const int Growth = 8;
    private const long MostBytes = 4 << 20;
    private readonly Queue<RecordBatch> _batches = new();
    private RowDecoder? _rows;
    private int _stepRows = Math.Min(FirstRows, mostRows);

    /// <summary>True when the server has no more of it: every row is here, and the name is closed as far as it matters.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Rows the server says it has affected or returned, once complete.</summary>
    public long RowCount { get; private set; }

    /// <summary>A batch that is here already, the caller's to dispose.</summary>
    public RecordBatch? Take() => _batches.TryDequeue(out var batch) ? batch : null;

    public Task OpenAsync()
    {
        connection.Writer.WriteParse("", statement.Sql, statement.Parameters);
        connection.Writer.WriteBind(name, "", statement.Parameters);
        connection.Writer.Begin('D').WriteByte((byte)'P').WriteString(name);
        return StepAsync();
    }

    public async Task StepAsync()
    {
        connection.Writer.Begin('E').WriteString(name).WriteInt32(_stepRows);
        connection.Writer.Begin('S');
        var before = connection.BytesReceived;
        await connection.StartRequestAsync();
        var bytes = 0L;
        var rows = 0L;
        while (await ReadAsync())
        {
            bytes += _rows!.Bytes;
            rows += _rows.Rows;
            if (_rows.Rows > 0) _batches.Enqueue(_rows.Finish());
        }

        if (_rows is { Rows: > 0 })
        {
            bytes += _rows.Bytes;
            rows += _rows.Rows;
            _batches.Enqueue(_rows.Finish());
        }

        statement.Progress.AddBytes(connection.BytesReceived - before);
        _stepRows = (int)Math.Clamp(rows == 0 ? _stepRows : MostBytes / Math.Max(1, bytes / rows), 1, Math.Min(mostRows, (long)_stepRows * Growth));
    }

    /// <summary>Gives the rest up.</summary>
    public async Task CloseAsync()
    {
        connection.Writer.Begin('C').WriteByte((byte)'P').WriteString(name);
        connection.Writer.Begin('S');
        await connection.StartRequestAsync();
        while ((await connection.NextAsync()).Code != (byte)'Z')
        {
            // CloseComplete
        }

        IsComplete = true;
    }

    public void Dispose()
    {
        while (_batches.TryDequeue(out var batch)) batch.Dispose();
        _rows?.Dispose();
    }

    /// <summary>Decodes up to the end of a batch (true) or of the answer (false).</summary>
    private async ValueTask<bool> ReadAsync()
    {
        while (true)
        {
            _rows?.Decode(connection.Received, mostRows, MostBytes);
            if (_rows is not null && (_rows.Rows >= mostRows || _rows.Bytes >= MostBytes)) return true;
            if (connection.TryNext() is not { } message)
            {
                await connection.FillAsync();
                continue;
            }

            switch ((char)message.Code)
            {
                case '1' or '2' or 's' or 'I': break; // ParseComplete, BindComplete, PortalSuspended, EmptyQueryResponse
                case 'T': _rows = new RowDecoder(statement.Schema, ResultColumn.Read(connection.Body(message)), connection.MustCheckText); break;
                case 'n': _rows = new RowDecoder(statement.Schema, [], connection.MustCheckText); break; // NoData
                case 'C':
                    IsComplete = true;
                    RowCount = CountIn(connection.Tag(message));
                    break;
                case 'Z': return false;
                default: throw new ConnectionLost($"the server sent a message of an unexpected kind ({(char)message.Code})");
            }
        }
    }

    // INSERT 0 5, UPDATE 5; TRUNCATE TABLE counts nothing.
    private static long CountIn(string tag) => long.TryParse(tag.AsSpan(tag.LastIndexOf(' ') + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 0;
}
