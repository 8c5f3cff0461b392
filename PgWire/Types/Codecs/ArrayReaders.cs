using System.Buffers;
using System.Buffers.Binary;
using FederationGateway.Common;
using FederationGateway.Common.Values;

namespace FederationGateway.PgWire.Types.Codecs;

/// <summary>Walks the elements of an array literal. Optional bounds (<c>[0:2]={…}</c>) are read over; more dimensions are refused.</summary>
internal ref struct ArrayTextReader
{
    private readonly ReadOnlySpan<byte> _text;
    private readonly ArrayBufferWriter<byte> _unescaped = new();
    private ReadOnlySpan<byte> _rest;
    private bool _isFirst = true;

    public ArrayTextReader(ReadOnlySpan<byte> text)
    {
        _text = text;
        _rest = text;
        SkipBlanks();
        if (!_rest.IsEmpty && _rest[0] == '[')
        {
            var equals = _rest.IndexOf((byte)'=');
            if (equals < 0) throw Malformed("Missing \"=\" after array dimensions.");
            if (_rest[1..equals].Contains((byte)'[')) throw GatewayException.Unsupported("an array of more than one dimension");
            _rest = _rest[(equals + 1)..];
            SkipBlanks();
        }

        if (_rest.IsEmpty || _rest[0] != '{') throw Malformed("Array value must start with \"{\" or dimension information.");
        _rest = _rest[1..];
    }

    public ReadOnlySpan<byte> Current { get; private set; }

    public bool IsNull { get; private set; }

    public bool MoveNext()
    {
        SkipBlanks();
        if (_rest.IsEmpty) throw Malformed("Unexpected end of input.");
        if (_rest[0] == '}' && _isFirst) return End();
        if (!_isFirst)
        {
            if (_rest[0] == '}') return End();
            if (_rest[0] != ',') throw Malformed("Unexpected array element.");
            _rest = _rest[1..];
            SkipBlanks();
        }

        _isFirst = false;
        if (_rest.IsEmpty) throw Malformed("Unexpected end of input.");
        if (_rest[0] == '{') throw GatewayException.Unsupported("an array of more than one dimension");
        ReadElement();
        return true;
    }

    private void ReadElement()
    {
        _unescaped.ResetWrittenCount();
        var quoted = _rest[0] == '"';
        if (quoted) _rest = _rest[1..];
        var kept = 0;           // unquoted blanks at the end do not count, escaped ones do
        while (true)
        {
            if (_rest.IsEmpty) throw Malformed("Unexpected end of input.");
            var c = _rest[0];
            if (quoted ? c == '"' : c is (byte)',' or (byte)'}') break;
            if (!quoted && (c is (byte)'"' or (byte)'{')) throw Malformed($"Unexpected \"{(char)c}\" character.");
            var escaped = c == '\\';
            if (escaped)
            {
                _rest = _rest[1..];
                if (_rest.IsEmpty) throw Malformed("Unexpected end of input.");
                c = _rest[0];
            }

            _unescaped.GetSpan(1)[0] = c;
            _unescaped.Advance(1);
            _rest = _rest[1..];
            if (quoted || escaped || !TextScanIsSpace(c)) kept = _unescaped.WrittenCount;
        }

        if (quoted) _rest = _rest[1..];
        Current = _unescaped.WrittenSpan[..kept];
        if (!quoted && Current.IsEmpty) throw Malformed("Unexpected array element.");
        IsNull = !quoted && Current.Length == 4 && System.Text.Ascii.EqualsIgnoreCase(Current, "NULL"u8);
    }

    private bool End()
    {
        _rest = _rest[1..];
        SkipBlanks();
        return _rest.IsEmpty ? false : throw Malformed("Junk after closing right brace.");
    }

    private void SkipBlanks()
    {
        while (!_rest.IsEmpty && TextScanIsSpace(_rest[0])) _rest = _rest[1..];
    }

    private static bool TextScanIsSpace(byte c) => c is (byte)' ' or (>= 9 and <= 13);

    private readonly GatewayException Malformed(string detail) =>
        new(SqlState.InvalidTextRepresentation, $"malformed array literal: \"{ValueErrors.Quote(_text)}\"") { Detail = detail };
}

/// <summary>Walks the elements of an array in binary form.</summary>
internal ref struct ArrayBinaryReader
{
    private readonly GatewayException _malformed;
    private ReadOnlySpan<byte> _rest;
    private int _left;

    public ArrayBinaryReader(ReadOnlySpan<byte> bytes, int elementOid, GatewayException malformed)
    {
        _rest = bytes;
        _malformed = malformed;
        var dimensions = TakeInt32();
        if (dimensions is < 0 or > 6) throw malformed;
        if (dimensions > 1) throw GatewayException.Unsupported("an array of more than one dimension");
        if (TakeInt32() is not (0 or 1)) throw malformed;
        if (TakeInt32() != elementOid) throw new GatewayException(SqlState.DatatypeMismatch, "wrong element type");
        if (dimensions == 0) return;
        _left = TakeInt32();
        TakeInt32();        // the lower bound
        if (_left < 0 || _left > _rest.Length / sizeof(int)) throw malformed;
    }

    public ReadOnlySpan<byte> Current { get; private set; }

    public bool IsNull { get; private set; }

    public bool MoveNext()
    {
        if (_left-- == 0) return _rest.IsEmpty ? false : throw _malformed;
        var length = TakeInt32();
        IsNull = length == -1;
        Current = IsNull ? default : Take(length);
        return true;
    }

    private int TakeInt32() => BinaryPrimitives.ReadInt32BigEndian(Take(sizeof(int)));

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count < 0 || count > _rest.Length) throw _malformed;
        var bytes = _rest[..count];
        _rest = _rest[count..];
        return bytes;
    }
}
