using FederationGateway.Arrow;
using FederationGateway.PgWire.Contract;
using FederationGateway.PgWire.Messages.Backend;
using FederationGateway.PgWire.Wire;

namespace FederationGateway.PgWire.Types;

/// <summary>Writes the rows of one result as DataRow messages, straight from the batches' buffers.</summary>
public sealed class RowEncoder
{
    private readonly TypeCodec[] _codecs;
    private readonly WireFormat[] _formats;
    private readonly ColumnEncoder[] _columns;
    private Schema? _schema;

    public RowEncoder(IReadOnlyList<ResultColumn> columns, ReadOnlySpan<WireFormat> formats, ValueFormat valueFormat)
    {
        _codecs = new TypeCodec[columns.Count];
        _formats = new WireFormat[columns.Count];
        _columns = new ColumnEncoder[columns.Count];
        for (var i = 0; i < columns.Count; i++)
        {
            _codecs[i] = TypeCodecs.For(columns[i].Type, valueFormat);
            _formats[i] = WireFormats.For(formats, i);
        }
    }

    /// <summary>The encoders, attached to the last batch.</summary>
    public ReadOnlySpan<ColumnEncoder> Columns => _columns;

    /// <summary>Points at a batch's columns; the first one decides how they are carried.</summary>
    public void Attach(RecordBatch batch)
    {
        if (_schema is null || !ReferenceEquals(_schema, batch.Schema)) ChooseEncoders(batch);
        for (var i = 0; i < _columns.Length; i++) _columns[i].Attach(batch.Columns[i]);
    }

    /// <summary>Writes rows from <paramref name="start"/> on until <paramref name="end"/> or until the wire wants a flush; returns the row it stopped at.</summary>
    public int Write(WireOutput output, int start, int end)
    {
        var wire = output.Buffer;
        var row = start;
        while (row < end && !output.WantsFlush) WriteRow(wire, row++);
        return row;
    }

    /// <summary>Int32 length and the value's bytes, or -1.</summary>
    internal static void WriteField(WireBuffer wire, ColumnEncoder column, int row)
    {
        if (column.IsNull(row))
        {
            wire.WriteInt32(-1);
            return;
        }

        var place = wire.Length;
        wire.WriteInt32(0);
        column.Write(wire, row);
        wire.PatchInt32(place, wire.Length - place - sizeof(int));
    }

    private void WriteRow(WireBuffer wire, int row)
    {
        using var message = wire.Begin(DataRow.Code);
        wire.WriteInt16((short)_columns.Length);
        foreach (var column in _columns) WriteField(wire, column, row);
    }

    private void ChooseEncoders(RecordBatch batch)
    {
        if (batch.Columns.Count != _columns.Length)
            throw new InvalidOperationException($"a batch of {batch.Columns.Count} columns for a result of {_columns.Length}");
        for (var i = 0; i < _columns.Length; i++) _columns[i] = _codecs[i].CreateEncoder(batch.Columns[i].DataType, _formats[i]);
        _schema = batch.Schema;
    }
}
