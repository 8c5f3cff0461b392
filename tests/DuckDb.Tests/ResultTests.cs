using FederationGateway.Arrow;
using FederationGateway.Common;

namespace FederationGateway.DuckDb.Tests;

public sealed class ResultTests : IDisposable
{
    private readonly DuckDbEngine _engine = DuckDbEngine.Open(new EngineOptions { Threads = 2 });
    private readonly DuckDbConnection _connection;

    public ResultTests() => _connection = _engine.Connect();

    public void Dispose()
    {
        _connection.Dispose();
        _engine.Dispose();
    }

    [Theory]
    [InlineData("1::TINYINT", "smallint", (short)1)]
    [InlineData("255::UTINYINT", "smallint", (short)255)]
    [InlineData("65535::USMALLINT", "integer", 65535)]
    [InlineData("4294967295::UINTEGER", "bigint", 4294967295L)]
    [InlineData("true", "boolean", true)]
    [InlineData("1.5::FLOAT", "real", 1.5f)]
    [InlineData("'b'::ENUM('a', 'b')", "text", "b")]
    [InlineData("'{\"a\": 1}'::JSON", "json", "{\"a\": 1}")]
    [InlineData("'2024-01-01 10:00:00'::TIMESTAMP_S", "timestamp without time zone", 1704103200000000L)]
    [InlineData("'2024-01-01 10:00:00.123'::TIMESTAMP_MS", "timestamp without time zone", 1704103200123000L)]
    [InlineData("'2024-01-01 10:00:00.123456789'::TIMESTAMP_NS", "timestamp without time zone", 1704103200123456L)]
    [InlineData("'infinity'::TIMESTAMP", "timestamp without time zone", long.MaxValue)]
    public void Every_type_has_a_carrier(string expression, string sqlType, object value)
    {
        using var prepared = _connection.Prepare($"SELECT {expression} AS x");
        var column = prepared.Columns.ShouldHaveSingleItem();
        (column.Name, column.SqlType.ToString(), column.CastTo).ShouldBe(("x", sqlType, null));
        TestBatches.Scalar(_connection, $"SELECT {expression} AS x").ShouldBe(value);
    }

    [Theory]
    [InlineData("{'a': 1, 'b': [1, 2]}", "json", "{\"a\":1,\"b\":[1,2]}")]
    [InlineData("MAP {'k': 1}", "json", "{\"k\":1}")]
    [InlineData("[[1, 2], [3]]", "json", "[[1,2],[3]]")]
    [InlineData("[1, 2]::INTEGER[2]", "json", "[1,2]")]
    [InlineData("[{'a': 1}]", "json", "[{\"a\":1}]")]
    [InlineData("'10101'::BIT", "text", "10101")]
    [InlineData("'10:00:00+02'::TIMETZ", "time with time zone", "10:00:00+02")]
    [InlineData("340282366920938463463374607431768211455::UHUGEINT", "numeric", "340282366920938463463374607431768211455")]
    public void What_has_none_says_what_to_cast_it_to(string expression, string sqlType, string value)
    {
        using var prepared = _connection.Prepare($"SELECT {expression} AS x");
        var column = prepared.Columns.ShouldHaveSingleItem();
        column.SqlType.ToString().ShouldBe(sqlType);
        TestBatches.Scalar(_connection, $"SELECT CAST({expression} AS {column.CastTo.ShouldNotBeNull()})", column.SqlType).ShouldBe(value);
    }

    [Theory]
    [InlineData("18446744073709551615::UBIGINT", "18446744073709551615")]
    [InlineData("-170141183460469231731687303715884105727::HUGEINT", "-170141183460469231731687303715884105727")]
    [InlineData("-0.05::DECIMAL(10,2)", "-0.05")]
    [InlineData("1234.50::DECIMAL(38,2)", "1234.50")]
    [InlineData("0::DECIMAL(3,3)", "0.000")]
    [InlineData("42", "42")]
    public void Exact_numbers_can_be_read_as_decimal_text(string expression, string text) =>
        TestBatches.Scalar(_connection, $"SELECT {expression}", SqlType.UnconstrainedNumeric).ShouldBe(text);

    [Fact]
    public void Exact_numbers_can_be_read_with_more_digits()
    {
        var schema = TestBatches.SchemaOf(SqlType.Numeric(20, 4), SqlType.Numeric(38, 0), SqlType.Int8, SqlType.Numeric(5, 2));
        TestBatches.ReadAll(_connection, "SELECT 12.5::DECIMAL(4,1), 7, sum(range::INTEGER), 999::SMALLINT FROM range(10)", schema)
            .ShouldHaveSingleItem().ShouldBe([(Int128)125000, (Int128)7, 45L, (Int128)99900]);
        Should.Throw<GatewayException>(() => TestBatches.Scalar(_connection, "SELECT 1000::SMALLINT", SqlType.Numeric(5, 2))).State.ShouldBe(SqlState.NumericValueOutOfRange);
    }

    [Fact]
    public void A_wrong_number_of_columns_or_a_wrong_type_is_our_bug()
    {
        Should.Throw<GatewayException>(() => TestBatches.ReadAll(_connection, "SELECT 1, 2", TestBatches.SchemaOf(SqlType.Int4))).State.ShouldBe(SqlState.InternalError);
        Should.Throw<GatewayException>(() => TestBatches.Scalar(_connection, "SELECT 1", SqlType.Float8)).State.ShouldBe(SqlState.InternalError);
    }

    [Fact]
    public void Files_describe_themselves()
    {
        var directory = Directory.CreateTempSubdirectory("fedgw-files-").FullName;
        try
        {
            using (var writer = DuckDbEngine.Open(new EngineOptions { AllowExternalAccess = true }))
            using (var connection = writer.Connect())
                connection.Execute($"COPY (SELECT 1::INTEGER AS id, 1.25::DECIMAL(8,2) AS price, ['a', 'b'] AS tags, {{'x': 1}} AS point) TO '{directory}/t.parquet'", CancellationToken.None);
            File.WriteAllText($"{directory}/t.csv", "id,day,name\n1,2024-02-03,x\n2,,y\n");
            File.WriteAllText($"{directory}/t.json", "{\"id\": 1, \"inner\": {\"a\": [1]}}\n");
            using var engine = DuckDbEngine.Open(new EngineOptions { AllowedDirectories = [directory] });
            using var reader = engine.Connect();
            Describe(reader, $"read_parquet('{directory}/t.parquet')").ShouldBe("id integer, price numeric(8,2), tags text[], point json (JSON)");
            Describe(reader, $"read_csv('{directory}/t.csv')").ShouldBe("id bigint, day date, name text");
            Describe(reader, $"read_json('{directory}/t.json')").ShouldBe("id bigint, inner json (JSON)");
            TestBatches.ReadAll(reader, $"SELECT id, price, point::JSON FROM '{directory}/t.parquet'").ShouldHaveSingleItem().ShouldBe([1, (Int128)125, "{\"x\":1}"]);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [Fact]
    public void Text_whose_characters_are_cut_apart_is_refused()
    {
        var schema = TestBatches.SchemaOf(SqlType.Text);
        using var builder = new ArrayBuilder(schema.FieldsList[0].DataType);
        builder.AppendString("fine");
        builder.AppendBytes([0xc3]);
        builder.AppendBytes([0xa4]);
        builder.AppendString("ä");
        using var whole = new RecordBatch(schema, [builder.Finish()], 4);
        foreach (var (start, length, isValid) in ((int, int, bool)[])[(0, 4, false), (1, 1, false), (2, 1, false), (0, 1, true), (3, 1, true)])
        {
            using var list = new BatchList(schema, [whole.Slice(start, length)]);
            var slot = _engine.OpenSlot(list);
            if (isValid) TestBatches.ReadAll(_connection, $"SELECT upper(c0) FROM gw_scan({slot})").Count.ShouldBe(length);
            else Should.Throw<GatewayException>(() => TestBatches.ReadAll(_connection, $"SELECT upper(c0) FROM gw_scan({slot})")).State.ShouldBe(SqlState.CharacterNotInRepertoire);
        }
    }

    [Fact]
    public void A_decimal_with_too_many_digits_is_refused_not_cut()
    {
        var schema = TestBatches.SchemaOf(SqlType.Numeric(6, 2));
        using var list = new BatchList(schema, [TestBatches.Build(schema, [(Int128)1 << 40])]);
        Should.Throw<GatewayException>(() => TestBatches.ReadAll(_connection, $"SELECT c0 FROM gw_scan({_engine.OpenSlot(list)})")).State.ShouldBe(SqlState.NumericValueOutOfRange);
    }

    private static string Describe(DuckDbConnection connection, string relation)
    {
        using var prepared = connection.Prepare($"SELECT * FROM {relation}");
        return string.Join(", ", prepared.Columns.Select(column => $"{column.Name} {column.SqlType}{(column.CastTo is null ? "" : $" ({column.CastTo})")}"));
    }
}
