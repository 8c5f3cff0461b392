using FederationGateway.Adapters.Abstractions;
using FederationGateway.Arrow;
using FederationGateway.Common;
using FederationGateway.Plan;
using FederationGateway.Support.Postgres;

namespace FederationGateway.Adapters.PostgreSql.Tests;

/// <summary>Rows copied and staged in a transaction, made of anything, even of what is read in the same transaction.</summary>
public sealed class RowsIntoTransactionTests(PostgresFixture fixture)
{
    private const string Tree = "CREATE TABLE t (a int PRIMARY KEY, b text DEFAULT 'none', parent int REFERENCES t); INSERT INTO t VALUES (1, 'x')";
    private static readonly TableColumn[] Columns = [new("a", "a", SqlType.Int4, false), new("parent", "parent", SqlType.Int4, true)];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Copied_rows_are_there_and_other_columns_have_their_defaults()
    {
        await using var test = await SourceUnderTest.CreateAsync(fixture.Cluster, Tree);
        await using var transaction = await TransactionTests.BeginAsync(test);
        // Each row refers to the one behind it: constraints are checked after all of them.
        (await transaction.CopyInAsync(Upload(Read(test, "SELECT i, CASE WHEN i < 100000 THEN i + 1 END FROM generate_series(2, 100000) i"), "public", "t"), Cancellation)).ShouldBe(99_999);
        transaction.CanPrepare.ShouldBeTrue();
        await transaction.CommitAsync(Cancellation);
        (await fixture.Cluster.QueryValueAsync("SELECT count(*) || ' ' || count(DISTINCT b) FROM t WHERE parent IS NOT NULL OR b = 'none'", test.Database, Cancellation)).ShouldBe("99999 1");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Rows_may_be_made_of_what_the_transaction_reads(bool hasWrittenBefore)
    {
        await using var test = await SourceUnderTest.CreateAsync(fixture.Cluster, Tree);
        await fixture.Cluster.ExecuteAsync("INSERT INTO t SELECT i FROM generate_series(2, 50000) i", test.Database, Cancellation);
        await using var transaction = await TransactionTests.BeginAsync(test);
        if (hasWrittenBefore) await transaction.WriteAsync(TransactionTests.Write("INSERT INTO public.t VALUES (50001)"), Cancellation);
        var rows = transaction.ExecuteAsync(Statement("SELECT a + 100000, CASE WHEN a < 50000 THEN a + 100001 END FROM public.t"), Cancellation);
        (await transaction.CopyInAsync(Upload(rows, "public", "t"), Cancellation)).ShouldBe(hasWrittenBefore ? 50_001 : 50_000);
        (await TransactionTests.ReadAsync(transaction, SourceUnderTest.Statement("SELECT count(*) FROM public.t", ("n", SqlType.Int8)))).ShouldBe([hasWrittenBefore ? "100002" : "100000"]);
        await transaction.CommitAsync(Cancellation);
        (await TransactionTests.CountAsync(test)).ShouldBe(hasWrittenBefore ? 100_002 : 100_000);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Staged_rows_are_there_for_the_statements_that_follow(bool hasWrittenBefore)
    {
        await using var test = await SourceUnderTest.CreateAsync(fixture.Cluster, Tree);
        await fixture.Cluster.ExecuteAsync("INSERT INTO t SELECT i FROM generate_series(2, 50000) i", test.Database, Cancellation);
        await using var transaction = await TransactionTests.BeginAsync(test);
        if (hasWrittenBefore) await transaction.WriteAsync(TransactionTests.Write("INSERT INTO public.t VALUES (50001)"), Cancellation);
        await transaction.StageAsync(Upload(transaction.ExecuteAsync(Statement("SELECT a, 1 FROM public.t WHERE a > 1"), Cancellation), "staged"), Cancellation);
        transaction.CanPrepare.ShouldBeFalse();
        (await transaction.WriteAsync(TransactionTests.Write("UPDATE public.t SET parent = s.parent FROM pg_temp.staged s WHERE s.a = t.a"), Cancellation)).ShouldBe(hasWrittenBefore ? 50_000 : 49_999);
        await transaction.CommitAsync(Cancellation);
        (await fixture.Cluster.QueryValueAsync("SELECT count(*) FROM t WHERE parent = 1", test.Database, Cancellation)).ShouldBe(hasWrittenBefore ? 50_000L : 49_999L);
    }

    [Fact]
    public async Task Rows_that_fail_on_their_way_leave_nothing()
    {
        await using var test = await SourceUnderTest.CreateAsync(fixture.Cluster, Tree);
        await using var transaction = await TransactionTests.BeginAsync(test);
        await transaction.SavepointAsync("s", Cancellation);
        var failing = Read(test, "SELECT i, 1 / (5000 - i) FROM generate_series(2, 6000) i");
        (await Should.ThrowAsync<GatewayException>(() => transaction.CopyInAsync(Upload(failing, "public", "t"), Cancellation))).State.ShouldBe(SqlState.DivisionByZero);
        await transaction.RollbackToAsync("s", Cancellation);
        (await Should.ThrowAsync<GatewayException>(() => transaction.CopyInAsync(Upload(Read(test, "SELECT 1, 1"), "public", "t"), Cancellation))).State.ShouldBe(SqlState.UniqueViolation);
        await transaction.RollbackToAsync("s", Cancellation);
        (await transaction.CopyInAsync(Upload(Read(test, "SELECT 2, 1"), "public", "t"), Cancellation)).ShouldBe(1);
        await transaction.CommitAsync(Cancellation);
        (await TransactionTests.CountAsync(test)).ShouldBe(2);
    }

    [Fact]
    public async Task Columns_of_other_types_are_refused_before_a_row_is_read()
    {
        await using var test = await SourceUnderTest.CreateAsync(fixture.Cluster, "CREATE TABLE t (a bigint, parent money)");
        await using var transaction = await TransactionTests.BeginAsync(test);
        var upload = Upload(Read(test, "SELECT 1, 1"), "public", "t");
        await Should.ThrowAsync<UploadRefusedException>(() => transaction.CopyInAsync(upload, Cancellation));
        await transaction.StageAsync(Upload(Read(test, "SELECT 1, 1"), "staged"), Cancellation);
        (await transaction.WriteAsync(TransactionTests.Write("INSERT INTO public.t SELECT a, parent FROM pg_temp.staged"), Cancellation)).ShouldBe(1);
    }

    private static RowUpload Upload(IAsyncEnumerable<RecordBatch> rows, params string[] path) => new(new TableHandle("crm", [.. path], path[^1], [.. Columns]), rows);

    private static RemoteStatement Statement(string sql) => SourceUnderTest.Statement(sql, ("a", SqlType.Int4), ("parent", SqlType.Int4));

    private static async IAsyncEnumerable<RecordBatch> Read(SourceUnderTest test, string sql)
    {
        await using var session = await test.Source.OpenSessionAsync(new RemoteSessionOptions(SingleFragment: true), Cancellation);
        await foreach (var batch in session.ExecuteAsync(Statement(sql), Cancellation)) yield return batch;
    }
}
