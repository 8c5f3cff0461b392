using FederationGateway.Arrow;
using FederationGateway.Common;

namespace FederationGateway.Replication.Tests.Backlog;

/// <summary>Columns of every type, with nulls, empty values and runs of equal ones, and a comparison by value.</summary>
internal static unsafe class RandomColumns
{
    public static IReadOnlyList<Field> Fields { get; } =
    [
        new("b", SqlType.Boolean), new("i2", SqlType.Int2), new("i4", SqlType.Int4), new("i8", SqlType.Int8), new("f4", SqlType.Float4), new("f8", SqlType.Float8),
        new("n", SqlType.Numeric(20, 4)), new("nn", SqlType.UnconstrainedNumeric), new("t", SqlType.Text), new("v", SqlType.VarChar(10)), new("c", SqlType.BpChar(3)), new("y", SqlType.Bytea),
        new("d", SqlType.Date), new("ti", SqlType.Time), new("tz", SqlType.TimeTz), new("ts", SqlType.Timestamp), new("tstz", SqlType.TimestampTz), new("iv", SqlType.Interval),
        new("u", SqlType.Uuid), new("j", SqlType.Json), new("jb", SqlType.JsonB), new("o", SqlType.Oid), new("ai", SqlType.ArrayOf(SqlTypeKind.Int4)), new("at", SqlType.ArrayOf(SqlTypeKind.Text)),
        new("ab", SqlType.ArrayOf(SqlTypeKind.Boolean)), new("i1", NumberType.Int8, SqlType.Int2), new("u1", NumberType.UInt8, SqlType.Int2), new("u2", NumberType.UInt16, SqlType.Int4),
        new("u8", NumberType.UInt64, SqlType.Numeric(20, 0)), new("aai", new ListType(new ListType(NumberType.Int32)), SqlType.ArrayOf(SqlTypeKind.Int4)), new("x", NullType.Default, SqlType.Text, false),
    ];

    public static RecordBatch Batch(Random random, int rows) => new(new Schema([.. Fields]), [.. Fields.Select(field => Column(random, field.DataType, rows))], rows);

    public static ArrayData Column(Random random, ArrowType type, int rows)
    {
        if (type is NullType) return new ArrayData(type, rows, rows, 0, [null]);
        // A column of nulls, one without, one that says the same in each row, and the usual.
        var (nulls, same) = (random.Next(4) switch { 0 => 1.0, 1 => 0.0, 2 => 0.0, _ => 0.3 }, random.Next(3) == 0);
        using var builder = new ArrayBuilder(type);
        var seed = random.Next();
        for (var i = 0; i < rows; i++) Append(builder, same ? new Random(seed) : random, nulls);
        return builder.Finish();
    }

    public static void ShouldBe(RecordBatch actual, RecordBatch expected)
    {
        actual.Schema.ShouldBe(expected.Schema);
        actual.Length.ShouldBe(expected.Length);
        for (var column = 0; column < expected.Columns.Count; column++) ShouldBe(actual.Column(column), expected.Column(column));
    }

    public static void ShouldBe(ArrayData actual, ArrayData expected)
    {
        actual.DataType.ShouldBe(expected.DataType);
        actual.Length.ShouldBe(expected.Length);
        actual.NullCount.ShouldBe(Enumerable.Range(0, expected.Length).Count(expected.IsNull));
        for (var row = 0; row < expected.Length; row++) Text(actual, row).ShouldBe(Text(expected, row));
    }

    private static string Text(ArrayData array, int row)
    {
        if (array.IsNull(row)) return "null";
        switch (array.DataType)
        {
            case BooleanType:
                return array.GetBoolean(row).ToString();
            case StringType or BinaryType or FixedSizeBinaryType:
                return Convert.ToHexString(array.GetBytes(row));
            case ListType:
                var offsets = array.ValueOffsets;
                return $"[{string.Join(',', Enumerable.Range(offsets[row], offsets[row + 1] - offsets[row]).Select(element => Text(array.Children[0], element)))}]";
            default:
                var width = array.DataType.ByteWidth;
                return Convert.ToHexString(new ReadOnlySpan<byte>(array.Buffers[1]!.Pointer + ((array.Offset + row) * width), width));
        }
    }

    private static void Append(ArrayBuilder builder, Random random, double nulls)
    {
        if (random.NextDouble() < nulls)
        {
            builder.AppendNull();
            return;
        }

        switch (builder.DataType)
        {
            case BooleanType:
                builder.AppendBoolean(random.Next(2) == 0);
                break;
            case ListType:
                for (var left = random.Next(4); left > 0; left--) Append(builder.Child!, random, 0.2);
                builder.EndList();
                break;
            case StringType or BinaryType:
                random.NextBytes(builder.ReserveBytes(random.Next(3) * random.Next(12)));
                break;
            case var type:
                var bytes = new byte[type.ByteWidth];
                random.NextBytes(bytes);
                if (type is FixedSizeBinaryType) builder.AppendBytes(bytes);
                else AppendFixed(builder, bytes);
                break;
        }
    }

    private static void AppendFixed(ArrayBuilder builder, byte[] bytes)
    {
        fixed (byte* value = bytes)
            switch (bytes.Length)
            {
                case 1: builder.Append(*value); break;
                case 2: builder.Append(*(short*)value); break;
                case 4: builder.Append(*(int*)value); break;
                case 8: builder.Append(*(long*)value); break;
                default: builder.Append(*(Int128*)value); break;
            }
    }
}
