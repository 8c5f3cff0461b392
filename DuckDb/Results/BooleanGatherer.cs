using System.Runtime.Intrinsics;
using FederationGateway.Arrow;
using FederationGateway.DuckDb.Native;

namespace FederationGateway.DuckDb;

/// <summary>Booleans: bytes to bits.</summary>
internal sealed unsafe class BooleanGatherer() : ColumnGatherer(BooleanType.Default)
{
    private ArrowBuffer? _bits;

    public override void Dispose()
    {
        base.Dispose();
        _bits?.Release();
        _bits = null;
    }

    protected override void AppendValues(nint vector, byte* validity, int start, int count)
    {
        _bits = Reserve(_bits, BitUtility.ByteCount(Length), BitUtility.ByteCount(Length + count) + sizeof(ushort));
        var source = DuckDbApi.VectorGetData(vector) + start;
        var row = 0;
        if ((Length & 7) == 0)
        {
            var target = (ushort*)(_bits.Pointer + (Length >> 3));
            for (; row + Vector128<byte>.Count <= count; row += Vector128<byte>.Count)
                *target++ = (ushort)~Vector128.Equals(Vector128.Load(source + row), Vector128<byte>.Zero).ExtractMostSignificantBits();
        }

        for (; row < count; row++)
        {
            if (source[row] != 0) BitUtility.SetBit(_bits.Pointer, Length + row);
            else BitUtility.ClearBit(_bits.Pointer, Length + row);
        }
    }

    protected override ArrayData TakeArray(ArrowBuffer? validity, int nullCount)
    {
        var bits = _bits ?? ArrowBuffer.Allocate(0);
        bits.Length = BitUtility.ByteCount(Length);
        _bits = null;
        return new ArrayData(DataType, Length, nullCount, 0, [validity, bits]);
    }
}
