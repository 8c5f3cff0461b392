using FederationGateway.Adapters.PostgreSql.Wire.Decoders;
using FederationGateway.Arrow;
using FederationGateway.Common;

namespace FederationGateway.Adapters.PostgreSql.Capture.Values;

/// <summary>Numerics of up to 38 digits into 128-bit integers scaled by the column's scale.</summary>
internal sealed unsafe class DecimalTextDecoder : ColumnDecoder
{
    /// <summary>Digits of which any number fits 64 bits.</summary>
    private const int SmallDigits = 18;

    private readonly string _column;
    private readonly int _precision;
    private readonly int _scale;
    private readonly Int128 _limit = Int128.One;

    public DecimalTextDecoder(string column, SqlType type) : base(SqlTypeMapping.ToArrow(type))
    {
        (_column, _precision, _scale) = (column, type.Length, type.Scale);
        for (var i = 0; i < _precision; i++) _limit *= 10;
    }

    public override void Decode(byte* value, int length)
    {
        var text = new ReadOnlySpan<byte>(value, length);
        var isNegative = length > 0 && *value == (byte)'-';
        if (isNegative) text = text[1..];
        if (text.IsEmpty) throw Malformed();
        if (text[0] is (byte)'N' or (byte)'I') throw Uncarriable.NotANumber(_column, _precision, _scale);
        var number = text.Length + _scale <= SmallDigits ? Small(text) : Large(text);
        if (number >= _limit) throw Uncarriable.TooLarge(_column, _precision, _scale);
        Builder.Append(isNegative ? -number : number);
    }

    private Int128 Small(ReadOnlySpan<byte> text)
    {
        var (number, decimals) = (0L, -1);
        foreach (var letter in text)
        {
            if (!Accepts(letter, ref decimals)) continue;
            number = (number * 10) + (letter - '0');
        }

        for (decimals = Math.Max(decimals, 0); decimals < _scale; decimals++) number *= 10;
        return number;
    }

    private Int128 Large(ReadOnlySpan<byte> text)
    {
        var (number, decimals) = (Int128.Zero, -1);
        foreach (var letter in text)
        {
            if (Accepts(letter, ref decimals)) number = Shifted(number) + (letter - '0');
        }

        for (decimals = Math.Max(decimals, 0); decimals < _scale; decimals++) number = Shifted(number);
        return number;
    }

    private Int128 Shifted(Int128 number) => number <= _limit / 10 ? number * 10 : throw Uncarriable.TooLarge(_column, _precision, _scale);

    /// <summary>True for a digit that counts. What lies behind the scale must be zeros.</summary>
    private bool Accepts(byte letter, ref int decimals)
    {
        if (letter == (byte)'.' && decimals < 0)
        {
            decimals = 0;
            return false;
        }

        if ((uint)(letter - '0') > 9) throw Malformed();
        if (decimals < 0) return true;
        if (++decimals <= _scale) return true;
        return letter == (byte)'0' ? false : throw Uncarriable.TooManyDecimals(_column, _precision, _scale);
    }

    private static GatewayException Malformed() => CaptureProtocol.Malformed("a value of type numeric");
}
