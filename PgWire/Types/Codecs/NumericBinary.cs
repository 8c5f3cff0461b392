using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using FederationGateway.Common;
using FederationGateway.Common.Values;
using FederationGateway.PgWire.Wire;

namespace FederationGateway.PgWire.Types.Codecs;

/// <summary>
/// The binary format of numeric: Int16 digit groups · Int16 weight of the first group (in powers of 10000) · Int16 sign · Int16 digits after the point ·
/// the groups, each 0 to 9999. Groups of zeros at either end are left out.
/// </summary>
internal static class NumericBinary
{
    private const ushort Negative = 0x4000;
    private const ushort NotANumber = 0xC000;
    private const ushort PlusInfinity = 0xD000;
    private const ushort MinusInfinity = 0xF000;

    // An accident of PostgreSQL's header bits, sent all the same.
    private const int InfinityScale = 32;
    private const int HeaderLength = 8;
    private const int GroupDigits = 4;

    /// <summary>From canonical text.</summary>
    public static void Write(WireBuffer wire, ReadOnlySpan<byte> text)
    {
        var special = text switch
        {
            _ when text.SequenceEqual("NaN"u8) => NotANumber,
            _ when text.SequenceEqual("Infinity"u8) => PlusInfinity,
            _ when text.SequenceEqual("-Infinity"u8) => MinusInfinity,
            _ => (ushort)0,
        };
        if (special != 0)
        {
            WriteHeader(wire, 0, 0, special, special == NotANumber ? 0 : InfinityScale);
            return;
        }

        var negative = text[0] == '-';
        if (negative) text = text[1..];
        var point = text.IndexOf((byte)'.');
        var integer = point < 0 ? text : text[..point];
        var fraction = point < 0 ? default : text[(point + 1)..];
        WriteDigits(wire, negative, integer.TrimStart((byte)'0'), fraction);
    }

    /// <summary>To canonical text, with as many digits after the point as the value says it has.</summary>
    public static string Read(ReadOnlySpan<byte> bytes, GatewayException malformed)
    {
        if (bytes.Length < HeaderLength) throw malformed;
        var count = BinaryPrimitives.ReadInt16BigEndian(bytes);
        var weight = BinaryPrimitives.ReadInt16BigEndian(bytes[2..]);
        var sign = BinaryPrimitives.ReadUInt16BigEndian(bytes[4..]);
        var scale = BinaryPrimitives.ReadInt16BigEndian(bytes[6..]);
        if (count < 0 || bytes.Length != HeaderLength + (count * sizeof(short)) || scale is < 0 or > 0x3FFF) throw malformed;
        switch (sign)
        {
            case NotANumber: return "NaN";
            case PlusInfinity: return "Infinity";
            case MinusInfinity: return "-Infinity";
            case 0 or Negative: break;
            default: throw malformed;
        }

        var text = new StringBuilder();
        if (sign == Negative) text.Append('-');
        if (weight < 0) text.Append('0');
        for (var i = 0; i <= weight; i++) AppendGroup(text, Group(bytes, i, count, malformed), isFirst: i == 0);
        if (scale > 0) text.Append('.');
        var end = text.Length + scale;
        for (var i = weight + 1; text.Length < end; i++) AppendGroup(text, Group(bytes, i, count, malformed), isFirst: false);
        text.Length = end;
        return DecimalText.Canonicalize(Encoding.ASCII.GetBytes(text.ToString()));
    }

    private static int Group(ReadOnlySpan<byte> bytes, int index, int count, GatewayException malformed)
    {
        if (index < 0 || index >= count) return 0;
        var group = BinaryPrimitives.ReadInt16BigEndian(bytes[(HeaderLength + (index * sizeof(short)))..]);
        return group is >= 0 and < 10_000 ? group : throw malformed;
    }

    private static void AppendGroup(StringBuilder text, int group, bool isFirst)
    {
        if (!isFirst) text.Append((char)('0' + (group / 1000))).Append((char)('0' + (group / 100 % 10))).Append((char)('0' + (group / 10 % 10))).Append((char)('0' + (group % 10)));
        else text.Append(group);
    }

    private static void WriteDigits(WireBuffer wire, bool negative, ReadOnlySpan<byte> integer, ReadOnlySpan<byte> fraction)
    {
        var integerGroups = (integer.Length + GroupDigits - 1) / GroupDigits;
        var fractionGroups = (fraction.Length + GroupDigits - 1) / GroupDigits;
        var total = integerGroups + fractionGroups;
        short[]? rented = null;
        var groups = total <= 64 ? stackalloc short[64] : rented = ArrayPool<short>.Shared.Rent(total);
        groups = groups[..total];
        var lead = (integerGroups * GroupDigits) - integer.Length;
        groups.Clear();
        for (var i = 0; i < integer.Length; i++) Append(ref groups[(lead + i) / GroupDigits], integer[i]);
        for (var i = 0; i < fractionGroups * GroupDigits; i++)
            Append(ref groups[integerGroups + (i / GroupDigits)], i < fraction.Length ? fraction[i] : (byte)'0');

        var first = 0;
        while (first < total && groups[first] == 0) first++;
        var last = total;
        while (last > first && groups[last - 1] == 0) last--;
        var isZero = first == last;
        WriteHeader(wire, last - first, isZero ? 0 : integerGroups - 1 - first, negative && !isZero ? Negative : (ushort)0, fraction.Length);
        foreach (var group in groups[first..last]) wire.WriteInt16(group);
        if (rented is not null) ArrayPool<short>.Shared.Return(rented);

        static void Append(ref short group, byte digit) => group = (short)((group * 10) + (digit - '0'));
    }

    private static void WriteHeader(WireBuffer wire, int groups, int weight, ushort sign, int scale)
    {
        var header = wire.Reserve(HeaderLength);
        BinaryPrimitives.WriteInt16BigEndian(header, (short)groups);
        BinaryPrimitives.WriteInt16BigEndian(header[2..], (short)weight);
        BinaryPrimitives.WriteUInt16BigEndian(header[4..], sign);
        BinaryPrimitives.WriteInt16BigEndian(header[6..], (short)scale);
        wire.Advance(HeaderLength);
    }
}
