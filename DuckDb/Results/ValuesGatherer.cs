using FederationGateway.Arrow;
using FederationGateway.DuckDb.Native;

namespace FederationGateway.DuckDb;

/// <summary>Columns whose values have one width: room is made here, the conversion is the derived class's.</summary>
internal abstract unsafe class ValuesGatherer(ArrowType type, int width) : ColumnGatherer(type)
{
    private ArrowBuffer? _values;

    /// <summary>Bytes per value.</summary>
    protected int Width => width;

    public override void Dispose()
    {
        base.Dispose();
        _values?.Release();
        _values = null;
    }

    /// <summary>Writes values <paramref name="start"/> … of the vector's data.</summary>
    protected abstract void Convert(byte* source, byte* validity, int start, byte* target, int count);

    protected override void AppendValues(nint vector, byte* validity, int start, int count)
    {
        _values = Reserve(_values, (long)Length * width, (long)(Length + count) * width);
        Convert(DuckDbApi.VectorGetData(vector), validity, start, _values.Pointer + ((long)Length * width), count);
    }

    protected override ArrayData TakeArray(ArrowBuffer? validity, int nullCount)
    {
        var values = _values ?? ArrowBuffer.Allocate(0);
        values.Length = (long)Length * width;
        _values = null;
        return new ArrayData(DataType, Length, nullCount, 0, [validity, values]);
    }
}
