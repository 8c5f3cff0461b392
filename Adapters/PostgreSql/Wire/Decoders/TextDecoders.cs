using System.Text.Unicode;
using FederationGateway.Arrow;
using FederationGateway.Common;

namespace FederationGateway.Adapters.PostgreSql.Wire.Decoders;

/// <summary>Text the server has checked to be UTF-8, and json, which travels as its text.</summary>
internal sealed unsafe class TextDecoder() : ColumnDecoder(StringType.Default)
{
    public override void Decode(byte* value, int length) => Builder.AppendBytes(new ReadOnlySpan<byte>(value, length));
}

/// <summary>Text of a server that does not check it (SQL_ASCII).</summary>
internal sealed unsafe class CheckedTextDecoder(string column) : ColumnDecoder(StringType.Default)
{
    public override void Decode(byte* value, int length)
    {
        var text = new ReadOnlySpan<byte>(value, length);
        if (!Utf8.IsValid(text)) throw NotText();
        Builder.AppendBytes(text);
    }

    private GatewayException NotText() => Uncarriable.Value(SqlState.CharacterNotInRepertoire,
        $"column \"{column}\" holds bytes that are not UTF-8 text", "convert the database to UTF8, or declare the column as bytea");
}

/// <summary>jsonb: a version byte, then text.</summary>
internal sealed unsafe class JsonBinaryDecoder() : ColumnDecoder(StringType.Default)
{
    public override void Decode(byte* value, int length)
    {
        if (length < 1 || *value != 1) throw new ConnectionLost("the server sent jsonb of an unknown version");
        Builder.AppendBytes(new ReadOnlySpan<byte>(value + 1, length - 1));
    }
}

/// <summary>"char": one byte; zero prints as nothing, one outside ASCII as three octal digits behind a backslash.</summary>
internal sealed unsafe class InternalCharDecoder() : ColumnDecoder(StringType.Default)
{
    public override void Decode(byte* value, int length)
    {
        Expect(length, 1);
        var code = *value;
        if (code == 0) Builder.AppendBytes([]);
        else if (code < 0x80) Builder.AppendBytes([code]);
        else Builder.AppendBytes([(byte)'\\', (byte)('0' + (code >> 6)), (byte)('0' + ((code >> 3) & 7)), (byte)('0' + (code & 7))]);
    }
}

internal sealed unsafe class BinaryDecoder() : ColumnDecoder(BinaryType.Default)
{
    public override void Decode(byte* value, int length) => Builder.AppendBytes(new ReadOnlySpan<byte>(value, length));
}

/// <summary>The 16 bytes of a uuid, in network order as Arrow keeps them.</summary>
internal sealed unsafe class UuidDecoder() : ColumnDecoder(SqlTypeMapping.ToArrow(SqlType.Uuid))
{
    public override void Decode(byte* value, int length)
    {
        Expect(length, 16);
        Builder.AppendBytes(new ReadOnlySpan<byte>(value, 16));
    }
}
