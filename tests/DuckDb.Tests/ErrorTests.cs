using FederationGateway.Arrow;
using FederationGateway.Common;

namespace FederationGateway.DuckDb.Tests;

public sealed class ErrorTests : IDisposable
{
    private readonly DuckDbEngine _engine = DuckDbEngine.Open(new EngineOptions { Threads = 2 });
    private readonly DuckDbConnection _connection;

    public ErrorTests()
    {
        _connection = _engine.Connect();
        _connection.Execute("CREATE TABLE t (id INTEGER PRIMARY KEY, name VARCHAR NOT NULL, age INTEGER CHECK (age > 0)); INSERT INTO t VALUES (1, 'a', 1)", CancellationToken.None);
    }

    public void Dispose()
    {
        _connection.Dispose();
        _engine.Dispose();
    }

    [Theory]
    [InlineData("SELECT CAST(s AS INTEGER) FROM (VALUES ('abc')) v(s)", "22P02", "invalid input syntax for type integer: \"abc\"")]
    [InlineData("SELECT CAST(s AS DOUBLE) FROM (VALUES ('abc')) v(s)", "22P02", "invalid input syntax for type double precision: \"abc\"")]
    [InlineData("SELECT CAST(s AS BOOLEAN) FROM (VALUES ('maybe')) v(s)", "22P02", "invalid input syntax for type boolean: \"maybe\"")]
    [InlineData("SELECT CAST(s AS UUID) FROM (VALUES ('maybe')) v(s)", "22P02", "invalid input syntax for type uuid: \"maybe\"")]
    [InlineData("SELECT CAST(i AS SMALLINT) FROM (VALUES (300000)) v(i)", "22003", "smallint out of range")]
    [InlineData("SELECT CAST(i AS INTEGER) FROM (VALUES (30000000000)) v(i)", "22003", "integer out of range")]
    [InlineData("SELECT i + 1 FROM (VALUES (2147483647::INTEGER)) v(i)", "22003", "integer out of range")]
    [InlineData("SELECT i * 2 FROM (VALUES (9223372036854775807)) v(i)", "22003", "bigint out of range")]
    [InlineData("SELECT CAST(s AS DECIMAL(4,2)) FROM (VALUES ('12345.6')) v(s)", "22003", "numeric field overflow")]
    [InlineData("SELECT CAST(d AS DECIMAL(4,2)) FROM (VALUES (12345.6)) v(d)", "22003", "numeric field overflow")]
    [InlineData("SELECT CAST(s AS DATE) FROM (VALUES ('2020-13-01')) v(s)", "22008", "date/time field value out of range: \"2020-13-01\"")]
    [InlineData("SELECT CAST(s AS DATE) FROM (VALUES ('tomorrow?')) v(s)", "22007", "invalid input syntax for type date: \"tomorrow?\"")]
    [InlineData("SELECT CAST(s AS TIMESTAMP) FROM (VALUES ('tomorrow?')) v(s)", "22007", "invalid input syntax for type timestamp: \"tomorrow?\"")]
    [InlineData("SELECT CAST(s AS TIME) FROM (VALUES ('noon')) v(s)", "22007", "invalid input syntax for type time: \"noon\"")]
    [InlineData("SELECT CAST(s AS INTEGER) FROM (VALUES ('99999999999')) v(s)", "22003", "value \"99999999999\" is out of range for type integer")]
    [InlineData("SELECT CAST(s AS DECIMAL(4,2)) FROM (VALUES ('abc')) v(s)", "22P02", "invalid input syntax for type numeric: \"abc\"")]
    [InlineData("SELECT CAST(s AS JSON) FROM (VALUES ('{bad')) v(s)", "22P02", "invalid input syntax for type json")]
    [InlineData("SELECT sqrt(x) FROM (VALUES (-1.0)) v(x)", "2201F", "cannot take square root of a negative number")]
    [InlineData("SELECT ln(x) FROM (VALUES (0.0)) v(x)", "2201E", "cannot take logarithm of zero")]
    [InlineData("SELECT s::TIMESTAMP AT TIME ZONE 'Nowhere/X' FROM (VALUES ('2020-01-01')) v(s)", "22023", "time zone \"Nowhere/X\" not recognized")]
    [InlineData("SELECT (SELECT x FROM (VALUES (1), (2)) v(x))", "21000", "more than one row returned by a subquery used as an expression")]
    [InlineData("SELECT regexp_matches(s, '(') FROM (VALUES ('a')) v(s)", "2201B", "invalid regular expression")]
    [InlineData("INSERT INTO t VALUES (1, 'b', 2)", "23505", "duplicate key value violates unique constraint")]
    [InlineData("INSERT INTO t VALUES (2, NULL, 2)", "23502", "null value in column \"name\" violates not-null constraint")]
    [InlineData("INSERT INTO t VALUES (2, 'b', 0)", "23514", "new row violates a check constraint")]
    [InlineData("SELECT * FROM nothing_here", "42P01", "relation \"nothing_here\" does not exist")]
    [InlineData("DROP TABLE nothing_here", "42P01", "relation \"nothing_here\" does not exist")]
    [InlineData("CREATE TABLE t (i INTEGER)", "42P07", "relation \"t\" already exists")]
    [InlineData("SELECT no_such_function(1)", "42883", "function no_such_function does not exist")]
    [InlineData("COMMIT", "25P01", "there is no transaction in progress")]
    [InlineData("SELECT FROM WHERE", "XX000", "the embedded engine failed")]
    [InlineData("SELECT nothing FROM t", "XX000", "the embedded engine failed")]
    public void Speaks_as_PostgreSQL_does(string sql, string state, string message)
    {
        foreach (var run in (Action[])[() => TestBatches.ReadAll(_connection, sql), () => _connection.Execute(sql, CancellationToken.None)])
        {
            var error = Should.Throw<GatewayException>(run);
            error.State.Code.ShouldBe(state, error.Message + " / " + error.Detail);
            error.Message.ShouldBe(message);
            (error.Detail ?? "").ShouldNotContain("LINE 1");
            (error.Detail ?? "").ShouldNotContain("Error:");
            // The engine's words are for the log, but for what it says of a pattern.
            if (error.InnerException is EngineException failure) (error.Detail ?? "").ShouldNotContain(failure.Message);
        }

        _engine.IsInvalidated.ShouldBeFalse();
        TestBatches.Scalar(_connection, "SELECT 42::BIGINT").ShouldBe(42L);
    }

    [Fact]
    public void Conflicting_transactions_are_told_to_try_again()
    {
        using var other = _engine.Connect();
        _connection.Execute("BEGIN; UPDATE t SET age = 2", CancellationToken.None);
        other.Execute("BEGIN", CancellationToken.None);
        Should.Throw<GatewayException>(() => other.Execute("UPDATE t SET age = 3", CancellationToken.None)).State.ShouldBe(SqlState.SerializationFailure);
        Should.Throw<GatewayException>(() => other.Execute("SELECT 1", CancellationToken.None)).State.ShouldBe(SqlState.InFailedSqlTransaction);
        other.Execute("ROLLBACK", CancellationToken.None);
        _connection.Execute("COMMIT", CancellationToken.None);
    }

    [Fact]
    public void A_query_that_may_spill_no_more_says_that_there_is_no_room()
    {
        var folder = Directory.CreateTempSubdirectory("fedgw-spill-").FullName;
        try
        {
            using var engine = DuckDbEngine.Open(new EngineOptions { Threads = 2, MemoryLimitBytes = 60L << 20, TempDirectory = Path.Combine(folder, "t"), TempLimitBytes = 4L << 20 });
            using var connection = engine.Connect();

            var error = Should.Throw<GatewayException>(() => TestBatches.ReadAll(connection, "SELECT count(*) FROM (SELECT md5(range::VARCHAR) AS t FROM range(5000000) ORDER BY t OFFSET 1)"));

            error.State.ShouldBe(SqlState.DiskFull);
            error.Message.ShouldBe("there is no room left to spill to");
            TestBatches.ReadAll(connection, "SELECT 1").ShouldHaveSingleItem();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_function_that_returns_text_when_memory_is_full_does_not_end_the_process()
    {
        using var engine = DuckDbEngine.Open(new EngineOptions { Threads = 2, MemoryLimitBytes = 40L << 20 });
        engine.RegisterScalarFunction(new ScalarFunction("gw_wide", [EngineType.BigInt], EngineType.VarChar, (in call) =>
        {
            for (var row = 0; row < call.RowCount; row++) call.Output.SetText(row, call[0].Value<long>(row).ToString("D1000", System.Globalization.CultureInfo.InvariantCulture));
        }));
        using var connection = engine.Connect();
        for (var i = 0; i < 10; i++)
            Should.Throw<GatewayException>(() => TestBatches.ReadAll(connection, "SELECT t, count(*) FROM (SELECT gw_wide(range) AS t FROM range(500000)) GROUP BY t")).State.ShouldBe(SqlState.OutOfMemory);
    }

    [Fact]
    public void Lists_scanned_when_memory_is_full_do_not_end_the_process()
    {
        const int Elements = 1_000_000;
        using var engine = DuckDbEngine.Open(new EngineOptions { Threads = 2, MemoryLimitBytes = 20L << 20 });
        using var connection = engine.Connect();
        var schema = TestBatches.SchemaOf(SqlType.ArrayOf(SqlTypeKind.Int8));
        using var builder = new ArrayBuilder(schema.FieldsList[0].DataType);
        for (var row = 0; row < 8; row++)
        {
            for (var i = 0L; i < Elements; i++) builder.Child!.Append(i);
            builder.EndList();
        }

        using var batches = new BatchList(schema, [new RecordBatch(schema, [builder.Finish()], 8)]);

        TestBatches.Scalar(connection, $"SELECT sum(len(c0))::BIGINT FROM gw_scan({engine.OpenSlot(batches)})", SqlType.Int8).ShouldBe(8L * Elements);
    }

    [Fact]
    public void A_query_beyond_the_memory_limit_is_refused_and_the_engine_lives()
    {
        using var engine = DuckDbEngine.Open(new EngineOptions { Threads = 2, MemoryLimitBytes = 40L << 20 });
        using var connection = engine.Connect();
        Should.Throw<GatewayException>(() => TestBatches.ReadAll(connection, "SELECT list(range::VARCHAR || 'some more text') FROM range(5000000)")).State.ShouldBe(SqlState.OutOfMemory);
        TestBatches.Scalar(connection, "SELECT 42::BIGINT").ShouldBe(42L);
    }

    [Fact]
    public void What_a_source_throws_is_what_the_reader_gets()
    {
        var thrown = new GatewayException(SqlState.RemoteExecutionFailed, "the source went away") { Detail = "it said so" };
        var source = CountingSource.Numbers(5, 3000, (batch, _) => { if (batch == 2) throw thrown; });
        Should.Throw<GatewayException>(() => TestBatches.ReadAll(_connection, $"SELECT sum(c0) FROM gw_scan({_engine.OpenSlot(source)})")).ShouldBeSameAs(thrown);
        source.WasClosed.ShouldBeTrue();
        var channel = new BatchChannel(source.Schema);
        channel.Complete(thrown);
        Should.Throw<GatewayException>(() => TestBatches.ReadAll(_connection, $"SELECT * FROM gw_scan({_engine.OpenSlot(channel)})")).ShouldBeSameAs(thrown);
        TestBatches.Scalar(_connection, "SELECT 42::BIGINT").ShouldBe(42L);
    }

    [Fact]
    public async Task What_a_source_throws_comes_out_of_the_asynchronous_reader_too()
    {
        var thrown = new GatewayException(SqlState.RemoteExecutionFailed, "the source went away");
        _engine.RegisterScalarFunction(new ScalarFunction("gw_fail_late", [EngineType.BigInt], EngineType.BigInt, (in call) =>
        {
            if (call[0].Value<long>(0) > 150_000) throw thrown;
            for (var row = 0; row < call.RowCount; row++) call.Output.Set(row, call[0].Value<long>(row));
        }));
        // Often: while a result streams, the engine may lose an error raised on another of its threads.
        for (var round = 0; round < 30; round++)
        {
            var fails = round % 2 == 0;
            var source = CountingSource.Numbers(100, 3000, (batch, _) => { if (fails && batch == 50) throw thrown; });
            var column = fails ? "c0" : "gw_fail_late(c0)";
            await using var reader = _connection.Query($"SELECT {column}, c1 FROM gw_scan({_engine.OpenSlot(source)})", source.Schema, CancellationToken.None);
            (await Should.ThrowAsync<GatewayException>(async () =>
            {
                await foreach (var batch in reader.ReadAllAsync(CancellationToken.None)) batch.Dispose();
            })).ShouldBeSameAs(thrown);
        }
    }

    [Theory]
    [InlineData("SELECT CASE WHEN range = 900000 THEN 'x' ELSE '1' END::INTEGER, 'some text that takes room' || range FROM range(2000000)")]
    [InlineData("SELECT s::INTEGER, t FROM late")]
    public void An_error_of_a_late_row_is_a_data_error(string sql)
    {
        _connection.Execute("CREATE TABLE late AS SELECT CASE WHEN range = 900000 THEN 'x' ELSE '1' END AS s, 'some text that takes room' || range AS t FROM range(2000000)", CancellationToken.None);
        for (var round = 0; round < 5; round++)
        {
            // Class 22 at least: the engine may lose the reason of an error raised on another of its threads.
            var error = Should.Throw<GatewayException>(() => Drain(sql));
            error.State.ShouldBeOneOf(SqlState.InvalidTextRepresentation, SqlState.DataException);
        }

        TestBatches.Scalar(_connection, "SELECT 42::BIGINT").ShouldBe(42L);
    }

    [Fact]
    public void An_unknown_slot_and_a_stream_read_twice_are_refused()
    {
        Should.Throw<GatewayException>(() => TestBatches.ReadAll(_connection, "SELECT * FROM gw_scan(4711)")).Message.ShouldBe("slot 4711 is not open");
        var channel = new BatchChannel(TestBatches.SchemaOf(SqlType.Int4));
        channel.Complete();
        var slot = _engine.OpenSlot(channel);
        TestBatches.ReadAll(_connection, $"SELECT * FROM gw_scan({slot})").ShouldBeEmpty();
        Should.Throw<GatewayException>(() => TestBatches.ReadAll(_connection, $"SELECT * FROM gw_scan({slot})")).State.ShouldBe(SqlState.InternalError);
    }

    [Fact]
    public void A_connection_runs_one_statement_at_a_time()
    {
        using var result = _connection.OpenResult("SELECT * FROM range(100000)", null, CancellationToken.None);
        Should.Throw<GatewayException>(() => _connection.Execute("SELECT 1", CancellationToken.None)).State.ShouldBe(SqlState.InternalError);
    }

    [Fact]
    public void A_value_too_large_for_its_carrier_is_out_of_range()
    {
        var error = Should.Throw<GatewayException>(() => TestBatches.Scalar(_connection, "SELECT 170141183460469231731687303715884105727::HUGEINT", SqlType.Int8));
        error.State.ShouldBe(SqlState.NumericValueOutOfRange);
        error.Message.ShouldBe("bigint out of range");
        Should.Throw<GatewayException>(() => TestBatches.Scalar(_connection, "SELECT 170141183460469231731687303715884105727::HUGEINT", SqlType.Numeric(38, 0))).State.ShouldBe(SqlState.NumericValueOutOfRange);
        Should.Throw<GatewayException>(() => TestBatches.Scalar(_connection, "SELECT {'a': 1}", SqlType.Text)).State.ShouldBe(SqlState.InternalError);
    }

    private void Drain(string sql)
    {
        using var result = _connection.OpenResult(sql, null, CancellationToken.None);
        while (result.TryRead(out var batch)) batch.Dispose();
    }
}
