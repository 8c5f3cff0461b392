using System.Buffers.Text;
using FederationGateway.Common;

namespace FederationGateway.DuckDb.Tests;

public sealed class ScalarFunctionTests : IDisposable
{
    private readonly DuckDbEngine _engine = DuckDbEngine.Open(new EngineOptions { Threads = 2 });
    private readonly DuckDbConnection _connection;

    public ScalarFunctionTests() => _connection = _engine.Connect();

    public void Dispose()
    {
        _connection.Dispose();
        _engine.Dispose();
    }

    [Fact]
    public void Works_on_whole_chunks_and_skips_nulls()
    {
        _engine.RegisterScalarFunction(new ScalarFunction("gw_twice", [EngineType.BigInt], EngineType.BigInt, (in call) =>
        {
            for (var row = 0; row < call.RowCount; row++)
                if (!call.IsNull(row)) call.Output.Set(row, call[0].Value<long>(row) * 2);
        }));
        TestBatches.Scalar(_connection, "SELECT sum(gw_twice(i)) FROM (SELECT CASE WHEN range % 3 = 0 THEN NULL ELSE range END AS i FROM range(10000))", SqlType.Int8)
            .ShouldBe(Enumerable.Range(0, 10000).Where(i => i % 3 != 0).Sum(i => i * 2L));
        TestBatches.ReadAll(_connection, "SELECT gw_twice(21), gw_twice(NULL)").ShouldHaveSingleItem().ShouldBe([42L, null]);
        TestBatches.ReadAll(_connection, "SELECT gw_twice(21) FROM range(5000)").ShouldAllBe(row => Equals(row[0], 42L));
    }

    [Fact]
    public void Reads_and_writes_text_of_any_length()
    {
        _engine.RegisterScalarFunction(new ScalarFunction("gw_repeat", [EngineType.VarChar, EngineType.Integer], EngineType.VarChar, (in call) =>
        {
            for (var row = 0; row < call.RowCount; row++)
                if (!call.IsNull(row)) call.Output.SetText(row, string.Concat(Enumerable.Repeat(call[0].Text(row), call[1].Value<int>(row))));
        }));
        var rows = TestBatches.ReadAll(_connection, "SELECT gw_repeat('äx', range::INTEGER) FROM range(100) ORDER BY range");
        for (var i = 0; i < rows.Count; i++) rows[i][0].ShouldBe(string.Concat(Enumerable.Repeat("äx", i)));
    }

    [Fact]
    public void Overloads_share_a_name_and_some_see_nulls_and_take_any_number_of_arguments()
    {
        _engine.RegisterScalarFunction(new ScalarFunction("gw_kind", [EngineType.BigInt], EngineType.VarChar, (in call) =>
        {
            for (var row = 0; row < call.RowCount; row++) call.Output.SetText(row, "number"u8);
        }));
        _engine.RegisterScalarFunction(new ScalarFunction("gw_kind", [EngineType.VarChar], EngineType.VarChar, (in call) =>
        {
            for (var row = 0; row < call.RowCount; row++) call.Output.SetText(row, "text"u8);
        }));
        _engine.RegisterScalarFunction(new ScalarFunction("gw_nulls", [], EngineType.Integer, (in call) =>
        {
            for (var row = 0; row < call.RowCount; row++)
            {
                var nulls = 0;
                for (var argument = 0; argument < call.ArgumentCount; argument++) nulls += call[argument].IsNull(row) ? 1 : 0;
                call.Output.Set(row, nulls);
            }
        }) { SeesNulls = true, VarArgs = EngineType.Any });
        TestBatches.ReadAll(_connection, "SELECT gw_kind(1::BIGINT), gw_kind('1'), gw_nulls(NULL, 'a', 2, x) FROM (VALUES (NULL::DATE)) v(x)").ShouldHaveSingleItem().ShouldBe(["number", "text", 2]);
    }

    [Fact]
    public void Lists_go_in_and_come_out()
    {
        _engine.RegisterScalarFunction(new ScalarFunction("gw_reverse", [EngineType.ListOf(EngineType.Integer)], EngineType.ListOf(EngineType.Integer), (in call) =>
        {
            for (var row = 0; row < call.RowCount; row++)
            {
                if (call.IsNull(row)) continue;
                var (start, count) = call[0].Range(row);
                var source = call[0].Elements;
                var (target, first) = call.Output.SetList(row, count);
                for (var i = 0; i < count; i++) target.Set(first + count - 1 - i, source.Value<int>(start + i));
            }
        }));
        var rows = TestBatches.ReadAll(_connection, "SELECT gw_reverse(range(i::INTEGER)::INTEGER[]) FROM range(3000) r(i)", TestBatches.SchemaOf(SqlType.ArrayOf(SqlTypeKind.Int4)));
        for (var i = 0; i < rows.Count; i += 211) ((object?[])rows[i][0]!).ShouldBe(Enumerable.Range(0, i).Reverse().Cast<object?>());
    }

    [Fact]
    public void What_a_body_throws_is_what_the_reader_gets()
    {
        _engine.RegisterScalarFunction(new ScalarFunction("gw_divide", [EngineType.VarChar, EngineType.VarChar], EngineType.VarChar, (in call) =>
        {
            for (var row = 0; row < call.RowCount; row++)
            {
                if (call.IsNull(row)) continue;
                if (!Utf8Parser.TryParse(call[1].Bytes(row), out long divisor, out _) || divisor == 0) throw new GatewayException(SqlState.DivisionByZero, "division by zero");
                call.Output.SetText(row, "1"u8);
            }
        }));
        foreach (var sql in (string[])
        [
            "SELECT gw_divide('1', '0')",
            "SELECT gw_divide('1', (range % 5000)::VARCHAR) FROM range(1, 100000)",
            "SELECT count(*) FROM range(100000) WHERE gw_divide('1', (range % 5000)::VARCHAR) = '1'",
        ])
        {
            Should.Throw<GatewayException>(() => TestBatches.ReadAll(_connection, sql)).State.ShouldBe(SqlState.DivisionByZero, sql);
            Should.Throw<GatewayException>(() => _connection.Execute(sql, CancellationToken.None)).State.ShouldBe(SqlState.DivisionByZero, sql);
        }

        _connection.Execute("BEGIN; CREATE TABLE kept (i INTEGER)", CancellationToken.None);
        Should.Throw<GatewayException>(() => _connection.Execute("SELECT gw_divide('1', '0')", CancellationToken.None)).State.ShouldBe(SqlState.DivisionByZero);
        _connection.Execute("ROLLBACK", CancellationToken.None);
        TestBatches.Scalar(_connection, "SELECT gw_divide('1', '1')").ShouldBe("1");
    }

    [Fact]
    public void Text_that_is_not_UTF8_is_refused_before_the_engine_sees_it()
    {
        _engine.RegisterScalarFunction(new ScalarFunction("gw_bad", [EngineType.Integer], EngineType.VarChar, (in call) => call.Output.SetText(0, [0xc3, 0x28])));
        Should.Throw<GatewayException>(() => TestBatches.ReadAll(_connection, "SELECT upper(gw_bad(range::INTEGER)) FROM range(1)")).State.ShouldBe(SqlState.CharacterNotInRepertoire);
        _engine.IsInvalidated.ShouldBeFalse();
    }

    [Fact]
    public void A_volatile_function_is_called_for_every_row()
    {
        var calls = 0;
        _engine.RegisterScalarFunction(new ScalarFunction("gw_next", [], EngineType.Integer, (in call) =>
        {
            for (var row = 0; row < call.RowCount; row++) call.Output.Set(row, Interlocked.Increment(ref calls));
        }) { IsVolatile = true });
        TestBatches.Scalar(_connection, "SELECT count(DISTINCT gw_next()) FROM range(5000)").ShouldBe(5000L);
    }
}
