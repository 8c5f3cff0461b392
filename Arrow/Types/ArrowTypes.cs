namespace FederationGateway.Arrow;

/// <summary>A column's Arrow type. Two types are equal when they have the same layout and meaning.</summary>
public abstract record ArrowType(ArrowTypeId TypeId)
{
    /// <summary>Bytes per value of a fixed-width type; 0 for bit-packed booleans and for variable-width and nested types.</summary>
    public abstract int ByteWidth { get; }
}

public sealed record NullType() : ArrowType(ArrowTypeId.Null)
{
    public static NullType Default { get; } = new();

    public override int ByteWidth => 0;
}

/// <summary>Bit-packed, least significant bit first.</summary>
public sealed record BooleanType() : ArrowType(ArrowTypeId.Boolean)
{
    public static BooleanType Default { get; } = new();

    public override int ByteWidth => 0;
}

/// <summary>An integer or floating-point type: its id says which.</summary>
public sealed record NumberType : ArrowType
{
    private NumberType(ArrowTypeId id, int width) : base(id) => ByteWidth = width;

    public override int ByteWidth { get; }

    public static NumberType Int8 { get; } = new(ArrowTypeId.Int8, 1);
    public static NumberType Int16 { get; } = new(ArrowTypeId.Int16, 2);
    public static NumberType Int32 { get; } = new(ArrowTypeId.Int32, 4);
    public static NumberType Int64 { get; } = new(ArrowTypeId.Int64, 8);
    public static NumberType UInt8 { get; } = new(ArrowTypeId.UInt8, 1);
    public static NumberType UInt16 { get; } = new(ArrowTypeId.UInt16, 2);
    public static NumberType UInt32 { get; } = new(ArrowTypeId.UInt32, 4);
    public static NumberType UInt64 { get; } = new(ArrowTypeId.UInt64, 8);
    public static NumberType Float { get; } = new(ArrowTypeId.Float, 4);
    public static NumberType Double { get; } = new(ArrowTypeId.Double, 8);
}

/// <summary>UTF-8 text with 32-bit offsets. The bytes are valid UTF-8: whoever builds the array has checked.</summary>
public sealed record StringType() : ArrowType(ArrowTypeId.String)
{
    public static StringType Default { get; } = new();

    public override int ByteWidth => 0;
}

public sealed record BinaryType() : ArrowType(ArrowTypeId.Binary)
{
    public static BinaryType Default { get; } = new();

    public override int ByteWidth => 0;
}

public sealed record FixedSizeBinaryType(int Width) : ArrowType(ArrowTypeId.FixedSizedBinary)
{
    public override int ByteWidth => Width;
}

/// <summary>Days since 1970-01-01; <see cref="int.MaxValue"/> and -<see cref="int.MaxValue"/> are infinity and -infinity.</summary>
public sealed record Date32Type() : ArrowType(ArrowTypeId.Date32)
{
    public static Date32Type Default { get; } = new();

    public override int ByteWidth => 4;
}

/// <summary>Microseconds since midnight.</summary>
public sealed record Time64Type() : ArrowType(ArrowTypeId.Time64)
{
    public static Time64Type Default { get; } = new();

    public override int ByteWidth => 8;
}

/// <summary>
/// Microseconds since 1970-01-01 00:00, of UTC when <see cref="Timezone"/> is given, else of a wall clock.
/// <see cref="long.MaxValue"/> and -<see cref="long.MaxValue"/> are infinity and -infinity.
/// </summary>
public sealed record TimestampType(string? Timezone) : ArrowType(ArrowTypeId.Timestamp)
{
    public override int ByteWidth => 8;
}

/// <summary>Months (int32), days (int32), nanoseconds (int64): Arrow's MonthDayNanosecond unit.</summary>
public sealed record IntervalType() : ArrowType(ArrowTypeId.Interval)
{
    public static IntervalType Default { get; } = new();

    public override int ByteWidth => 16;
}

/// <summary>A 128-bit two's complement little-endian integer, scaled by 10^-<see cref="Scale"/>.</summary>
public sealed record Decimal128Type(int Precision, int Scale) : ArrowType(ArrowTypeId.Decimal128)
{
    public override int ByteWidth => 16;
}

/// <summary>Lists with 32-bit offsets into one child array.</summary>
public sealed record ListType(ArrowType ValueType) : ArrowType(ArrowTypeId.List)
{
    public override int ByteWidth => 0;
}
