using FederationGateway.Arrow;
using FederationGateway.DuckDb.Native;

namespace FederationGateway.DuckDb;

/// <summary>Collects the values of one column from result chunks into an Arrow array. <see cref="Create"/> picks the kind that knows the conversion.</summary>
internal abstract unsafe class ColumnGatherer(ArrowType type) : IDisposable
{
    private const int FirstCapacity = DuckDbApi.ChunkRows;
    private ArrowBuffer? _validity;
    private int _nullCount;

    /// <summary>Bytes gathered since the last <see cref="Finish"/>.</summary>
    public virtual long ByteSize => (long)Length * Math.Max(DataType.ByteWidth, 1);

    protected ArrowType DataType { get; } = type;

    /// <summary>Values gathered since the last <see cref="Finish"/>.</summary>
    protected int Length { get; private set; }

    /// <summary>Adds values <paramref name="start"/> … of a flat vector.</summary>
    public void Append(nint vector, int start, int count)
    {
        var validity = DuckDbApi.VectorGetValidity(vector);
        AppendValues(vector, validity, start, count);
        AppendValidity(validity, start, count);
        Length += count;
    }

    /// <summary>The array of what was gathered; the gatherer starts anew.</summary>
    public ArrayData Finish()
    {
        if (_validity is not null) _validity.Length = BitUtility.ByteCount(Length);
        var array = TakeArray(_validity, _nullCount);
        (_validity, _nullCount, Length) = (null, 0, 0);
        return array;
    }

    public virtual void Dispose()
    {
        _validity?.Release();
        _validity = null;
    }

    /// <summary>Adds the values; those that <paramref name="validity"/> (null: none) marks null may hold anything, but must not be followed as pointers.</summary>
    protected abstract void AppendValues(nint vector, byte* validity, int start, int count);

    /// <summary>Hands over the buffers.</summary>
    protected abstract ArrayData TakeArray(ArrowBuffer? validity, int nullCount);

    protected static bool IsNull(byte* validity, int row) => validity != null && !BitUtility.GetBit(validity, row);

    /// <summary>A buffer with room for <paramref name="needed"/> bytes, of which <paramref name="used"/> are kept.</summary>
    protected static ArrowBuffer Reserve(ArrowBuffer? buffer, long used, long needed)
    {
        if (buffer is null) return ArrowBuffer.Allocate(needed);
        buffer.Length = used;
        buffer.Grow(needed);
        return buffer;
    }

    private void AppendValidity(byte* validity, int start, int count)
    {
        if (validity == null && _validity is null) return;
        var isFirst = _validity is null;
        _validity = Reserve(_validity, BitUtility.ByteCount(Length), BitUtility.ByteCount(Math.Max(Length + count, FirstCapacity)));
        if (isFirst) BitUtility.Fill(_validity.Pointer, 0, Length, value: true);
        if (validity == null)
        {
            BitUtility.Fill(_validity.Pointer, Length, count, value: true);
            return;
        }

        BitUtility.Copy(validity, start, _validity.Pointer, Length, count);
        _nullCount += count - (int)BitUtility.CountSet(validity, start, count);
    }

    /// <summary>
    /// The gatherer that delivers values of <paramref name="type"/> in the carrier of <paramref name="field"/>; an internal error when there is none.
    /// </summary>
    public static ColumnGatherer Create(EngineType type, Field field) => GathererTable.Create(type, field.DataType, field.SqlType)
        ?? throw new Common.GatewayException(Common.SqlState.InternalError, $"the engine's column \"{field.Name}\" of type {type} cannot be read as {field.SqlType}");
}
