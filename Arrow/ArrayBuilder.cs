using System.Runtime.CompilerServices;

namespace FederationGateway.Arrow;

/// <summary>
/// Builds one column by appending values; <see cref="Finish"/> hands the array over and leaves the builder empty for the next batch.
/// Appending allocates nothing per value. Whoever appends text has checked that it is UTF-8.
/// </summary>
public sealed unsafe class ArrayBuilder : IDisposable
{
    private const int MostInitialRows = 1024;
    private const int LeastInitialRows = 16;
    private readonly int _width;
    private readonly bool _isVariable;
    private ArrowBuffer? _validity;
    private ArrowBuffer? _values;
    private ArrowBuffer? _bytes;
    private int _nullCount;

    /// <summary>Room for twice the last batch: what makes one small batch is likely to make another.</summary>
    private int _initialRows = MostInitialRows;

    public ArrayBuilder(ArrowType type)
    {
        DataType = type;
        _width = type.ByteWidth;
        _isVariable = type.TypeId is ArrowTypeId.String or ArrowTypeId.Binary;
        if (type is ListType list) Child = new ArrayBuilder(list.ValueType);
    }

    public ArrowType DataType { get; }

    /// <summary>Values appended so far.</summary>
    public int Length { get; private set; }

    /// <summary>Builds the elements of a list column: append them, then call <see cref="EndList"/>.</summary>
    public ArrayBuilder? Child { get; }

    /// <summary>Bytes of value data so far (variable-width data, or fixed-width values).</summary>
    public long ByteSize => (_bytes?.Length ?? 0) + ((long)Length * Math.Max(_width, 4)) + (Child?.ByteSize ?? 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Append<T>(T value) where T : unmanaged
    {
        EnsureRoom();
        ((T*)_values!.Pointer)[Length] = value;
        MarkValid();
    }

    public void AppendBoolean(bool value)
    {
        EnsureRoom();
        if (value) BitUtility.SetBit(_values!.Pointer, Length);
        MarkValid();
    }

    /// <summary>A text, binary or fixed-size binary value.</summary>
    public void AppendBytes(ReadOnlySpan<byte> value)
    {
        value.CopyTo(ReserveBytes(value.Length));
    }

    /// <summary>Appends a value of <paramref name="count"/> bytes and returns the place to write them to.</summary>
    public Span<byte> ReserveBytes(int count)
    {
        EnsureRoom();
        if (!_isVariable)
        {
            ArgumentOutOfRangeException.ThrowIfNotEqual(count, _width);
            var place = _values!.Pointer + ((long)Length * _width);
            MarkValid();
            return new Span<byte>(place, count);
        }

        var start = _bytes!.Length;
        if (start + count > int.MaxValue) throw new OverflowException("a text or binary column of one batch is limited to 2 GiB");
        _bytes.Grow(start + count);
        _bytes.Length = start + count;
        ((int*)_values!.Pointer)[Length + 1] = (int)(start + count);
        MarkValid();
        return new Span<byte>(_bytes.Pointer + start, count);
    }

    public void AppendString(string value)
    {
        var count = System.Text.Encoding.UTF8.GetByteCount(value);
        System.Text.Encoding.UTF8.GetBytes(value, ReserveBytes(count));
    }

    /// <summary>Closes a list whose elements were appended to <see cref="Child"/>.</summary>
    public void EndList()
    {
        EnsureRoom();
        ((int*)_values!.Pointer)[Length + 1] = Child!.Length;
        MarkValid();
    }

    public void AppendNull()
    {
        EnsureRoom();
        var pointer = _values!.Pointer;
        if (_isVariable) ((int*)pointer)[Length + 1] = (int)_bytes!.Length;
        else if (Child is not null) ((int*)pointer)[Length + 1] = Child.Length;
        else if (_width > 0) new Span<byte>(pointer + ((long)Length * _width), _width).Clear();
        BitUtility.ClearBit(_validity!.Pointer, Length);
        _nullCount++;
        Length++;
    }

    /// <summary>The array of all values appended since the last call.</summary>
    public ArrayData Finish()
    {
        EnsureRoom();
        _values!.Length = _isVariable || Child is not null ? (Length + 1L) * 4 : _width > 0 ? (long)Length * _width : BitUtility.ByteCount(Length);
        _validity!.Length = BitUtility.ByteCount(Length);
        if (_nullCount == 0)
        {
            _validity.Release();
            _validity = null;
        }

        ArrowBuffer?[] buffers = _isVariable ? [_validity, _values, _bytes] : [_validity, _values];
        ArrayData[] children = Child is null ? [] : [Child.Finish()];
        var array = new ArrayData(DataType, Length, _nullCount, 0, buffers, children);
        _initialRows = Math.Clamp(Length, LeastInitialRows / 2, MostInitialRows / 2) * 2;
        (_validity, _values, _bytes, _nullCount, Length) = (null, null, null, 0, 0);
        return array;
    }

    public void Dispose()
    {
        _validity?.Release();
        _values?.Release();
        _bytes?.Release();
        Child?.Dispose();
        (_validity, _values, _bytes) = (null, null, null);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void MarkValid()
    {
        BitUtility.SetBit(_validity!.Pointer, Length);
        Length++;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void EnsureRoom()
    {
        if (_values is null || Length >= _validity!.Capacity * 8 || Needed(Length + 1) > _values.Capacity) MakeRoom();
    }

    private long Needed(long rows) => _isVariable || Child is not null ? (rows + 1) * 4 : _width > 0 ? rows * _width : BitUtility.ByteCount(rows);

    private void MakeRoom()
    {
        if (_values is null)
        {
            _values = ArrowBuffer.Allocate(Needed(_initialRows), zeroed: true);
            _validity = ArrowBuffer.Allocate(BitUtility.ByteCount(_initialRows), zeroed: true);
            if (_isVariable) _bytes = ArrowBuffer.Allocate(_initialRows * 16);
            return;
        }

        var rows = Math.Max(_initialRows, Length * 2L);
        GrowZeroed(_values, Needed(rows), Needed(Length));
        GrowZeroed(_validity!, BitUtility.ByteCount(rows), BitUtility.ByteCount(Length));
    }

    // Bits are only ever set, so what is new must be zero.
    private static void GrowZeroed(ArrowBuffer buffer, long capacity, long used)
    {
        buffer.Length = used;
        buffer.Grow(capacity);
        new Span<byte>(buffer.Pointer + used, checked((int)(buffer.Capacity - used))).Clear();
    }
}
