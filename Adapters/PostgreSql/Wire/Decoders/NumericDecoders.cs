using System.Buffers;
using System.Buffers.Binary;
using FederationGateway.Arrow;
using FederationGateway.Common;

namespace FederationGateway.Adapters.PostgreSql.Wire.Decoders;

/// <summary>
/// A numeric's header: Int16 count of base-10000 digits · Int16 weight (power of 10000 of the first one) · UInt16 sign · Int16 decimals shown; the digits follow.
/// </summary>
internal readonly unsafe ref struct NumericValue
{
    public const ushort Negative = 0x4000;
    public const ushort NaN = 0xC000;
    public const ushort PositiveInfinity = 0xD000;
    public const ushort NegativeInfinity = 0xF000;
    private readonly byte* _digits;

    public NumericValue(byte* value, int length)
    {
        if (length < 8) throw new ConnectionLost("the server sent a malformed numeric");
        Count = BinaryPrimitives.ReverseEndianness(*(short*)value);
        Weight = BinaryPrimitives.ReverseEndianness(*(short*)(value + 2));
        Sign = BinaryPrimitives.ReverseEndianness(*(ushort*)(value + 4));
        Decimals = BinaryPrimitives.ReverseEndianness(*(short*)(value + 6));
        _digits = value + 8;
        if (Count < 0 || length != 8 + (2 * Count)) throw new ConnectionLost("the server sent a malformed numeric");
    }

    public int Count { get; }

    public int Weight { get; }

    public ushort Sign { get; }

    /// <summary>Digits behind the point when printed.</summary>
    public int Decimals { get; }

    public bool IsFinite => Sign is 0 or Negative;

    public int Digit(int index) => BinaryPrimitives.ReverseEndianness(*(short*)(_digits + (2 * index)));
}

/// <summary>Numerics of up to 38 digits into 128-bit integers scaled by the column's scale.</summary>
internal sealed unsafe class DecimalDecoder : ColumnDecoder
{
    private static readonly long[] SmallPowers = [.. Enumerable.Range(0, 19).Select(i => (long)Math.Pow(10, i))];
    private static readonly Int128[] Powers = [.. Enumerable.Range(0, 39).Select(Power)];
    private readonly string _column;
    private readonly int _precision;
    private readonly int _scale;
    private readonly Int128 _limit;

    public DecimalDecoder(string column, SqlType type) : base(SqlTypeMapping.ToArrow(type))
    {
        (_column, _precision, _scale) = (column, type.Length, type.Scale);
        _limit = _precision < Powers.Length ? Powers[_precision] : Int128.MaxValue;
    }

    public override void Decode(byte* value, int length)
    {
        var number = new NumericValue(value, length);
        if (!number.IsFinite) throw NotANumber();
        Builder.Append(number.Count <= 4 && Small(number) is { } small ? small : Large(number));
    }

    // Up to four digits (16 decimal ones) in 64 bits: the usual amount, quantity or price.
    private Int128? Small(in NumericValue number)
    {
        var digits = 0L;
        for (var i = 0; i < number.Count; i++) digits = (digits * 10_000) + number.Digit(i);
        var exponent = (4 * (number.Weight - number.Count + 1)) + _scale;
        if (digits == 0) return Int128.Zero;
        if (exponent is < -18 or > 18) return null;
        if (exponent >= 0)
        {
            if (digits > long.MaxValue / SmallPowers[exponent]) return null;
            digits *= SmallPowers[exponent];
        }
        else
        {
            (digits, var rest) = Math.DivRem(digits, SmallPowers[-exponent]);
            if (rest != 0) throw TooManyDecimals();
        }

        if (digits >= _limit) throw TooLarge();
        return number.Sign == NumericValue.Negative ? -digits : digits;
    }

    private Int128 Large(in NumericValue number)
    {
        var result = Int128.Zero;
        var exponent = (4 * (number.Weight - number.Count + 1)) + _scale;
        for (var i = 0; i < number.Count; i++)
        {
            var (digit, factor) = (number.Digit(i), 10_000);
            if (i == number.Count - 1 && exponent < 0)
            {
                // The last digit reaches behind the scale: what lies there must be zeros.
                if (exponent < -4) throw TooManyDecimals();
                var unit = (int)SmallPowers[-exponent];
                (digit, var rest) = Math.DivRem(digit, unit);
                if (rest != 0) throw TooManyDecimals();
                (factor, exponent) = (10_000 / unit, 0);
            }

            if (result > _limit / factor) throw TooLarge();
            result = (result * factor) + digit;
        }

        if (exponent > 0)
        {
            if (exponent >= Powers.Length || result > _limit / Powers[exponent]) throw TooLarge();
            result *= Powers[exponent];
        }

        if (result >= _limit) throw TooLarge();
        return number.Sign == NumericValue.Negative ? -result : result;
    }

    private static Int128 Power(int exponent)
    {
        var power = Int128.One;
        for (var i = 0; i < exponent; i++) power *= 10;
        return power;
    }

    private GatewayException NotANumber() => Uncarriable.NotANumber(_column, _precision, _scale);

    private GatewayException TooLarge() => Uncarriable.TooLarge(_column, _precision, _scale);

    private GatewayException TooManyDecimals() => Uncarriable.TooManyDecimals(_column, _precision, _scale);
}

/// <summary>Numerics as the server would print them, digit by digit.</summary>
internal sealed unsafe class NumericTextDecoder() : ColumnDecoder(StringType.Default)
{
    private const int OnStack = 256;

    public override void Decode(byte* value, int length)
    {
        var number = new NumericValue(value, length);
        switch (number.Sign)
        {
            case NumericValue.NaN: Builder.AppendBytes("NaN"u8); return;
            case NumericValue.PositiveInfinity: Builder.AppendBytes("Infinity"u8); return;
            case NumericValue.NegativeInfinity: Builder.AppendBytes("-Infinity"u8); return;
        }

        var most = 8 + (4 * Math.Max(number.Weight + 1, 1)) + number.Decimals;
        if (most <= OnStack)
        {
            Span<byte> text = stackalloc byte[OnStack];
            Builder.AppendBytes(text[..Format(number, text)]);
            return;
        }

        var rented = ArrayPool<byte>.Shared.Rent(most);
        Builder.AppendBytes(rented.AsSpan(0, Format(number, rented)));
        ArrayPool<byte>.Shared.Return(rented);
    }

    private static int Format(in NumericValue number, Span<byte> text)
    {
        var count = 0;
        if (number.Sign == NumericValue.Negative) text[count++] = (byte)'-';
        if (number.Weight < 0) text[count++] = (byte)'0';
        for (var i = 0; i <= number.Weight; i++)
        {
            var digit = i < number.Count ? number.Digit(i) : 0;
            if (i > 0 || digit >= 1000) text[count++] = (byte)('0' + (digit / 1000));
            if (i > 0 || digit >= 100) text[count++] = (byte)('0' + (digit / 100 % 10));
            if (i > 0 || digit >= 10) text[count++] = (byte)('0' + (digit / 10 % 10));
            text[count++] = (byte)('0' + (digit % 10));
        }

        if (number.Decimals <= 0) return count;
        text[count++] = (byte)'.';
        for (var place = 0; place < number.Decimals; place++)
        {
            var index = number.Weight + 1 + (place / 4);
            var digit = index >= 0 && index < number.Count ? number.Digit(index) : 0;
            text[count++] = (byte)('0' + ((place % 4) switch { 0 => digit / 1000, 1 => digit / 100 % 10, 2 => digit / 10 % 10, _ => digit % 10 }));
        }

        return count;
    }
}
