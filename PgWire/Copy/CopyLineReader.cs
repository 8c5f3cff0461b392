using System.Text;
using FederationGateway.Common;

namespace FederationGateway.PgWire.Copy;

/// <summary>What the text and csv formats share: lines, a header, the null marker, the end-of-data line <c>\.</c>.</summary>
internal abstract class CopyLineReader(CopyOptions options, CopyBatchBuilder rows) : CopyReader(rows)
{
    private enum LineEnd
    {
        Unknown,
        LineFeed,
        CarriageReturn,
        Both,
    }

    private LineEnd _lineEnd;
    private bool _headerIsDue = options.Header != CopyHeader.None;

    protected byte Delimiter { get; } = (byte)options.EffectiveDelimiter;

    protected byte[] Null { get; } = Encoding.UTF8.GetBytes(options.EffectiveNull);

    /// <summary>The index of the first line break that ends the row, at or after the place scanning stopped last time; -1 when there is none yet.</summary>
    protected abstract int FindLineBreak(ReadOnlySpan<byte> data);

    /// <summary>Appends one line's fields.</summary>
    protected abstract void ReadLine(ReadOnlySpan<byte> line);

    /// <summary>The fields of a header line, for checking names.</summary>
    protected abstract List<string> HeaderNames(ReadOnlySpan<byte> line);

    protected sealed override int ReadRow(ReadOnlySpan<byte> data, bool atEnd)
    {
        var lineBreak = FindLineBreak(data);
        if (lineBreak < 0 && !atEnd) return 0;
        var length = lineBreak < 0 ? data.Length : lineBreak;
        var breakLength = lineBreak < 0 ? 0 : BreakLength(data, lineBreak, atEnd);
        if (breakLength < 0) return 0;
        OnLineTaken();
        Rows.Line++;
        var line = data[..length];
        if (line.SequenceEqual("\\."u8)) IsAtEnd = true;
        else if (_headerIsDue) ReadHeader(line);
        else ReadLine(line);
        return length + breakLength;
    }

    protected override void CheckEnd()
    {
    }

    /// <summary>The line found last is being taken: scanning starts afresh behind it.</summary>
    protected abstract void OnLineTaken();

    protected GatewayException MissingData(int column, ReadOnlySpan<byte> line) => Rows.BadFormat($"missing data for column \"{Rows.Columns[column].Name}\"", line);

    protected GatewayException ExtraData(ReadOnlySpan<byte> line) => Rows.BadFormat("extra data after last expected column", line);

    // All lines end as the first one does, or the data is damaged; -1: a CR at the end of the data, whose LF may still come.
    private int BreakLength(ReadOnlySpan<byte> data, int at, bool atEnd)
    {
        var isReturn = data[at] == '\r';
        if (isReturn && at + 1 == data.Length && !atEnd && (_lineEnd is LineEnd.Unknown or LineEnd.Both)) return -1;
        var found = !isReturn ? LineEnd.LineFeed : at + 1 < data.Length && data[at + 1] == '\n' ? LineEnd.Both : LineEnd.CarriageReturn;
        if (_lineEnd == LineEnd.Unknown) _lineEnd = found;
        if (_lineEnd == LineEnd.CarriageReturn && found == LineEnd.Both) found = LineEnd.CarriageReturn;
        if (found != _lineEnd)
        {
            Rows.Line++;
            var name = isReturn ? "carriage return" : "newline";
            throw Rows.BadFormat($"{(options.Format == CopyFormat.Csv ? "unquoted" : "literal")} {name} found in data");
        }

        return found == LineEnd.Both ? 2 : 1;
    }

    private void ReadHeader(ReadOnlySpan<byte> line)
    {
        _headerIsDue = false;
        if (options.Header != CopyHeader.Match) return;
        var names = HeaderNames(line);
        if (names.Count != Rows.Columns.Count)
            throw Rows.BadFormat($"wrong number of fields in header line: got {names.Count}, expected {Rows.Columns.Count}", line);
        for (var i = 0; i < names.Count; i++)
            if (names[i] != Rows.Columns[i].Name)
                throw Rows.BadFormat($"column name mismatch in header line field {i + 1}: got \"{names[i]}\", expected \"{Rows.Columns[i].Name}\"", line);
    }
}
