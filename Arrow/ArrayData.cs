namespace FederationGateway.Arrow;

/// <summary>
/// One column's values in the Arrow layout. Buffers by type: fixed width {validity, values}; booleans {validity, bits}; text and binary
/// {validity, int32 offsets, bytes}; lists {validity, int32 offsets} and one child. A missing validity buffer means no nulls.
/// Holds one reference to each buffer; <see cref="Dispose"/> gives them back.
/// </summary>
public sealed unsafe class ArrayData : IDisposable
{
    private bool _disposed;

    public ArrayData(ArrowType dataType, int length, int nullCount, int offset, ArrowBuffer?[] buffers, ArrayData[]? children = null)
    {
        DataType = dataType;
        Length = length;
        NullCount = nullCount;
        Offset = offset;
        Buffers = buffers;
        Children = children ?? [];
    }

    public ArrowType DataType { get; }

    public int Length { get; }

    /// <summary>Nulls among the <see cref="Length"/> values.</summary>
    public int NullCount { get; }

    /// <summary>Index of the first value in the buffers.</summary>
    public int Offset { get; }

    public IReadOnlyList<ArrowBuffer?> Buffers { get; }

    public IReadOnlyList<ArrayData> Children { get; }

    /// <summary>The validity bits (bit <see cref="Offset"/> is value 0's), or null when nothing is null.</summary>
    public byte* Validity => NullCount == 0 || Buffers[0] is not { } validity ? null : validity.Pointer;

    /// <summary>The values of a fixed-width column, starting at value 0.</summary>
    public T* Values<T>() where T : unmanaged => (T*)Buffers[1]!.Pointer + Offset;

    public ReadOnlySpan<T> ValueSpan<T>() where T : unmanaged => new(Values<T>(), Length);

    /// <summary>The offsets of a variable-width or list column: value i lies in [offsets[i], offsets[i + 1]).</summary>
    public int* ValueOffsets => (int*)Buffers[1]!.Pointer + Offset;

    /// <summary>The bytes of a variable-width column, to be indexed by <see cref="ValueOffsets"/>.</summary>
    public byte* ValueBytes => Buffers[2]!.Pointer;

    public bool IsNull(int index)
    {
        var validity = Validity;
        return DataType.TypeId == ArrowTypeId.Null || (validity != null && !BitUtility.GetBit(validity, Offset + index));
    }

    public bool GetBoolean(int index) => BitUtility.GetBit(Buffers[1]!.Pointer, Offset + index);

    public T GetValue<T>(int index) where T : unmanaged => Values<T>()[index];

    /// <summary>The bytes of a text, binary or fixed-size binary value; valid while this array is.</summary>
    public ReadOnlySpan<byte> GetBytes(int index)
    {
        if (DataType is FixedSizeBinaryType { Width: var width })
            return new ReadOnlySpan<byte>(Buffers[1]!.Pointer + ((long)(Offset + index) * width), width);
        var offsets = ValueOffsets;
        return new ReadOnlySpan<byte>(ValueBytes + offsets[index], offsets[index + 1] - offsets[index]);
    }

    public string GetString(int index) => System.Text.Encoding.UTF8.GetString(GetBytes(index));

    /// <summary>A view of some of the values, with references of its own.</summary>
    public ArrayData Slice(int start, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start + length, Length);
        foreach (var buffer in Buffers) buffer?.Retain();
        var nulls = Validity is var validity && validity != null ? length - (int)BitUtility.CountSet(validity, Offset + start, length) : 0;
        return new ArrayData(DataType, length, nulls, Offset + start, [.. Buffers], [.. Children.Select(child => child.Retain())]);
    }

    /// <summary>The same values with references of its own.</summary>
    public ArrayData Retain()
    {
        foreach (var buffer in Buffers) buffer?.Retain();
        return new ArrayData(DataType, Length, NullCount, Offset, [.. Buffers], [.. Children.Select(child => child.Retain())]);
    }

    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        foreach (var buffer in Buffers) buffer?.Release();
        foreach (var child in Children) child.Dispose();
    }
}
