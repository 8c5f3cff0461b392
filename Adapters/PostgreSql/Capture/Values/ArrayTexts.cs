using FederationGateway.Adapters.PostgreSql.Wire.Decoders;
using FederationGateway.Arrow;
using FederationGateway.Common;

namespace FederationGateway.Adapters.PostgreSql.Capture.Values;

/// <summary>One-dimensional arrays that start at 1: <c>{1,NULL,"a \"quoted\" one"}</c>.</summary>
internal sealed unsafe class ArrayTextDecoder : ColumnDecoder
{
    private readonly string _column;
    private readonly ColumnDecoder _element;

    /// <summary>Elements without their escapes; pinned, as decoders read by address.</summary>
    private byte[] _plain = GC.AllocateUninitializedArray<byte>(256, pinned: true);

    /// <param name="element">Decodes the elements; its arrays become this one's child.</param>
    public ArrayTextDecoder(string column, ColumnDecoder element) : base(new ListType(element.Builder.DataType))
    {
        element.BuildInto(Builder.Child!);
        (_column, _element) = (column, element);
    }

    public override void Decode(byte* value, int length)
    {
        var text = new ReadOnlySpan<byte>(value, length);
        if (text.IsEmpty) throw Malformed();
        if (text[0] == (byte)'[') throw Uncarriable.Array(_column, text.Count((byte)'[') > 1 ? "an array of more than one dimension" : "an array that does not start at 1");
        if (text[0] != (byte)'{' || text.Length < 2 || text[^1] != (byte)'}') throw Malformed();
        if (text.Length > 2) Elements(value, length);
        Builder.EndList();
    }

    private void Elements(byte* value, int length)
    {
        var text = new ReadOnlySpan<byte>(value, length);
        var at = 1;
        while (true)
        {
            if (at >= text.Length) throw Malformed();
            if (text[at] == (byte)'{') throw Uncarriable.Array(_column, "an array of more than one dimension");
            at = text[at] == (byte)'"' ? Quoted(text, at + 1) : Plain(value, text, at);
            if (at >= text.Length) throw Malformed();
            if (text[at] == (byte)'}' && at == text.Length - 1) return;
            if (text[at++] != (byte)',') throw Malformed();
        }
    }

    /// <summary>The place behind the element.</summary>
    private int Plain(byte* value, ReadOnlySpan<byte> text, int start)
    {
        var count = text[start..].IndexOfAny((byte)',', (byte)'}');
        if (count <= 0) throw Malformed();
        if (text.Slice(start, count).SequenceEqual("NULL"u8)) _element.Builder.AppendNull();
        else _element.Decode(value + start, count);
        return start + count;
    }

    private int Quoted(ReadOnlySpan<byte> text, int at)
    {
        if (_plain.Length < text.Length) _plain = GC.AllocateUninitializedArray<byte>(Math.Max(text.Length, _plain.Length * 2), pinned: true);
        var count = 0;
        for (; at < text.Length && text[at] != (byte)'"'; at++)
        {
            if (text[at] == (byte)'\\' && ++at == text.Length) break;
            _plain[count++] = text[at];
        }

        if (at >= text.Length) throw Malformed();
        fixed (byte* plain = _plain) _element.Decode(plain, count);
        return at + 1;
    }

    private static GatewayException Malformed() => CaptureProtocol.Malformed("an array");
}

/// <summary>int2vector and oidvector: <c>1 2 3</c>.</summary>
internal sealed unsafe class VectorTextDecoder : ColumnDecoder
{
    private readonly ColumnDecoder _element;

    public VectorTextDecoder(ColumnDecoder element) : base(new ListType(element.Builder.DataType))
    {
        element.BuildInto(Builder.Child!);
        _element = element;
    }

    public override void Decode(byte* value, int length)
    {
        for (var start = 0; start < length;)
        {
            var count = new ReadOnlySpan<byte>(value + start, length - start).IndexOf((byte)' ');
            if (count < 0) count = length - start;
            _element.Decode(value + start, count);
            start += count + 1;
        }

        Builder.EndList();
    }
}
