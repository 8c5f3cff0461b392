using FederationGateway.Arrow;
using FederationGateway.Common;

namespace FederationGateway.DuckDb.Tests;

/// <summary>Batches from plain values and back: Int128 for decimals, byte[] for binary and uuid, object?[] for lists.</summary>
internal static class TestBatches
{
    public static Schema SchemaOf(params SqlType[] types) => new([.. types.Select((type, i) => new Field($"column {i}", type))]);

    public static RecordBatch Build(Schema schema, params IReadOnlyList<object?[]> rows)
    {
        var columns = schema.FieldsList.Select((field, i) =>
        {
            using var builder = new ArrayBuilder(field.DataType);
            foreach (var row in rows) Append(builder, row[i]);
            return builder.Finish();
        });
        return new RecordBatch(schema, [.. columns], rows.Count);
    }

    /// <summary>Rows [start, start + count) of a longer batch, so that the arrays begin in the middle of their buffers.</summary>
    public static RecordBatch BuildSliced(Schema schema, int padding, params IReadOnlyList<object?[]> rows)
    {
        var filler = rows.Count > 0 ? rows[rows.Count / 2] : new object?[schema.FieldCount];
        using var whole = Build(schema, [.. Enumerable.Repeat(filler, padding), .. rows, .. Enumerable.Repeat(filler, 3)]);
        return whole.Slice(padding, rows.Count);
    }

    public static List<object?[]> RowsOf(RecordBatch batch)
    {
        var rows = new List<object?[]>(batch.Length);
        for (var row = 0; row < batch.Length; row++) rows.Add([.. batch.Columns.Select(column => ValueAt(column, row))]);
        return rows;
    }

    public static List<object?[]> ReadAll(DuckDbConnection connection, string sql, Schema? expected = null)
    {
        var rows = new List<object?[]>();
        using var result = connection.OpenResult(sql, expected, CancellationToken.None);
        while (result.TryRead(out var batch))
            using (batch) rows.AddRange(RowsOf(batch));
        return rows;
    }

    public static object? Scalar(DuckDbConnection connection, string sql, SqlType? type = null) =>
        ReadAll(connection, sql, type is { } given ? SchemaOf(given) : null).ShouldHaveSingleItem()[0];

    public static object? ValueAt(ArrayData array, int row) => array.IsNull(row) ? null : array.DataType switch
    {
        BooleanType => array.GetBoolean(row),
        StringType => array.GetString(row),
        BinaryType or FixedSizeBinaryType => array.GetBytes(row).ToArray(),
        Decimal128Type => array.GetValue<Int128>(row),
        IntervalType => array.GetValue<MonthDayNanosecondInterval>(row),
        ListType => ListAt(array, row),
        NumberType { TypeId: ArrowTypeId.Int16 } => array.GetValue<short>(row),
        NumberType { TypeId: ArrowTypeId.UInt32 } => array.GetValue<uint>(row),
        NumberType { TypeId: ArrowTypeId.Float } => array.GetValue<float>(row),
        NumberType { TypeId: ArrowTypeId.Double } => array.GetValue<double>(row),
        { ByteWidth: 4 } => array.GetValue<int>(row),
        { ByteWidth: 8 } => array.GetValue<long>(row),
        _ => throw new ArgumentOutOfRangeException(nameof(array)),
    };

    public static object? RandomValue(SqlType type, Random random) => random.Next(5) == 0 ? null : type.Kind switch
    {
        SqlTypeKind.Boolean => random.Next(2) == 0,
        SqlTypeKind.Int2 => (short)random.Next(short.MinValue, short.MaxValue + 1),
        SqlTypeKind.Int4 => random.Next(int.MinValue, int.MaxValue),
        SqlTypeKind.Int8 => random.NextInt64(long.MinValue, long.MaxValue),
        SqlTypeKind.Float4 => random.Next(20) == 0 ? float.NaN : (float)random.NextDouble() * 1e20f,
        SqlTypeKind.Float8 => random.Next(20) == 0 ? double.NegativeInfinity : (random.NextDouble() - 0.5) * 1e200,
        SqlTypeKind.Numeric when type.Length > 0 => RandomDecimal(type.Length, random),
        SqlTypeKind.Numeric => "123456789012345678901234567890123456789012345." + random.Next(),
        SqlTypeKind.Bytea => RandomBytes(random.Next(40), random),
        SqlTypeKind.Uuid => RandomBytes(16, random),
        SqlTypeKind.Date => random.Next(30) == 0 ? int.MaxValue : random.Next(-100_000, 100_000),
        SqlTypeKind.Time => random.NextInt64(0, 86_400_000_000),
        SqlTypeKind.Timestamp or SqlTypeKind.TimestampTz => random.Next(30) == 0 ? -long.MaxValue : random.NextInt64(-9_000_000_000_000_000, 9_000_000_000_000_000),
        SqlTypeKind.Interval => new MonthDayNanosecondInterval(random.Next(-1000, 1000), random.Next(-1000, 1000), random.NextInt64(-1_000_000_000_000, 1_000_000_000_000) * 1000),
        SqlTypeKind.Oid => (uint)random.NextInt64(uint.MaxValue),
        SqlTypeKind.Array => Enumerable.Range(0, random.Next(6)).Select(_ => RandomValue(type.ElementType, random)).ToArray(),
        _ => RandomText(random),
    };

    private static object?[] ListAt(ArrayData array, int row)
    {
        var offsets = array.ValueOffsets();
        return [.. Enumerable.Range(offsets[row], offsets[row + 1] - offsets[row]).Select(i => ValueAt(array.Children[0], i))];
    }

    private static unsafe int[] ValueOffsets(this ArrayData array) => new Span<int>(array.ValueOffsets, array.Length + 1).ToArray();

    private static Int128 RandomDecimal(int digits, Random random)
    {
        Int128 value = 0;
        for (var i = random.Next(digits + 1); i > 0; i--) value = (value * 10) + random.Next(10);
        return random.Next(2) == 0 ? value : -value;
    }

    private static byte[] RandomBytes(int count, Random random)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    private static string RandomText(Random random)
    {
        const string Letters = "abcdefgh äöü€漢字😀";
        var runes = Letters.EnumerateRunes().ToArray();
        var length = random.Next(30) == 0 ? 5000 : random.Next(20);
        return string.Concat(Enumerable.Range(0, length).Select(_ => runes[random.Next(runes.Length)].ToString()));
    }

    private static void Append(ArrayBuilder builder, object? value)
    {
        switch (value)
        {
            case null: builder.AppendNull(); break;
            case bool flag: builder.AppendBoolean(flag); break;
            case short number: builder.Append(number); break;
            case int number: builder.Append(number); break;
            case uint number: builder.Append(number); break;
            case long number: builder.Append(number); break;
            case float number: builder.Append(number); break;
            case double number: builder.Append(number); break;
            case Int128 number: builder.Append(number); break;
            case MonthDayNanosecondInterval interval: builder.Append(interval); break;
            case string text: builder.AppendString(text); break;
            case byte[] bytes: builder.AppendBytes(bytes); break;
            case object?[] list:
                foreach (var element in list) Append(builder.Child!, element);
                builder.EndList();
                break;
            default: throw new ArgumentOutOfRangeException(nameof(value));
        }
    }
}
