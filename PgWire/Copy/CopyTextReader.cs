using System.Buffers;
using System.Text;
using FederationGateway.PgWire.Types;

namespace FederationGateway.PgWire.Copy;

/// <summary>The text format: fields between delimiters, backslash escapes (<c>\t \n \\ \123 \x41</c> …), a backslash in front of a line break keeps it as data.</summary>
internal sealed class CopyTextReader(CopyOptions options, CopyBatchBuilder rows) : CopyLineReader(options, rows)
{
    private static readonly SearchValues<byte> BreakOrEscape = SearchValues.Create("\r\n\\"u8);
    private readonly ArrayBufferWriter<byte> _unescaped = new();
    private int _scanned;

    protected override int FindLineBreak(ReadOnlySpan<byte> data)
    {
        while (_scanned < data.Length)
        {
            var next = data[_scanned..].IndexOfAny(BreakOrEscape);
            if (next < 0)
            {
                _scanned = data.Length;
                return -1;
            }

            _scanned += next;
            if (data[_scanned] != '\\') return _scanned;
            if (_scanned + 1 >= data.Length) return -1;
            _scanned += 2;
        }

        return -1;
    }

    protected override void OnLineTaken() => _scanned = 0;

    protected override void ReadLine(ReadOnlySpan<byte> line)
    {
        var rest = line;
        for (var column = 0; column < Rows.Columns.Count; column++)
        {
            var field = TakeField(ref rest, out var isLast);
            if (isLast && column < Rows.Columns.Count - 1)
            {
                AppendField(column, field);
                throw MissingData(column + 1, line);
            }

            if (!isLast && column == Rows.Columns.Count - 1) throw ExtraData(line);
            AppendField(column, field);
        }

        if (Rows.Columns.Count == 0 && !line.IsEmpty) throw ExtraData(line);
        Rows.EndRow();
    }

    protected override List<string> HeaderNames(ReadOnlySpan<byte> line)
    {
        List<string> names = [];
        for (var isLast = false; !isLast;) names.Add(Encoding.UTF8.GetString(Unescape(TakeField(ref line, out isLast))));
        return names;
    }

    private void AppendField(int column, ReadOnlySpan<byte> field)
    {
        // The null marker is compared before escapes are resolved: "\\N" is the text \N.
        if (field.SequenceEqual(Null)) Rows.AppendNull(column);
        else Rows.Append(column, Unescape(field), WireFormat.Text);
    }

    private ReadOnlySpan<byte> TakeField(ref ReadOnlySpan<byte> rest, out bool isLast)
    {
        var end = 0;
        while (end < rest.Length && rest[end] != Delimiter) end += rest[end] == '\\' && end + 1 < rest.Length ? 2 : 1;
        isLast = end >= rest.Length;
        var field = rest[..Math.Min(end, rest.Length)];
        rest = isLast ? default : rest[(end + 1)..];
        return field;
    }

    private ReadOnlySpan<byte> Unescape(ReadOnlySpan<byte> field)
    {
        var escape = field.IndexOf((byte)'\\');
        if (escape < 0) return field;
        _unescaped.ResetWrittenCount();
        while (escape >= 0 && escape + 1 < field.Length)
        {
            _unescaped.Write(field[..escape]);
            field = field[(escape + 1)..];
            _unescaped.GetSpan(1)[0] = TakeEscaped(ref field);
            _unescaped.Advance(1);
            escape = field.IndexOf((byte)'\\');
        }

        _unescaped.Write(field);
        return _unescaped.WrittenSpan;
    }

    private static byte TakeEscaped(ref ReadOnlySpan<byte> text)
    {
        var c = text[0];
        if (c is >= (byte)'0' and <= (byte)'7') return TakeNumber(ref text, radix: 8, maxDigits: 3);
        text = text[1..];
        if (c == 'x' && !text.IsEmpty && char.IsAsciiHexDigit((char)text[0])) return TakeNumber(ref text, radix: 16, maxDigits: 2);
        return c switch
        {
            (byte)'b' => (byte)'\b',
            (byte)'f' => (byte)'\f',
            (byte)'n' => (byte)'\n',
            (byte)'r' => (byte)'\r',
            (byte)'t' => (byte)'\t',
            (byte)'v' => (byte)'\v',
            _ => c,
        };
    }

    private static byte TakeNumber(ref ReadOnlySpan<byte> text, int radix, int maxDigits)
    {
        var value = 0;
        for (var i = 0; i < maxDigits && !text.IsEmpty; i++)
        {
            var digit = text[0] switch { >= (byte)'0' and <= (byte)'9' => text[0] - '0', >= (byte)'a' and <= (byte)'f' => text[0] - 'a' + 10, >= (byte)'A' and <= (byte)'F' => text[0] - 'A' + 10, _ => radix };
            if (digit >= radix) break;
            value = (value * radix) + digit;
            text = text[1..];
        }

        return (byte)value;
    }
}
