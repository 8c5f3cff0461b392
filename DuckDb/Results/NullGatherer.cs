using FederationGateway.Arrow;

namespace FederationGateway.DuckDb;

/// <summary>A column without a type: every value is null, whatever carries it.</summary>
internal sealed unsafe class NullGatherer(ArrowType type) : ColumnGatherer(type)
{
    protected override void AppendValues(nint vector, byte* validity, int start, int count)
    {
    }

    protected override ArrayData TakeArray(ArrowBuffer? validity, int nullCount)
    {
        validity?.Release();
        using var builder = new ArrayBuilder(DataType);
        for (var row = 0; row < Length; row++) builder.AppendNull();
        return builder.Finish();
    }
}
