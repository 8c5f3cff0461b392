using FederationGateway.Arrow;
using FederationGateway.Common;

namespace FederationGateway.DuckDb;

/// <summary>Columns of offsets and bytes: room is made here, the bytes are the derived class's.</summary>
internal abstract unsafe class VariableGatherer(ArrowType type) : ColumnGatherer(type)
{
    private ArrowBuffer? _offsets;
    private ArrowBuffer? _bytes;

    public override long ByteSize => ((long)Length * sizeof(int)) + BytesUsed;

    public override void Dispose()
    {
        base.Dispose();
        _offsets?.Release();
        _bytes?.Release();
        (_offsets, _bytes) = (null, null);
    }

    /// <summary>
    /// Makes room for <paramref name="count"/> more values of <paramref name="bytes"/> bytes in all. The first of the returned offsets is where
    /// they begin in <paramref name="target"/>; the caller writes the ones behind it.
    /// </summary>
    protected int* ReserveValues(int count, long bytes, out byte* target)
    {
        var used = BytesUsed;
        if (used + bytes > int.MaxValue) throw new GatewayException(SqlState.ProgramLimitExceeded, "a column of one batch is limited to 2 GiB of text");
        var isFirst = _offsets is null;
        _offsets = Reserve(_offsets, (Length + 1L) * sizeof(int), (Length + 1L + count) * sizeof(int));
        _bytes = Reserve(_bytes, used, used + bytes);
        var offsets = (int*)_offsets.Pointer;
        if (isFirst) offsets[0] = 0;
        target = _bytes.Pointer;
        return offsets + Length;
    }

    protected override ArrayData TakeArray(ArrowBuffer? validity, int nullCount)
    {
        if (_offsets is null) ReserveValues(0, 0, out _);
        _bytes!.Length = BytesUsed;
        _offsets!.Length = (Length + 1L) * sizeof(int);
        var array = new ArrayData(DataType, Length, nullCount, 0, [validity, _offsets, _bytes]);
        (_offsets, _bytes) = (null, null);
        return array;
    }

    private long BytesUsed => _offsets is null ? 0 : ((int*)_offsets.Pointer)[Length];
}
