using FederationGateway.PgWire.Wire;

namespace FederationGateway.PgWire.Types.Codecs;

/// <summary>The numbers of an int2vector or oidvector: <c>1 2</c>.</summary>
internal sealed class VectorTextEncoder(ColumnEncoder element) : ArrayEncoder(element)
{
    protected override void WriteItems(WireBuffer wire, int start, int end)
    {
        for (var i = start; i < end; i++)
        {
            if (i > start) wire.WriteByte((byte)' ');
            Element.Write(wire, i);
        }
    }
}

/// <summary>As arrays, but one dimension even of nothing, and from 0.</summary>
internal sealed class VectorBinaryEncoder(ColumnEncoder element, int elementOid) : ArrayEncoder(element)
{
    protected override void WriteItems(WireBuffer wire, int start, int end)
    {
        wire.WriteInt32(1);
        wire.WriteInt32(0);
        wire.WriteInt32(elementOid);
        wire.WriteInt32(end - start);
        wire.WriteInt32(0);
        for (var i = start; i < end; i++) RowEncoder.WriteField(wire, Element, i);
    }
}
