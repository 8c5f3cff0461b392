using FederationGateway.Arrow;
using FederationGateway.PgWire.Wire;

namespace FederationGateway.PgWire.Types;

/// <summary>
/// Writes the values of one column in one format. Chosen once per result, pointed at each batch's array in turn, then called per row without allocating.
/// </summary>
public abstract unsafe class ColumnEncoder
{
    private byte* _validity;
    private long _offset;
    private bool _isAllNull;

    /// <summary>Whether the text this writes can hold a delimiter, quote or backslash, so that COPY and arrays must look for them.</summary>
    public virtual bool MayNeedEscaping => true;

    /// <summary>Points the encoder at an array, which must outlive the calls that follow.</summary>
    public void Attach(ArrayData array)
    {
        _validity = array.Validity;
        _offset = array.Offset;
        _isAllNull = array.DataType.TypeId == ArrowTypeId.Null;
        if (!_isAllNull) AttachValues(array);
    }

    public bool IsNull(int row) => _isAllNull || (_validity != null && !BitUtility.GetBit(_validity, _offset + row));

    /// <summary>Writes a value that is not null, without its length.</summary>
    public abstract void Write(WireBuffer wire, int row);

    protected abstract void AttachValues(ArrayData array);
}

/// <summary>A column of fixed-width values.</summary>
public abstract unsafe class FixedWidthEncoder<T> : ColumnEncoder where T : unmanaged
{
    private T* _values;

    public override bool MayNeedEscaping => false;

    public override void Write(WireBuffer wire, int row) => WriteValue(wire, _values[row]);

    protected abstract void WriteValue(WireBuffer wire, T value);

    protected override void AttachValues(ArrayData array) => _values = array.Values<T>();
}

/// <summary>A column of text or binary values.</summary>
public abstract unsafe class VariableWidthEncoder : ColumnEncoder
{
    private int* _offsets;
    private byte* _bytes;

    public override void Write(WireBuffer wire, int row)
    {
        var start = _offsets[row];
        WriteValue(wire, new ReadOnlySpan<byte>(_bytes + start, _offsets[row + 1] - start));
    }

    protected abstract void WriteValue(WireBuffer wire, ReadOnlySpan<byte> value);

    protected override void AttachValues(ArrayData array)
    {
        _offsets = array.ValueOffsets;
        _bytes = array.ValueBytes;
    }
}
