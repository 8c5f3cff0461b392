using System.Globalization;
using FederationGateway.Arrow;
using FederationGateway.Common;

namespace FederationGateway.Adapters.Conformance;

/// <summary>Values out of batches, in the representation constants have.</summary>
public static class BatchValues
{
    public static IEnumerable<object?[]> Rows(RecordBatch batch)
    {
        for (var row = 0; row < batch.Length; row++)
            yield return [.. batch.Columns.Select((column, i) => ValueOf(column, row, batch.Schema.FieldsList[i].SqlType))];
    }

    public static object? ValueOf(ArrayData array, int row, SqlType type)
    {
        if (array.IsNull(row)) return null;
        return type.Kind switch
        {
            SqlTypeKind.Boolean => array.GetBoolean(row),
            SqlTypeKind.Int2 => array.GetValue<short>(row),
            SqlTypeKind.Int4 or SqlTypeKind.Date => array.GetValue<int>(row),
            SqlTypeKind.Int8 or SqlTypeKind.Time or SqlTypeKind.Timestamp or SqlTypeKind.TimestampTz => array.GetValue<long>(row),
            SqlTypeKind.Float4 => array.GetValue<float>(row),
            SqlTypeKind.Float8 => array.GetValue<double>(row),
            SqlTypeKind.Numeric when type.IsDecimal => Decimal(array.GetValue<Int128>(row), type.Scale),
            SqlTypeKind.Bytea => array.GetBytes(row).ToArray(),
            SqlTypeKind.Interval => array.GetValue<MonthDayNanosecondInterval>(row) is var interval ? new SqlInterval(interval.Months, interval.Days, interval.Microseconds) : null,
            SqlTypeKind.Uuid => new Guid(array.GetBytes(row), bigEndian: true),
            SqlTypeKind.Array => Items(array, row, type.ElementType),
            _ when type.IsOidLike => array.GetValue<uint>(row),
            _ => array.GetString(row),
        };
    }

    private static unsafe object?[] Items(ArrayData array, int row, SqlType element)
    {
        var (start, end) = (array.ValueOffsets[row], array.ValueOffsets[row + 1]);
        return [.. Enumerable.Range(start, end - start).Select(i => ValueOf(array.Children[0], i, element))];
    }

    private static string Decimal(Int128 value, int scale)
    {
        var digits = Int128.Abs(value).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        return (value < 0 ? "-" : "") + (scale == 0 ? digits : $"{digits[..^scale]}.{digits[^scale..]}");
    }
}
