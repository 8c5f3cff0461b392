using System.Globalization;
using System.Numerics;
using System.Text;
using FederationGateway.Common;
using FederationGateway.Common.Values;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>
/// An exact decimal of any size as PostgreSQL's <c>numeric</c>: digits, a display scale that belongs to the value, NaN and the infinities.
/// Its text is the carrier of unconstrained numerics.
/// </summary>
internal readonly struct PgNumeric : IEquatable<PgNumeric>
{
    public const int MaxSmallLength = DecimalText.MaxInt128Length;
    public const int MaxDisplayScale = 1000;
    public const int MinSignificantDigits = 16;
    private const int MaxScale = 16_383;
    private const int MaxWholeDigits = 131_072;

    /// <summary>Any number of so many digits fits into 64 bits.</summary>
    private const int DigitsOfInt64 = 18;

    private PgNumeric(NumericKind kind, BigInteger digits, int scale) => (Kind, Digits, Scale) = (kind, digits, scale);

    public PgNumeric(BigInteger digits, int scale)
        : this(NumericKind.Finite, digits, scale)
    {
    }

    public static PgNumeric NaN { get; } = new(NumericKind.NaN, default, 0);

    public static PgNumeric PositiveInfinity { get; } = new(NumericKind.PositiveInfinity, default, 0);

    public static PgNumeric NegativeInfinity { get; } = new(NumericKind.NegativeInfinity, default, 0);

    public static PgNumeric Zero { get; } = new(BigInteger.Zero, 0);

    public static PgNumeric One { get; } = new(BigInteger.One, 0);

    public NumericKind Kind { get; }

    /// <summary>The value times 10 to the power of <see cref="Scale"/>.</summary>
    public BigInteger Digits { get; }

    /// <summary>Digits shown behind the point.</summary>
    public int Scale { get; }

    public bool IsFinite => Kind == NumericKind.Finite;

    public bool IsNaN => Kind == NumericKind.NaN;

    public bool IsInfinity => Kind is NumericKind.PositiveInfinity or NumericKind.NegativeInfinity;

    public bool IsZero => IsFinite && Digits.IsZero;

    /// <summary>-1, 0 or 1; the infinities have theirs, NaN has none.</summary>
    public int Sign => Kind switch
    {
        NumericKind.Finite => Digits.Sign,
        NumericKind.PositiveInfinity => 1,
        NumericKind.NegativeInfinity => -1,
        _ => 0,
    };

    /// <summary>The power of ten of the first digit: 0 for 1 to 9.99, -1 for 0.1. Not for zero.</summary>
    public int Exponent => Powers.DigitCount(BigInteger.Abs(Digits)) - 1 - Scale;

    public static PgNumeric FromInteger(long value) => new(value, 0);

    /// <summary>Reads the canonical text of a numeric.</summary>
    public static PgNumeric Parse(ReadOnlySpan<byte> text)
    {
        var negative = text.Length > 0 && text[0] == '-';
        var digits = negative ? text[1..] : text;
        if (digits.Length > 0 && digits[0] > '9') return digits[0] == 'N' ? NaN : negative ? NegativeInfinity : PositiveInfinity;
        var point = digits.IndexOf((byte)'.');
        var scale = point < 0 ? 0 : digits.Length - point - 1;
        if (digits.Length <= DigitsOfInt64)
        {
            long small = 0;
            foreach (var c in digits)
                if (c != '.') small = (small * 10) + (c - '0');
            return new PgNumeric(negative ? -small : small, scale);
        }

        var whole = point < 0 ? Encoding.ASCII.GetString(digits) : string.Concat(Encoding.ASCII.GetString(digits[..point]), Encoding.ASCII.GetString(digits[(point + 1)..]));
        var large = BigInteger.Parse(whole, NumberStyles.None, CultureInfo.InvariantCulture);
        return new PgNumeric(negative ? -large : large, scale);
    }

    public static PgNumeric Parse(string text) => Parse(Encoding.ASCII.GetBytes(text));

    /// <summary>Reads any form a numeric literal may have.</summary>
    public static PgNumeric ParseInput(ReadOnlySpan<byte> text) => Parse(DecimalText.Canonicalize(text));

    /// <summary>22003 when the value is larger than a numeric can be; a scale beyond the limit is rounded away.</summary>
    public PgNumeric Checked()
    {
        if (!IsFinite) return this;
        var value = Scale > MaxScale ? Rounding.Round(this, MaxScale) : this;
        return value.Digits.IsZero || value.Exponent < MaxWholeDigits ? value : throw new GatewayException(SqlState.NumericValueOutOfRange, "value overflows numeric format");
    }

    /// <summary>The digits under a larger scale.</summary>
    public BigInteger DigitsAt(int scale) => Digits * Powers.Of(scale - Scale);

    public PgNumeric WithScale(int scale) => scale >= Scale ? new PgNumeric(DigitsAt(scale), scale) : Rounding.Round(this, scale);

    public PgNumeric Negate() => Kind switch
    {
        NumericKind.Finite => new PgNumeric(-Digits, Scale),
        NumericKind.PositiveInfinity => NegativeInfinity,
        NumericKind.NegativeInfinity => PositiveInfinity,
        _ => this,
    };

    public PgNumeric Abs() => Sign < 0 ? Negate() : this;

    /// <summary>PostgreSQL's order: NaN equals NaN and is above everything.</summary>
    public static int Compare(in PgNumeric left, in PgNumeric right)
    {
        if (!left.IsFinite || !right.IsFinite) return Rank(left).CompareTo(Rank(right));
        if (left.Scale == right.Scale) return left.Digits.CompareTo(right.Digits);
        return left.Scale > right.Scale ? left.Digits.CompareTo(right.DigitsAt(left.Scale)) : left.DigitsAt(right.Scale).CompareTo(right.Digits);
    }

    public bool Equals(PgNumeric other) => Compare(this, other) == 0;

    public override bool Equals(object? obj) => obj is PgNumeric other && Equals(other);

    public override int GetHashCode() => IsFinite ? Rounding.TrimScale(this).Digits.GetHashCode() : Kind.GetHashCode();

    public double ToDouble() => Kind switch
    {
        NumericKind.Finite => double.Parse(ToString(), CultureInfo.InvariantCulture),
        NumericKind.PositiveInfinity => double.PositiveInfinity,
        NumericKind.NegativeInfinity => double.NegativeInfinity,
        _ => double.NaN,
    };

    /// <summary>Writes the text when the digits fit 128 bits.</summary>
    public bool TryFormat(Span<byte> target, out int length)
    {
        length = 0;
        if (!IsFinite || Scale > 38 || Digits > Powers.MaxInt128 || Digits < -Powers.MaxInt128) return false;
        length = DecimalText.WriteFixed((Int128)Digits, Scale, target);
        return true;
    }

    public override string ToString()
    {
        switch (Kind)
        {
            case NumericKind.NaN: return "NaN";
            case NumericKind.PositiveInfinity: return "Infinity";
            case NumericKind.NegativeInfinity: return "-Infinity";
        }

        var digits = BigInteger.Abs(Digits).ToString(CultureInfo.InvariantCulture).PadLeft(Scale + 1, '0');
        var sign = Digits.Sign < 0 ? "-" : "";
        return Scale == 0 ? sign + digits : $"{sign}{digits[..^Scale]}.{digits[^Scale..]}";
    }

    private static int Rank(in PgNumeric value) => value.Kind switch
    {
        NumericKind.NegativeInfinity => 0,
        NumericKind.Finite => 1,
        NumericKind.PositiveInfinity => 2,
        _ => 3,
    };
}

internal enum NumericKind : byte
{
    Finite,
    NaN,
    PositiveInfinity,
    NegativeInfinity,
}
