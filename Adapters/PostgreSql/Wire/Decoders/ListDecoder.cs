using FederationGateway.Arrow;
using FederationGateway.Common;

namespace FederationGateway.Adapters.PostgreSql.Wire.Decoders;

/// <summary>
/// One-dimensional arrays that start at 1. Int32 dimensions · Int32 has nulls · Int32 element type · per dimension: Int32 size · Int32 lower bound · per element:
/// Int32 length (-1 for null) · bytes.
/// </summary>
internal sealed unsafe class ListDecoder : ColumnDecoder
{
    private const int HeaderBytes = 12;
    private const int DimensionBytes = 8;
    private readonly string _column;
    private readonly ColumnDecoder _element;
    private readonly bool _startsAtZero;

    /// <param name="element">Decodes the elements; its arrays become this one's child.</param>
    /// <param name="startsAtZero">int2vector and oidvector, whose bounds mean nothing.</param>
    public ListDecoder(string column, ColumnDecoder element, bool startsAtZero) : base(new ListType(element.Builder.DataType))
    {
        element.BuildInto(Builder.Child!);
        (_column, _element, _startsAtZero) = (column, element, startsAtZero);
    }

    public override void Decode(byte* value, int length)
    {
        if (length < HeaderBytes) throw Malformed();
        var dimensions = Int32(value);
        if (dimensions > 1) throw Uncarriable.Array(_column, "an array of more than one dimension");
        if (dimensions == 0)
        {
            Builder.EndList();
            return;
        }

        if (length < HeaderBytes + DimensionBytes) throw Malformed();
        var count = Int32(value + HeaderBytes);
        if (!_startsAtZero && Int32(value + HeaderBytes + 4) != 1) throw Uncarriable.Array(_column, "an array that does not start at 1");
        var at = value + HeaderBytes + DimensionBytes;
        var end = value + length;
        for (var i = 0; i < count; i++)
        {
            if (end - at < 4) throw Malformed();
            var width = Int32(at);
            at += 4;
            if (width < 0)
            {
                _element.Builder.AppendNull();
                continue;
            }

            if (end - at < width) throw Malformed();
            _element.Decode(at, width);
            at += width;
        }

        Builder.EndList();
    }

    private static ConnectionLost Malformed() => new("the server sent a malformed array");
}
