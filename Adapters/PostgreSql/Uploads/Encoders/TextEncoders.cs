using FederationGateway.Adapters.Abstractions;
using FederationGateway.Adapters.PostgreSql.Wire;
using FederationGateway.Arrow;

namespace FederationGateway.Adapters.PostgreSql.Uploads.Encoders;

/// <summary>Text without a length to fit into: blanks at its end stay as they are. A file's text may hold a zero byte, which the server has no text for.</summary>
internal sealed class TextEncoder(string column) : ColumnEncoder
{
    public override void Write(MessageWriter writer, ArrayData values, int index)
    {
        var text = values.GetBytes(index);
        if (text.Contains((byte)0)) throw new UploadRefusedException($"column \"{column}\" holds text with a zero byte", isLasting: false);
        writer.WriteInt32(text.Length).WriteBytes(text);
    }
}

/// <summary>bytea, and uuid, whose bytes are in network order here too.</summary>
internal sealed class BytesEncoder : ColumnEncoder
{
    public override void Write(MessageWriter writer, ArrayData column, int index)
    {
        var bytes = column.GetBytes(index);
        writer.WriteInt32(bytes.Length).WriteBytes(bytes);
    }
}
