using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using FederationGateway.Arrow;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Executor;

/// <summary>Single values out of a column, in <see cref="ConstantExpression"/>'s representation: for keys and one-row results, not for hot paths.</summary>
public static class ArrowValue
{
    /// <summary>The value at an index that is not null.</summary>
    public static object Read(ArrayData column, int index, SqlType type) => column.DataType.TypeId switch
    {
        ArrowTypeId.Boolean => column.GetBoolean(index),
        ArrowTypeId.Int16 => column.GetValue<short>(index),
        ArrowTypeId.Int32 or ArrowTypeId.Date32 => column.GetValue<int>(index),
        ArrowTypeId.Int64 or ArrowTypeId.Time64 or ArrowTypeId.Timestamp => column.GetValue<long>(index),
        ArrowTypeId.UInt32 => column.GetValue<uint>(index),
        ArrowTypeId.Float => column.GetValue<float>(index),
        ArrowTypeId.Double => column.GetValue<double>(index),
        ArrowTypeId.String => column.GetString(index),
        ArrowTypeId.Binary => column.GetBytes(index).ToArray(),
        ArrowTypeId.FixedSizedBinary => new Guid(column.GetBytes(index), bigEndian: true),
        ArrowTypeId.Decimal128 => Decimal(column.GetValue<Int128>(index), ((Decimal128Type)column.DataType).Scale),
        ArrowTypeId.Interval => Interval(column.GetValue<MonthDayNanosecondInterval>(index)),
        ArrowTypeId.List => List(column, index, type.ElementType),
        _ => throw new GatewayException(SqlState.InternalError, $"no value of {column.DataType}"),
    };

    /// <summary>The value at an index as a constant.</summary>
    public static ConstantExpression ToConstant(ArrayData column, int index, SqlType type) =>
        new(column.IsNull(index) ? null : Read(column, index, type), type);

    /// <summary>Decimal text with exactly <paramref name="scale"/> digits behind the point.</summary>
    public static string Decimal(Int128 unscaled, int scale)
    {
        var digits = BigInteger.Abs((BigInteger)unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        var text = scale == 0 ? digits : $"{digits[..^scale]}.{digits[^scale..]}";
        return Int128.IsNegative(unscaled) ? "-" + text : text;
    }

    private static SqlInterval Interval(MonthDayNanosecondInterval value) => new(value.Months, value.Days, value.Microseconds);

    private static object?[] List(ArrayData column, int index, SqlType element)
    {
        var (offsets, child) = (Offsets(column, index), column.Children[0]);
        var items = new object?[offsets.End - offsets.Start];
        for (var i = 0; i < items.Length; i++) items[i] = child.IsNull(offsets.Start + i) ? null : Read(child, offsets.Start + i, element);
        return items;
    }

    private static (int Start, int End) Offsets(ArrayData column, int index)
    {
        var bytes = column.Buffers[1]!.Span[((column.Offset + index) * 4)..];
        return (BinaryPrimitives.ReadInt32LittleEndian(bytes), BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]));
    }
}
