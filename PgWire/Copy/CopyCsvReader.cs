using System.Buffers;
using System.Text;
using FederationGateway.PgWire.Types;

namespace FederationGateway.PgWire.Copy;

/// <summary>The csv format: quoted parts may hold delimiters and line breaks; an unquoted field equal to the null marker is null.</summary>
internal sealed class CopyCsvReader(CopyOptions options, CopyBatchBuilder rows) : CopyLineReader(options, rows)
{
    private readonly byte _quote = (byte)options.Quote;
    private readonly byte _escape = (byte)options.EffectiveEscape;
    private readonly bool[] _neverNull = [.. rows.Columns.Select(column => options.ForceNotNull.Contains(column.Name))];
    private readonly bool[] _quotedNull = [.. rows.Columns.Select(column => options.ForceNull.Contains(column.Name))];
    private readonly ArrayBufferWriter<byte> _value = new();
    private int _scanned;
    private bool _inQuotes;
    private bool _afterEscape;

    protected override int FindLineBreak(ReadOnlySpan<byte> data)
    {
        for (; _scanned < data.Length; _scanned++)
        {
            var c = data[_scanned];
            if (!_inQuotes && (c is (byte)'\n' or (byte)'\r')) return _scanned;
            if (_inQuotes && c == _escape && _escape != _quote) _afterEscape = !_afterEscape;
            else if (c == _quote && !_afterEscape) _inQuotes = !_inQuotes;
            if (c != _escape) _afterEscape = false;
        }

        return -1;
    }

    protected override void OnLineTaken()
    {
        _scanned = 0;
        if (!_inQuotes) return;
        Rows.Line++;
        throw Rows.BadFormat("unterminated CSV quoted field");
    }

    protected override void ReadLine(ReadOnlySpan<byte> line)
    {
        var rest = line;
        for (var column = 0; column < Rows.Columns.Count; column++)
        {
            var field = TakeField(ref rest, out var isQuoted, out var isLast);
            if (!isLast && column == Rows.Columns.Count - 1) throw ExtraData(line);
            AppendField(column, field, isQuoted);
            if (isLast && column < Rows.Columns.Count - 1) throw MissingData(column + 1, line);
        }

        if (Rows.Columns.Count == 0 && !line.IsEmpty) throw ExtraData(line);
        Rows.EndRow();
    }

    protected override List<string> HeaderNames(ReadOnlySpan<byte> line)
    {
        List<string> names = [];
        for (var isLast = false; !isLast;) names.Add(Encoding.UTF8.GetString(TakeField(ref line, out _, out isLast)));
        return names;
    }

    private void AppendField(int column, ReadOnlySpan<byte> field, bool isQuoted)
    {
        var isMarker = field.SequenceEqual(Null) && (isQuoted ? _quotedNull[column] : !_neverNull[column]);
        if (isMarker) Rows.AppendNull(column);
        else Rows.Append(column, field, WireFormat.Text);
    }

    // A field may be quoted in part: a"b,c"d is the value ab,cd.
    private ReadOnlySpan<byte> TakeField(ref ReadOnlySpan<byte> rest, out bool isQuoted, out bool isLast)
    {
        isQuoted = false;
        var plain = rest.IndexOfAny(Delimiter, _quote);
        if (plain < 0 || rest[plain] == Delimiter)
        {
            isLast = plain < 0;
            var field = isLast ? rest : rest[..plain];
            rest = isLast ? default : rest[(plain + 1)..];
            return field;
        }

        _value.ResetWrittenCount();
        var inQuotes = false;
        var i = 0;
        for (; i < rest.Length && (inQuotes || rest[i] != Delimiter); i++)
        {
            if (inQuotes && rest[i] == _escape && i + 1 < rest.Length && (rest[i + 1] == _quote || rest[i + 1] == _escape)) Put(rest[++i]);
            else if (rest[i] == _quote)
            {
                inQuotes = !inQuotes;
                isQuoted = true;
            }
            else Put(rest[i]);
        }

        isLast = i >= rest.Length;
        rest = isLast ? default : rest[(i + 1)..];
        return _value.WrittenSpan;
    }

    private void Put(byte c)
    {
        _value.GetSpan(1)[0] = c;
        _value.Advance(1);
    }
}
