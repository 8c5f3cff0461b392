using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Unicode;
using FederationGateway.Arrow;
using FederationGateway.Common;
using FederationGateway.DuckDb.Native;

namespace FederationGateway.DuckDb;

/// <summary>The values to compute, written as <see cref="VectorInput"/> reads them, row by row in any order.</summary>
public readonly unsafe struct VectorOutput
{
    private readonly nint _vector;
    private readonly byte* _data;

    internal VectorOutput(nint vector)
    {
        _vector = vector;
        _data = DuckDbApi.VectorGetData(vector);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Set<T>(int row, T value) where T : unmanaged => ((T*)_data)[row] = value;

    public void SetBoolean(int row, bool value) => _data[row] = value ? (byte)1 : (byte)0;

    public void SetNull(int row)
    {
        var validity = DuckDbApi.VectorGetValidity(_vector);
        if (validity == null)
        {
            DuckDbApi.VectorEnsureValidityWritable(_vector);
            validity = DuckDbApi.VectorGetValidity(_vector);
        }

        BitUtility.ClearBit(validity, row);
    }

    /// <summary>A text value, copied. Text that is not UTF-8 is refused: it would bring the engine down later.</summary>
    public void SetText(int row, ReadOnlySpan<byte> utf8)
    {
        if (!Utf8.IsValid(utf8)) throw new GatewayException(SqlState.CharacterNotInRepertoire, "invalid byte sequence for encoding \"UTF8\"");
        SetBytes(row, utf8);
    }

    /// <summary>A blob, copied.</summary>
    public void SetBytes(int row, ReadOnlySpan<byte> value)
    {
        fixed (byte* pointer = value) DuckDbApi.VectorAssignStringUnchecked(_vector, (ulong)row, pointer, (ulong)value.Length);
    }

    public void SetText(int row, string text)
    {
        var rented = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        SetBytes(row, rented.AsSpan(0, Encoding.UTF8.GetBytes(text, rented)));
        ArrayPool<byte>.Shared.Return(rented);
    }

    /// <summary>The elements of a list row, appended behind those of the rows before; returns where to write them and from which index on.</summary>
    public (VectorOutput Elements, int Start) SetList(int row, int count)
    {
        var start = DuckDbApi.ListVectorGetSize(_vector);
        DuckDbApi.ListVectorReserve(_vector, start + (ulong)count);
        DuckDbApi.ListVectorSetSize(_vector, start + (ulong)count);
        ((NativeListEntry*)_data)[row] = new NativeListEntry { Offset = start, Length = (ulong)count };
        return (new VectorOutput(DuckDbApi.ListVectorGetChild(_vector)), (int)start);
    }
}
