using System.Runtime.CompilerServices;
using System.Text;
using FederationGateway.Arrow;
using FederationGateway.DuckDb.Native;

namespace FederationGateway.DuckDb;

/// <summary>
/// The values of one argument. Fixed-width values are read as the engine stores them: booleans as bytes, decimals as the integer their width
/// asks for, dates as days, times and timestamps as microseconds, hugeint and uuid as <see cref="Int128"/> (uuid with its top bit flipped).
/// </summary>
public readonly unsafe struct VectorInput
{
    private readonly nint _vector;
    private readonly byte* _data;
    private readonly byte* _validity;

    internal VectorInput(nint vector)
    {
        _vector = vector;
        _data = DuckDbApi.VectorGetData(vector);
        _validity = DuckDbApi.VectorGetValidity(vector);
    }

    public bool HasNulls => _validity != null;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsNull(int row) => _validity != null && !BitUtility.GetBit(_validity, row);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Value<T>(int row) where T : unmanaged => ((T*)_data)[row];

    /// <summary>The bytes of a text or blob value; valid until the body returns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> Bytes(int row)
    {
        var text = (NativeString*)_data + row;
        return text->Length <= NativeString.InlineLength
            ? new ReadOnlySpan<byte>(&text->Prefix, (int)text->Length)
            : new ReadOnlySpan<byte>(text->Pointer, (int)text->Length);
    }

    public string Text(int row) => Encoding.UTF8.GetString(Bytes(row));

    /// <summary>Where a list row's elements lie in <see cref="Elements"/>.</summary>
    public (int Start, int Count) Range(int row)
    {
        var entry = ((NativeListEntry*)_data)[row];
        return ((int)entry.Offset, (int)entry.Length);
    }

    /// <summary>The elements of all lists of the chunk.</summary>
    public VectorInput Elements => new(DuckDbApi.ListVectorGetChild(_vector));
}
