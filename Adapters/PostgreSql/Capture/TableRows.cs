using FederationGateway.Adapters.Abstractions;
using FederationGateway.Adapters.PostgreSql.Capture.PgOutput;
using FederationGateway.Adapters.PostgreSql.Wire.Decoders;
using FederationGateway.Arrow;
using FederationGateway.Common;

namespace FederationGateway.Adapters.PostgreSql.Capture;

/// <summary>A column of a table as its rows tell it: which of the definition's columns it becomes, and what reads it.</summary>
internal readonly record struct TableRowsColumn(int Ordinal, bool IsIdentity, ColumnDecoder Decoder);

/// <summary>The rows of one table that a chunk will have, decoded from where they lie in the receive buffer. Appending allocates nothing.</summary>
internal sealed unsafe class TableRows : IDisposable
{
    private readonly Schema _schema;
    private readonly TableRowsColumn[] _columns;
    private readonly byte[] _untold;
    private readonly byte[] _untoldOfKey;
    private readonly ArrayBuilder _kinds = new(StringType.Default);
    private readonly ArrayBuilder _transactions = new(NumberType.Int32);
    private readonly ArrayBuilder _sequences = new(NumberType.Int64);
    private readonly ArrayBuilder _untoldColumns = new(BinaryType.Default);

    /// <param name="columns">In the order in which the server sends them; each of the definition's once.</param>
    public TableRows(int id, RemoteTable definition, TableRowsColumn[] columns)
    {
        Id = id;
        _schema = ChangeColumns.SchemaOf(definition);
        _columns = columns;
        _untold = new byte[BitUtility.ByteCount(columns.Length)];
        _untoldOfKey = new byte[_untold.Length];
        foreach (var column in columns.Where(column => !column.IsIdentity)) SetBit(_untoldOfKey, column.Ordinal);
        New = new TupleSlots(columns.Length);
        Old = new TupleSlots(columns.Length);
    }

    /// <summary>The <see cref="CapturedTable.Id"/>.</summary>
    public int Id { get; }

    public int Rows { get; private set; }

    /// <summary>The last row is a <see cref="ChangeKind.Truncate"/>: it is the only one.</summary>
    public bool IsTruncate { get; private set; }

    /// <summary>For the values of the row that is being read: the new ones, or the only ones.</summary>
    public TupleSlots New { get; }

    /// <summary>For the old values of the row that is being read.</summary>
    public TupleSlots Old { get; }

    /// <summary>Appends a row of which all values are told but those left out as unchanged, which are taken from <paramref name="before"/> if that has them.</summary>
    public void Append(ChangeKind kind, int transaction, long sequence, byte* message, TupleSlots tuple, TupleSlots? before = null)
    {
        Begin(kind, transaction, sequence);
        var isUntold = false;
        for (var i = 0; i < _columns.Length; i++)
        {
            var told = tuple.Kind(i) == TupleSlots.Unchanged && before is not null && before.Kind(i) == TupleSlots.Text ? before : tuple;
            if (Decode(_columns[i].Decoder, message, told, i)) continue;
            if (!isUntold) Array.Clear(_untold);
            isUntold = true;
            SetBit(_untold, _columns[i].Ordinal);
        }

        if (isUntold) _untoldColumns.AppendBytes(_untold);
        else _untoldColumns.AppendNull();
    }

    /// <summary>Appends a row of which only what identifies it is told.</summary>
    public void AppendKey(ChangeKind kind, int transaction, long sequence, byte* message, TupleSlots tuple)
    {
        Begin(kind, transaction, sequence);
        for (var i = 0; i < _columns.Length; i++)
        {
            if (!_columns[i].IsIdentity) _columns[i].Decoder.Builder.AppendNull();
            else if (!Decode(_columns[i].Decoder, message, tuple, i)) throw CaptureProtocol.Malformed("a key without its values");
        }

        _untoldColumns.AppendBytes(_untoldOfKey);
    }

    public void AppendTruncate(int transaction, long sequence)
    {
        Begin(ChangeKind.Truncate, transaction, sequence);
        foreach (var column in _columns) column.Decoder.Builder.AppendNull();
        _untoldColumns.AppendNull();
        IsTruncate = true;
    }

    /// <summary>The rows so far, which are the caller's.</summary>
    public TableChanges Finish()
    {
        var arrays = new ArrayData[ChangeColumns.Count + _columns.Length];
        arrays[ChangeColumns.Kind] = _kinds.Finish();
        arrays[ChangeColumns.Transaction] = _transactions.Finish();
        arrays[ChangeColumns.Sequence] = _sequences.Finish();
        arrays[ChangeColumns.Untold] = _untoldColumns.Finish();
        foreach (var column in _columns) arrays[ChangeColumns.Count + column.Ordinal] = column.Decoder.Builder.Finish();
        var changes = new TableChanges(Id, new RecordBatch(_schema, arrays, Rows));
        (Rows, IsTruncate) = (0, false);
        return changes;
    }

    public void Dispose()
    {
        foreach (var column in _columns) column.Decoder.Dispose();
        _kinds.Dispose();
        _transactions.Dispose();
        _sequences.Dispose();
        _untoldColumns.Dispose();
    }

    private void Begin(ChangeKind kind, int transaction, long sequence)
    {
        _kinds.AppendBytes([(byte)kind]);
        _transactions.Append(transaction);
        _sequences.Append(sequence);
        Rows++;
    }

    /// <summary>False when the value is left out.</summary>
    private static bool Decode(ColumnDecoder decoder, byte* message, TupleSlots tuple, int column)
    {
        var kind = tuple.Kind(column);
        if (kind == TupleSlots.Text)
        {
            decoder.Decode(message + tuple.Start(column), tuple.Length(column));
            return true;
        }

        decoder.Builder.AppendNull();
        return kind == TupleSlots.Null;
    }

    private static void SetBit(byte[] bits, int index) => bits[index / 8] |= (byte)(1 << (index % 8));
}
