using System.Text;
using FederationGateway.Arrow;
using FederationGateway.Common;
using FederationGateway.DuckDb.Native;

namespace FederationGateway.DuckDb;

/// <summary>Enum values as the text of their labels.</summary>
internal sealed unsafe class EnumGatherer : VariableGatherer
{
    private readonly byte[][] _labels;
    private readonly int _width;

    public EnumGatherer(EquatableArray<string> labels) : base(StringType.Default)
    {
        _labels = [.. labels.Select(Encoding.UTF8.GetBytes)];
        _width = labels.Count <= byte.MaxValue ? sizeof(byte) : labels.Count <= ushort.MaxValue ? sizeof(ushort) : sizeof(uint);
    }

    protected override void AppendValues(nint vector, byte* validity, int start, int count)
    {
        var data = DuckDbApi.VectorGetData(vector);
        var total = 0L;
        for (var row = start; row < start + count; row++) total += Label(data, validity, row).Length;
        var offsets = ReserveValues(count, total, out var bytes);
        var end = offsets[0];
        for (var row = 0; row < count; row++)
        {
            var label = Label(data, validity, start + row);
            label.CopyTo(new Span<byte>(bytes + end, label.Length));
            offsets[row + 1] = end += label.Length;
        }
    }

    private ReadOnlySpan<byte> Label(byte* data, byte* validity, int row) => IsNull(validity, row) ? default : _labels[_width switch
    {
        sizeof(byte) => data[row],
        sizeof(ushort) => ((ushort*)data)[row],
        _ => ((uint*)data)[row],
    }];
}
