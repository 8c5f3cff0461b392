using FederationGateway.Arrow;
using FederationGateway.Common;

namespace FederationGateway.DuckDb;

/// <summary>
/// Exact numbers into a carrier of another width or scale: integers, decimals and hugeint into integers and 128-bit decimals. A value the carrier
/// cannot hold is 22003.
/// </summary>
internal sealed unsafe class IntegerGatherer : ValuesGatherer
{
    private readonly EngineTypeId _storage;
    private readonly Int128 _factor;
    private readonly Int128 _min;
    private readonly Int128 _max;
    private readonly SqlType _sqlType;

    private IntegerGatherer(EngineType type, ArrowType target, SqlType sqlType, Int128 factor, Int128 min, Int128 max) : base(target, target.ByteWidth)
    {
        (_storage, _factor, _min, _max, _sqlType) = (type.Storage, factor, min, max, sqlType);
    }

    public static bool Reads(EngineType type) => IntegerReading.Reads(type);

    /// <summary>Null when the target has fewer decimal places than the source.</summary>
    public static IntegerGatherer? Create(EngineType type, ArrowType target, SqlType sqlType)
    {
        var scale = (target as Decimal128Type)?.Scale ?? 0;
        if (scale < type.Scale || Range(target) is not var (min, max)) return null;
        return new IntegerGatherer(type, target, sqlType, PowerOfTen(scale - type.Scale), min, max);
    }

    protected override void Convert(byte* source, byte* validity, int start, byte* target, int count)
    {
        // Decimals of up to 18 digits arrive as narrower integers and need no check when they only grow.
        if (_storage == EngineTypeId.BigInt && Width == sizeof(Int128) && _factor == Int128.One && _max >= long.MaxValue)
        {
            var values = (long*)source + start;
            for (var row = 0; row < count; row++) (((long*)target)[2 * row], ((long*)target)[(2 * row) + 1]) = (values[row], values[row] >> 63);
            return;
        }

        for (var row = 0; row < count; row++) Store(target, row, IsNull(validity, start + row) ? Int128.Zero : Checked(IntegerReading.At(_storage, source, start + row)));
    }

    private Int128 Checked(Int128 value)
    {
        if (_factor != Int128.One)
        {
            if (value > _max / _factor || value < _min / _factor) throw OutOfRange();
            value *= _factor;
        }

        return value >= _min && value <= _max ? value : throw OutOfRange();
    }

    private void Store(byte* target, int row, Int128 value)
    {
        switch (Width)
        {
            case sizeof(byte):
                target[row] = unchecked((byte)value);
                break;
            case sizeof(short):
                ((short*)target)[row] = unchecked((short)value);
                break;
            case sizeof(int):
                ((int*)target)[row] = unchecked((int)value);
                break;
            case sizeof(long):
                ((long*)target)[row] = unchecked((long)value);
                break;
            default:
                ((ulong*)target)[2 * row] = unchecked((ulong)value);
                ((ulong*)target)[(2 * row) + 1] = unchecked((ulong)(value >> 64));
                break;
        }
    }

    private GatewayException OutOfRange() =>
        new(SqlState.NumericValueOutOfRange, _sqlType.Kind == SqlTypeKind.Numeric ? "numeric field overflow" : $"{_sqlType} out of range");

    private static (Int128 Min, Int128 Max)? Range(ArrowType target) => target switch
    {
        NumberType { TypeId: ArrowTypeId.Int8 } => (sbyte.MinValue, sbyte.MaxValue),
        NumberType { TypeId: ArrowTypeId.Int16 } => (short.MinValue, short.MaxValue),
        NumberType { TypeId: ArrowTypeId.Int32 } => (int.MinValue, int.MaxValue),
        NumberType { TypeId: ArrowTypeId.Int64 } => (long.MinValue, long.MaxValue),
        NumberType { TypeId: ArrowTypeId.UInt8 } => (0, byte.MaxValue),
        NumberType { TypeId: ArrowTypeId.UInt16 } => (0, ushort.MaxValue),
        NumberType { TypeId: ArrowTypeId.UInt32 } => (0, uint.MaxValue),
        NumberType { TypeId: ArrowTypeId.UInt64 } => (0, ulong.MaxValue),
        Decimal128Type { Precision: var precision } => (1 - PowerOfTen(precision), PowerOfTen(precision) - 1),
        _ => null,
    };

    private static Int128 PowerOfTen(int exponent)
    {
        var power = Int128.One;
        for (; exponent > 0; exponent--) power *= 10;
        return power;
    }
}
