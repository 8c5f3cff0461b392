using FederationGateway.Arrow;
using FederationGateway.Common;

namespace FederationGateway.DuckDb.Tests;

public class RoundTripTests
{
    private static readonly SqlType[] s_types =
    [
        SqlType.Boolean, SqlType.Int2, SqlType.Int4, SqlType.Int8, SqlType.Float4, SqlType.Float8, SqlType.Numeric(4, 2), SqlType.Numeric(9, 0),
        SqlType.Numeric(18, 6), SqlType.Numeric(38, 10), SqlType.UnconstrainedNumeric, SqlType.Text, SqlType.VarChar(10), SqlType.Json, SqlType.Bytea,
        SqlType.Date, SqlType.Time, SqlType.TimeTz, SqlType.Timestamp, SqlType.TimestampTz, SqlType.Interval, SqlType.Uuid, SqlType.Oid,
        SqlType.ArrayOf(SqlTypeKind.Int4), SqlType.ArrayOf(SqlTypeKind.Text), SqlType.ArrayOf(SqlTypeKind.Boolean), SqlType.ArrayOf(SqlTypeKind.Timestamp),
    ];

    public static TheoryData<string> Types() => [.. s_types.Select(type => type.ToString())];

    [Theory, MemberData(nameof(Types))]
    public void What_goes_in_comes_out(string typeName)
    {
        var type = s_types.Single(candidate => candidate.ToString() == typeName);
        var buffersBefore = ArrowBuffer.LiveCount;
        for (var seed = 0; seed < 2; seed++)
        {
            var random = new Random(seed);
            var schema = TestBatches.SchemaOf(type, SqlType.Int4);
            var number = 0;
            object?[] NextRow() => [TestBatches.RandomValue(type, random), number++];
            var batches = new List<RecordBatch>();
            var rows = new List<object?[]>();
            foreach (var length in (int[])[1, 0, 63, 2048, 2049, 5000, 7])
            {
                object?[][] some = [.. Enumerable.Range(0, length).Select(_ => NextRow())];
                rows.AddRange(some);
                batches.Add(TestBatches.BuildSliced(schema, random.Next(70), some));
            }

            using var engine = DuckDbEngine.Open(new EngineOptions { Threads = 2 });
            using var connection = engine.Connect();
            using var list = new BatchList(schema, batches) { KeepsOrder = true };
            var slot = engine.OpenSlot(list);
            ShouldBeSame(TestBatches.ReadAll(connection, $"SELECT c0, c1 FROM gw_scan({slot})", schema), rows);
            // Through a blocking operator, which copies and hashes what it reads.
            ShouldBeSame(TestBatches.ReadAll(connection, $"SELECT c0, c1 FROM gw_scan({slot}) ORDER BY c1", schema), rows);
            var distinct = TestBatches.Scalar(connection, $"SELECT count(*) FROM (SELECT c0 FROM gw_scan({slot}) INTERSECT SELECT c0 FROM gw_scan({slot}))");
            distinct.ShouldBe((long)rows.Select(row => Key(row[0])).Distinct().Count());
        }

        ArrowBuffer.LiveCount.ShouldBe(buffersBefore);
    }

    [Fact]
    public void Columns_without_any_value_come_out_as_nulls()
    {
        using var engine = DuckDbEngine.Open(new EngineOptions());
        using var connection = engine.Connect();
        TestBatches.ReadAll(connection, "SELECT NULL::VARCHAR, NULL FROM range(3)", TestBatches.SchemaOf(SqlType.Text, SqlType.Int4)).ShouldAllBe(row => row[0] == null && row[1] == null);
    }

    [Fact]
    public void No_rows_and_no_columns_are_rows_too()
    {
        var schema = TestBatches.SchemaOf(SqlType.Int4, SqlType.Text);
        using var engine = DuckDbEngine.Open(new EngineOptions());
        using var connection = engine.Connect();
        using var empty = new BatchList(schema, []);
        TestBatches.ReadAll(connection, $"SELECT * FROM gw_scan({engine.OpenSlot(empty)})", schema).ShouldBeEmpty();
        using var columnless = new BatchList(new Schema([]), [new RecordBatch(new Schema([]), [], 5)]);
        TestBatches.Scalar(connection, $"SELECT count(*) FROM gw_scan({engine.OpenSlot(columnless)})").ShouldBe(5L);
    }

    private static void ShouldBeSame(List<object?[]> actual, List<object?[]> expected)
    {
        actual.Count.ShouldBe(expected.Count);
        for (var i = 0; i < actual.Count; i++)
            if (Key(actual[i]) != Key(expected[i])) Key(actual[i]).ShouldBe(Key(expected[i]), $"row {i}");
    }

    private static string Key(object? value) => value switch
    {
        null => "null",
        byte[] bytes => Convert.ToHexString(bytes),
        object?[] list => $"[{string.Join(",", list.Select(Key))}]",
        _ => $"{value.GetType().Name} {value}",
    };
}
