using System.Buffers;
using System.Text;
using FederationGateway.PgWire.Types;
using FederationGateway.PgWire.Wire;

namespace FederationGateway.PgWire.Copy;

/// <summary>The csv format: a value is quoted when it must be (delimiter, quote, line break, or it looks like null) or when its column is forced.</summary>
internal sealed class CopyCsvWriter : CopyWriter
{
    private readonly byte _delimiter;
    private readonly byte _quote;
    private readonly byte _escape;
    private readonly byte[] _null;
    private readonly IReadOnlyList<string> _names;
    private readonly bool[] _force;
    private readonly SearchValues<byte> _special;

    public CopyCsvWriter(CopyOptions options, IReadOnlyList<string> columnNames)
    {
        _delimiter = (byte)options.EffectiveDelimiter;
        _quote = (byte)options.Quote;
        _escape = (byte)options.EffectiveEscape;
        _null = Encoding.UTF8.GetBytes(options.EffectiveNull);
        _names = columnNames;
        _force = [.. columnNames.Select(name => options.ForceQuoteAll || options.ForceQuote.Contains(name))];
        _special = SearchValues.Create([_delimiter, _quote, (byte)'\n', (byte)'\r']);
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
            QuoteIfNeeded(wire, start, force: false);
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
            QuoteIfNeeded(wire, start, _force[i]);
        }

        wire.WriteByte((byte)'\n');
    }

    public override void WriteTrailer(WireBuffer wire)
    {
    }

    private void QuoteIfNeeded(WireBuffer wire, int start, bool force)
    {
        var plain = wire.WrittenFrom(start);
        var isEndMarker = _names.Count == 1 && plain.SequenceEqual("\\."u8);
        if (!force && !isEndMarker && plain.IndexOfAny(_special) < 0 && !plain.SequenceEqual(_null)) return;
        var extra = 2;
        foreach (var c in plain)
            if (c == _quote || c == _escape) extra++;
        var length = plain.Length;
        wire.Reserve(extra);
        wire.Advance(extra);
        var text = wire.WrittenFrom(start);
        var target = text.Length;
        text[--target] = _quote;
        for (var source = length - 1; source >= 0; source--)
        {
            var c = text[source];
            text[--target] = c;
            if (c == _quote || c == _escape) text[--target] = _escape;
        }

        text[0] = _quote;
    }
}
