using FederationGateway.Arrow;
using FederationGateway.PgWire.Wire;

namespace FederationGateway.PgWire.Types.Codecs;

/// <summary>A list column whose elements are written by another encoder.</summary>
internal abstract unsafe class ArrayEncoder(ColumnEncoder element) : ColumnEncoder
{
    private int* _offsets;

    protected ColumnEncoder Element { get; } = element;

    public override void Write(WireBuffer wire, int row) => WriteItems(wire, _offsets[row], _offsets[row + 1]);

    protected abstract void WriteItems(WireBuffer wire, int start, int end);

    protected override void AttachValues(ArrayData array)
    {
        _offsets = array.ValueOffsets;
        Element.Attach(array.Children[0]);
    }
}

/// <summary><c>{a,"b c",NULL}</c>: an element is quoted when it is empty, spells NULL, or holds a brace, comma, quote, backslash or blank.</summary>
internal sealed class ArrayTextEncoder(ColumnEncoder element) : ArrayEncoder(element)
{
    protected override void WriteItems(WireBuffer wire, int start, int end)
    {
        wire.WriteByte((byte)'{');
        for (var i = start; i < end; i++)
        {
            if (i > start) wire.WriteByte((byte)',');
            if (Element.IsNull(i)) wire.WriteBytes("NULL"u8);
            else WriteElement(wire, i);
        }

        wire.WriteByte((byte)'}');
    }

    private void WriteElement(WireBuffer wire, int index)
    {
        var start = wire.Length;
        Element.Write(wire, index);
        if (NeedsQuotes(wire.WrittenFrom(start))) Quote(wire, start);
    }

    // The text is already in place: it is spread out from its end, so that nothing is copied twice.
    private static void Quote(WireBuffer wire, int start)
    {
        var length = wire.Length - start;
        var escapes = wire.WrittenFrom(start).Count((byte)'"') + wire.WrittenFrom(start).Count((byte)'\\');
        wire.Reserve(escapes + 2);
        wire.Advance(escapes + 2);
        var text = wire.WrittenFrom(start);
        var target = text.Length;
        text[--target] = (byte)'"';
        for (var source = length - 1; source >= 0; source--)
        {
            var c = text[source];
            text[--target] = c;
            if (c is (byte)'"' or (byte)'\\') text[--target] = (byte)'\\';
        }

        text[0] = (byte)'"';
    }

    private static bool NeedsQuotes(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || (text.Length == 4 && System.Text.Ascii.EqualsIgnoreCase(text, "NULL"u8))) return true;
        foreach (var c in text)
            if (c is (byte)'{' or (byte)'}' or (byte)',' or (byte)'"' or (byte)'\\' or (byte)' ' or (>= 9 and <= 13)) return true;
        return false;
    }
}

/// <summary>Int32 dimensions · Int32 has nulls · Int32 element OID · per dimension: Int32 length, Int32 lower bound · per element: Int32 length, bytes.</summary>
internal sealed class ArrayBinaryEncoder(ColumnEncoder element, int elementOid) : ArrayEncoder(element)
{
    protected override void WriteItems(WireBuffer wire, int start, int end)
    {
        wire.WriteInt32(end > start ? 1 : 0);
        var hasNulls = 0;
        for (var i = start; i < end && hasNulls == 0; i++)
            if (Element.IsNull(i)) hasNulls = 1;
        wire.WriteInt32(hasNulls);
        wire.WriteInt32(elementOid);
        if (start == end) return;
        wire.WriteInt32(end - start);
        wire.WriteInt32(1);
        for (var i = start; i < end; i++) RowEncoder.WriteField(wire, Element, i);
    }
}
