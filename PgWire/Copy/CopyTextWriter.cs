using System.Buffers;
using System.Text;
using FederationGateway.PgWire.Types;
using FederationGateway.PgWire.Wire;

namespace FederationGateway.PgWire.Copy;

/// <summary>The text format: control characters, backslash and the delimiter are escaped in place, only where a value has any.</summary>
internal sealed class CopyTextWriter : CopyWriter
{
    private readonly byte _delimiter;
    private readonly byte[] _null;
    private readonly IReadOnlyList<string> _names;
    private readonly SearchValues<byte> _special;

    public CopyTextWriter(CopyOptions options, IReadOnlyList<string> columnNames)
    {
        _delimiter = (byte)options.EffectiveDelimiter;
        _null = Encoding.UTF8.GetBytes(options.EffectiveNull);
        _names = columnNames;
        _special = SearchValues.Create([.. "\b\f\n\r\t\v\\"u8, _delimiter]);
        HasHeader = options.Header != CopyHeader.None;
    }

    public override bool HasHeader { get; }

    public override bool HasTrailer => false;

    public override void WriteHeader(WireBuffer wire)
    {
        for (var i = 0; i < _names.Count; i++)
        {
            if (i > 0) wire.WriteByte(_delimiter);
            var start = wire.Length;
            wire.WriteUtf8(_names[i]);
            Escape(wire, start);
        }

        wire.WriteByte((byte)'\n');
    }

    public override void WriteRow(WireBuffer wire, ReadOnlySpan<ColumnEncoder> columns, int row)
    {
        for (var i = 0; i < columns.Length; i++)
        {
            if (i > 0) wire.WriteByte(_delimiter);
            if (columns[i].IsNull(row))
            {
                wire.WriteBytes(_null);
                continue;
            }

            var start = wire.Length;
            columns[i].Write(wire, row);
            Escape(wire, start);
        }

        wire.WriteByte((byte)'\n');
    }

    public override void WriteTrailer(WireBuffer wire)
    {
    }

    private void Escape(WireBuffer wire, int start)
    {
        var plain = wire.WrittenFrom(start);
        if (plain.IndexOfAny(_special) < 0) return;
        var extra = 0;
        foreach (var c in plain)
            if (_special.Contains(c)) extra++;
        var length = plain.Length;
        wire.Reserve(extra);
        wire.Advance(extra);
        var text = wire.WrittenFrom(start);
        for (int source = length - 1, target = text.Length; source >= 0; source--)
        {
            var c = text[source];
            text[--target] = Letter(c);
            if (_special.Contains(c)) text[--target] = (byte)'\\';
        }
    }

    // The delimiter may be one of these control characters: then it is escaped as itself.
    private byte Letter(byte c) => c == _delimiter
        ? c == '\t' ? (byte)'t' : c
        : c switch
        {
            (byte)'\b' => (byte)'b',
            (byte)'\f' => (byte)'f',
            (byte)'\n' => (byte)'n',
            (byte)'\r' => (byte)'r',
            (byte)'\t' => (byte)'t',
            (byte)'\v' => (byte)'v',
            _ => c,
        };
}
