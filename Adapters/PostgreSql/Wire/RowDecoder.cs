using System.Buffers.Binary;
using FederationGateway.Adapters.PostgreSql.Wire.Decoders;
using FederationGateway.Arrow;
using FederationGateway.Common;

namespace FederationGateway.Adapters.PostgreSql.Wire;

/// <summary>Turns DataRow messages, where they lie in the receive buffer, into Arrow batches.</summary>
internal sealed unsafe class RowDecoder : IDisposable
{
    private const int HeaderBytes = 5;
    private readonly Schema _schema;
    private readonly ColumnDecoder[] _columns;
    private readonly bool _isRowCount;

    public RowDecoder(Schema schema, ResultColumn[] columns, bool mustCheckText)
    {
        // A statement without columns cannot be written in every dialect: it then puts out one that nobody asked for.
        _isRowCount = schema.FieldCount == 0;
        if (columns.Length != schema.FieldCount && !_isRowCount)
            throw new GatewayException(SqlState.RemoteInvalidDataType, $"the source sends {columns.Length} columns where {schema.FieldCount} were asked for");
        _schema = schema;
        _columns = new ColumnDecoder[schema.FieldCount];
        for (var i = 0; i < _columns.Length; i++) _columns[i] = DecoderFactory.Create(schema.FieldsList[i], columns[i], mustCheckText);
    }

    /// <summary>Rows decoded since the last <see cref="Finish"/>.</summary>
    public int Rows { get; private set; }

    /// <summary>Bytes those rows had on the wire.</summary>
    public long Bytes { get; private set; }

    /// <summary>
    /// Decodes the rows that have arrived whole, until there are <paramref name="mostRows"/> or about <paramref name="mostBytes"/>, or another message comes.
    /// </summary>
    public void Decode(ReceiveBuffer received, int mostRows, long mostBytes)
    {
        var pending = received.Pending;
        var used = 0;
        fixed (byte* start = pending)
        {
            while (Rows < mostRows && Bytes < mostBytes && pending.Length - used > HeaderBytes && start[used] == (byte)'D')
            {
                var length = BinaryPrimitives.ReadInt32BigEndian(pending[(used + 1)..]) + 1;
                if (length < HeaderBytes + 2 || length > pending.Length - used) break;
                if (!_isRowCount) DecodeRow(start + used + HeaderBytes, start + used + length);
                used += length;
                Rows++;
                Bytes += length;
            }
        }

        received.Advance(used);
    }

    /// <summary>The rows so far as a batch, which is the caller's.</summary>
    public RecordBatch Finish()
    {
        var arrays = new ArrayData[_columns.Length];
        for (var i = 0; i < arrays.Length; i++) arrays[i] = _columns[i].Builder.Finish();
        var batch = new RecordBatch(_schema, arrays, Rows);
        (Rows, Bytes) = (0, 0);
        return batch;
    }

    public void Dispose()
    {
        foreach (var column in _columns) column.Dispose();
    }

    /// <summary>Int16 count · per value: Int32 length (-1 for null) · bytes.</summary>
    private void DecodeRow(byte* at, byte* end)
    {
        var columns = _columns;
        if (BinaryPrimitives.ReverseEndianness(*(short*)at) != columns.Length) throw Malformed();
        at += 2;
        foreach (var column in columns)
        {
            if (end - at < 4) throw Malformed();
            var length = BinaryPrimitives.ReverseEndianness(*(int*)at);
            at += 4;
            if (length < 0)
            {
                column.Builder.AppendNull();
                continue;
            }

            if (end - at < length) throw Malformed();
            column.Decode(at, length);
            at += length;
        }
    }

    private static ConnectionLost Malformed() => new("the server sent a malformed row");
}
