using FederationGateway.Arrow;
using FederationGateway.Common;

namespace FederationGateway.DuckDb.Tests;

public class StreamingTests
{
    private static readonly Schema s_row = TestBatches.SchemaOf(SqlType.Int8, SqlType.Text);

    [Fact]
    public async Task The_first_rows_leave_before_the_last_are_fetched()
    {
        using var engine = DuckDbEngine.Open(new EngineOptions { Threads = 2 });
        using var connection = engine.Connect();
        var source = CountingSource.Numbers(100, 5000);
        var slot = engine.OpenSlot(source);
        var rows = 0;
        await using (var reader = connection.Query($"SELECT c0, c1 FROM gw_scan({slot})", s_row, CancellationToken.None))
        {
            using (var first = (await reader.ReadAsync(CancellationToken.None)).ShouldNotBeNull())
            {
                rows += first.Length;
                source.Made.ShouldBeLessThan(60);
            }

            await foreach (var batch in reader.ReadAllAsync(CancellationToken.None))
                using (batch) rows += batch.Length;
        }

        rows.ShouldBe(500_000);
        source.WasClosed.ShouldBeTrue();
    }

    [Theory, InlineData(1), InlineData(2)]
    public void Closing_early_stops_the_sources_and_frees_every_buffer(int threads)
    {
        var before = ArrowBuffer.LiveCount;
        using var engine = DuckDbEngine.Open(new EngineOptions { Threads = threads });
        using var connection = engine.Connect();
        var source = CountingSource.Numbers(1000, 5000);
        using (var result = connection.OpenResult($"SELECT c0, c1 FROM gw_scan({engine.OpenSlot(source)})", s_row, CancellationToken.None))
        {
            result.TryRead(out var batch).ShouldBeTrue();
            batch!.Dispose();
        }

        source.WasClosed.ShouldBeTrue();
        source.Made.ShouldBeLessThan(100);
        ArrowBuffer.LiveCount.ShouldBe(before);
        TestBatches.Scalar(connection, "SELECT 42::BIGINT").ShouldBe(42L);
    }

    [Fact]
    public async Task Closing_early_wakes_a_source_that_waits()
    {
        var before = ArrowBuffer.LiveCount;
        using var engine = DuckDbEngine.Open(new EngineOptions { Threads = 2 });
        using var connection = engine.Connect();
        var channel = new BatchChannel(s_row);
        (await channel.WriteAsync(TestBatches.Build(s_row, [1L, "a"]), CancellationToken.None)).ShouldBeTrue();
        var reader = connection.Query($"SELECT sum(c0) FROM gw_scan({engine.OpenSlot(channel)})", TestBatches.SchemaOf(SqlType.Int8), CancellationToken.None);
        await reader.GetSchemaAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(60));
        await reader.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60));
        (await channel.WriteAsync(TestBatches.Build(s_row, [2L, "b"]), CancellationToken.None)).ShouldBeFalse();
        ArrowBuffer.LiveCount.ShouldBe(before);
        TestBatches.Scalar(connection, "SELECT 42::BIGINT").ShouldBe(42L);
    }

    [Fact]
    public void Closing_early_leaves_the_transaction_alive()
    {
        using var engine = DuckDbEngine.Open(new EngineOptions { Threads = 2 });
        using var connection = engine.Connect();
        connection.Execute("CREATE TABLE t AS SELECT range AS i, 'some text ' || range AS s FROM range(3000000)", CancellationToken.None);
        connection.Execute("BEGIN; INSERT INTO t VALUES (-1, 'mine')", CancellationToken.None);
        using (var result = connection.OpenResult("SELECT i, s FROM t", s_row, CancellationToken.None))
        {
            result.TryRead(out var batch).ShouldBeTrue();
            batch!.Dispose();
        }

        connection.Execute("COMMIT", CancellationToken.None);
        TestBatches.Scalar(connection, "SELECT count(*) FROM t WHERE i < 0").ShouldBe(1L);
    }

    [Fact]
    public async Task A_commit_that_would_keep_nothing_fails()
    {
        using var engine = DuckDbEngine.Open(new EngineOptions { Threads = 2 });
        using var connection = engine.Connect();
        connection.Execute("CREATE TABLE t AS SELECT 1 AS i", CancellationToken.None);
        connection.Execute("BEGIN; INSERT INTO t VALUES (-1)", CancellationToken.None);
        Should.Throw<GatewayException>(() => connection.Execute("SELECT CAST('x' || range AS INTEGER) FROM range(3)", CancellationToken.None));
        (await Should.ThrowAsync<GatewayException>(() => connection.CommitAsync())).State.ShouldBe(SqlState.TransactionRollback);

        connection.Execute("ROLLBACK", CancellationToken.None);
        connection.Execute("BEGIN; INSERT INTO t VALUES (-2)", CancellationToken.None);
        await connection.CommitAsync();
        TestBatches.Scalar(connection, "SELECT min(i)::BIGINT FROM t").ShouldBe(-2L);
    }

    [Fact]
    public void A_limit_pulls_no_more_than_it_needs()
    {
        var before = ArrowBuffer.LiveCount;
        using var engine = DuckDbEngine.Open(new EngineOptions { Threads = 2 });
        using var connection = engine.Connect();
        var source = CountingSource.Numbers(500, 5000);
        TestBatches.ReadAll(connection, $"SELECT c0 FROM gw_scan({engine.OpenSlot(source)}) LIMIT 10").Count.ShouldBe(10);
        source.Made.ShouldBeLessThan(20);
        source.WasClosed.ShouldBeTrue();
        ArrowBuffer.LiveCount.ShouldBe(before);
    }

    [Fact]
    public async Task Cancelling_stops_work_inside_the_engine()
    {
        using var engine = DuckDbEngine.Open(new EngineOptions { Threads = 2 });
        using var connection = engine.Connect();
        using var cancel = new CancellationTokenSource();
        await using var reader = connection.Query("SELECT count(*) FROM range(100000000) a, range(1000000) b WHERE a.range + b.range = -1", null, cancel.Token);
        await reader.GetSchemaAsync(CancellationToken.None);
        cancel.CancelAfter(50);
        await Should.ThrowAsync<OperationCanceledException>(async () => await reader.ReadAsync(CancellationToken.None));
        await reader.DisposeAsync();
        TestBatches.Scalar(connection, "SELECT 42::BIGINT").ShouldBe(42L);
    }

    [Fact]
    public async Task Cancelling_wakes_a_source_that_waits()
    {
        using var engine = DuckDbEngine.Open(new EngineOptions { Threads = 2 });
        using var connection = engine.Connect();
        using var cancel = new CancellationTokenSource();
        var channel = new BatchChannel(s_row);
        var sql = $"SELECT count(*) FROM gw_scan({engine.OpenSlot(channel)})";
        cancel.CancelAfter(50);
        await using var reader = connection.Query(sql, null, cancel.Token);
        await Should.ThrowAsync<OperationCanceledException>(async () => await reader.ReadAsync(CancellationToken.None));
        await Should.ThrowAsync<OperationCanceledException>(async () => await connection.ExecuteAsync("SELECT 1", cancel.Token));
    }

    [Fact]
    public async Task Memory_stays_bounded_while_five_million_rows_stream()
    {
        const int Batches = 500, Rows = 10_000;
        using var engine = DuckDbEngine.Open(new EngineOptions { Threads = 2, MemoryLimitBytes = 256L << 20 });
        using var connection = engine.Connect();
        var channel = new BatchChannel(s_row, estimatedRows: Batches * Rows);
        using var template = TestBatches.Build(s_row, [.. Enumerable.Range(0, Rows).Select(i => new object?[] { (long)i, $"a text that is not inlined {i}" })]);
        var filling = channel.FillAsync(Produce(template, Batches), CancellationToken.None);
        var (rows, peak) = (0L, 0L);
        var before = ArrowBuffer.LiveCount;
        await using (var reader = connection.Query($"SELECT c0, c1 FROM gw_scan({engine.OpenSlot(channel)})", s_row, CancellationToken.None))
        {
            await foreach (var batch in reader.ReadAllAsync(CancellationToken.None))
            {
                using (batch) rows += batch.Length;
                peak = Math.Max(peak, ArrowBuffer.LiveCount - before);
            }
        }

        await filling;
        rows.ShouldBe(Batches * Rows);
        channel.RowsWritten.ShouldBe(Batches * Rows);
        peak.ShouldBeLessThan(100);
        ArrowBuffer.LiveCount.ShouldBe(before);
    }

    [Fact]
    public async Task Many_threads_aggregate_every_row_once()
    {
        using var engine = DuckDbEngine.Open(new EngineOptions { Threads = 4 });
        for (var round = 0; round < 3; round++)
        {
            var work = Enumerable.Range(0, 4).Select(async _ =>
            {
                using var connection = engine.Connect();
                var slot = engine.OpenSlot(CountingSource.Numbers(40, 7001));
                var expected = TestBatches.SchemaOf(SqlType.Int8, SqlType.Numeric(38, 0), SqlType.Int8);
                await using var reader = connection.Query($"SELECT count(*), sum(c0), count(DISTINCT c1) FROM gw_scan({slot})", expected, CancellationToken.None);
                using var batch = (await reader.ReadAsync(CancellationToken.None)).ShouldNotBeNull();
                engine.CloseSlot(slot);
                return TestBatches.RowsOf(batch)[0];
            });
            const long Count = 40 * 7001;
            foreach (var row in await Task.WhenAll(work)) row.ShouldBe([Count, (Int128)(Count * (Count - 1) / 2), 7001L]);
        }
    }

    [Fact]
    public void Only_the_columns_asked_for_are_looked_at()
    {
        using var engine = DuckDbEngine.Open(new EngineOptions());
        using var connection = engine.Connect();
        var schema = TestBatches.SchemaOf(SqlType.Int8, SqlType.Text, SqlType.Int8);
        using var badText = new ArrayBuilder(schema.FieldsList[1].DataType);
        using var numbers = new ArrayBuilder(schema.FieldsList[0].DataType);
        badText.AppendBytes([0xff]);
        numbers.Append(7L);
        var array = numbers.Finish();
        using var list = new BatchList(schema, [new RecordBatch(schema, [array, badText.Finish(), array.Retain()], 1)]);
        var slot = engine.OpenSlot(list);
        TestBatches.ReadAll(connection, $"SELECT c2, c0 FROM gw_scan({slot})").ShouldHaveSingleItem().ShouldBe([7L, 7L]);
        Should.Throw<GatewayException>(() => TestBatches.ReadAll(connection, $"SELECT c1 FROM gw_scan({slot})")).State.ShouldBe(SqlState.CharacterNotInRepertoire);
        engine.IsInvalidated.ShouldBeFalse();
    }

    [Fact]
    public void A_prepared_statement_reads_whatever_is_in_its_slot()
    {
        using var engine = DuckDbEngine.Open(new EngineOptions());
        using var connection = engine.Connect();
        var slot = engine.OpenSlot(CountingSource.Numbers(1, 10));
        using var prepared = connection.Prepare($"SELECT count(*) FROM gw_scan({slot})");
        foreach (var rows in (int[])[10, 20, 30])
        {
            engine.ReplaceSource(slot, CountingSource.Numbers(1, rows));
            using var result = prepared.OpenResult(null, CancellationToken.None);
            result.TryRead(out var batch).ShouldBeTrue();
            using (batch) batch!.Column(0).GetValue<long>(0).ShouldBe(rows);
            result.TryRead(out _).ShouldBeFalse();
        }

        engine.ReplaceSource(slot, new BatchList(TestBatches.SchemaOf(SqlType.Text), []));
        Should.Throw<GatewayException>(() => prepared.Execute(CancellationToken.None)).State.ShouldBe(SqlState.InternalError);
        engine.CloseSlot(slot);
        Should.Throw<GatewayException>(() => prepared.Execute(CancellationToken.None)).State.ShouldBe(SqlState.InternalError);
    }

    private static async IAsyncEnumerable<RecordBatch> Produce(RecordBatch template, int count)
    {
        for (var i = 0; i < count; i++)
        {
            await Task.Yield();
            yield return template.Retain();
        }
    }
}
