using FederationGateway.Arrow;
using FederationGateway.Common;
using FederationGateway.DuckDb.Handles;
using FederationGateway.DuckDb.Native;

namespace FederationGateway.DuckDb;

/// <summary>Lists. The chunk's vector is copied first: only then are the elements certain to be a flat vector, which is all the C API can read.</summary>
internal sealed unsafe class ListGatherer(EngineType type, ListType target, ColumnGatherer elements) : ColumnGatherer(target)
{
    private ArrowBuffer? _offsets;

    public override long ByteSize => ((long)Length * sizeof(int)) + elements.ByteSize;

    public override void Dispose()
    {
        base.Dispose();
        _offsets?.Release();
        _offsets = null;
        elements.Dispose();
    }

    protected override void AppendValues(nint vector, byte* validity, int start, int count)
    {
        using var nativeType = type.ToNative();
        var copy = DuckDbApi.CreateVector(nativeType, (ulong)(start + count));
        var selection = DuckDbApi.CreateSelectionVector((ulong)(start + count));
        try
        {
            var indexes = DuckDbApi.SelectionVectorGetData(selection);
            for (var row = 0; row < start + count; row++) indexes[row] = (uint)row;
            DuckDbApi.VectorCopy(vector, copy, selection, (ulong)(start + count), 0, 0);
            AppendLists((NativeListEntry*)DuckDbApi.VectorGetData(copy) + start, validity, start, count, DuckDbApi.ListVectorGetChild(copy));
        }
        finally
        {
            DuckDbApi.DestroySelectionVector(selection);
            DuckDbApi.DestroyVector(ref copy);
        }
    }

    protected override ArrayData TakeArray(ArrowBuffer? validity, int nullCount)
    {
        var offsets = ReserveOffsets(0);
        offsets.Length = (Length + 1L) * sizeof(int);
        _offsets = null;
        return new ArrayData(DataType, Length, nullCount, 0, [validity, offsets], [elements.Finish()]);
    }

    private void AppendLists(NativeListEntry* entries, byte* validity, int start, int count, nint child)
    {
        var offsets = (int*)ReserveOffsets(count).Pointer + Length;
        for (var row = 0; row < count; row++)
        {
            var length = IsNull(validity, start + row) ? 0 : (int)entries[row].Length;
            if (length > 0) elements.Append(child, (int)entries[row].Offset, length);
            if ((long)offsets[row] + length > int.MaxValue) throw new GatewayException(SqlState.ProgramLimitExceeded, "too many list elements in one batch");
            offsets[row + 1] = offsets[row] + length;
        }
    }

    private ArrowBuffer ReserveOffsets(int count)
    {
        var isFirst = _offsets is null;
        _offsets = Reserve(_offsets, (Length + 1L) * sizeof(int), (Length + 1L + count) * sizeof(int));
        if (isFirst) *(int*)_offsets.Pointer = 0;
        return _offsets;
    }
}
