using System.Globalization;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Common;
using FederationGateway.Support.Postgres;
using FederationGateway.Support.Servers;

namespace FederationGateway.Adapters.PostgreSql.Tests;

public sealed class TransactionTests(PostgresFixture fixture)
{
    private const string Table = "CREATE TABLE t (a int PRIMARY KEY, b text DEFAULT 'none'); INSERT INTO t VALUES (1, 'x')";
    private static readonly RemoteStatement Rows = SourceUnderTest.Statement("SELECT a, b FROM public.t ORDER BY a", ("a", SqlType.Int4), ("b", SqlType.Text));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Everything_in_it_sees_one_snapshot_and_what_it_wrote()
    {
        await using var test = await SourceUnderTest.CreateAsync(fixture.Cluster, Table);
        await using var transaction = await BeginAsync(test);
        (await ReadAsync(transaction, Rows)).ShouldBe(["1|x"]);
        await fixture.Cluster.ExecuteAsync("INSERT INTO t VALUES (2, 'other')", test.Database, Cancellation);
        (await ReadAsync(transaction, Rows)).ShouldBe(["1|x"]);
        transaction.HasWritten.ShouldBeFalse();
        (await transaction.WriteAsync(Write("INSERT INTO public.t VALUES (3), (4)"), Cancellation)).ShouldBe(2);
        transaction.HasWritten.ShouldBeTrue();
        transaction.CanPrepare.ShouldBeTrue();
        (await ReadAsync(transaction, Rows)).ShouldBe(["1|x", "3|none", "4|none"]);
        (await CountAsync(test)).ShouldBe(2);
        await transaction.CommitAsync(Cancellation);
        (await CountAsync(test)).ShouldBe(4);
        (await Source(test).OutcomeAsync(transaction.TransactionId!, Cancellation)).ShouldBe(RemoteOutcome.Committed);
        test.Source.Connections.Count(connection => connection.IsActive).ShouldBe(0);
    }

    [Fact]
    public async Task Disposing_one_that_has_not_ended_takes_everything_back()
    {
        await using var test = await SourceUnderTest.CreateAsync(fixture.Cluster, Table);
        string id;
        await using (var transaction = await BeginAsync(test))
        {
            await transaction.WriteAsync(Write("TRUNCATE public.t"), Cancellation);
            id = transaction.TransactionId!;
            (await Source(test).OutcomeAsync(id, Cancellation)).ShouldBe(RemoteOutcome.InProgress);
        }

        (await CountAsync(test)).ShouldBe(1);
        (await Source(test).OutcomeAsync(id, Cancellation)).ShouldBe(RemoteOutcome.RolledBack);
        (await Source(test).OutcomeAsync("999999999", Cancellation)).ShouldBe(RemoteOutcome.Unknown);
        test.Source.Connections.Count(connection => connection.IsActive).ShouldBe(0);
    }

    [Fact]
    public async Task Results_are_read_side_by_side_and_across_writes()
    {
        await using var test = await SourceUnderTest.CreateAsync(fixture.Cluster, Table);
        await using var transaction = await BeginAsync(test);
        await transaction.WriteAsync(Write("INSERT INTO public.t SELECT i FROM generate_series(2, 20000) i"), Cancellation);
        var all = SourceUnderTest.Statement("SELECT a, b FROM public.t", ("a", SqlType.Int4), ("b", SqlType.Text));
        await using var first = transaction.ExecuteAsync(all, Cancellation).GetAsyncEnumerator(Cancellation);
        await using var second = transaction.ExecuteAsync(all, Cancellation).GetAsyncEnumerator(Cancellation);
        var (rows, more) = (0, true);
        for (var i = 0; more; i++)
        {
            more = false;
            foreach (var stream in new[] { first, second })
            {
                if (!await stream.MoveNextAsync()) continue;
                more = true;
                rows += stream.Current.Length;
                stream.Current.Dispose();
            }

            if (i == 0) await transaction.WriteAsync(Write("DELETE FROM public.t WHERE a > 10"), Cancellation);
        }

        rows.ShouldBe(40_000);
        (await ReadAsync(transaction, Rows)).Count.ShouldBe(10);
    }

    [Fact]
    public async Task A_result_left_early_disturbs_nothing()
    {
        await using var test = await SourceUnderTest.CreateAsync(fixture.Cluster, Table);
        await using var transaction = await BeginAsync(test);
        await transaction.WriteAsync(Write("INSERT INTO public.t SELECT i FROM generate_series(2, 20000) i"), Cancellation);
        await foreach (var batch in transaction.ExecuteAsync(Rows, Cancellation))
        {
            batch.Dispose();
            break;
        }

        await transaction.WriteAsync(Write("DELETE FROM public.t WHERE a > 5"), Cancellation);
        await transaction.CommitAsync(Cancellation);
        (await CountAsync(test)).ShouldBe(5);
    }

    [Fact]
    public async Task Returning_writes_everything_before_its_first_row()
    {
        await using var test = await SourceUnderTest.CreateAsync(fixture.Cluster, Table);
        await using var transaction = await BeginAsync(test);
        await foreach (var batch in transaction.WriteReturningAsync(SourceUnderTest.Statement("INSERT INTO public.t SELECT i FROM generate_series(2, 5000) i RETURNING a", ("a", SqlType.Int4)), Cancellation))
        {
            batch.Dispose();
            break;
        }

        await transaction.CommitAsync(Cancellation);
        (await CountAsync(test)).ShouldBe(5000);
    }

    [Fact]
    public async Task Savepoints_take_back_what_came_behind_them_and_failures_with_it()
    {
        await using var test = await SourceUnderTest.CreateAsync(fixture.Cluster, Table);
        await using var transaction = await BeginAsync(test);
        await transaction.SavepointAsync("before \"all\"", Cancellation);
        await transaction.WriteAsync(Write("INSERT INTO public.t VALUES (2)"), Cancellation);
        await transaction.SavepointAsync("s", Cancellation);
        var failure = await Should.ThrowAsync<GatewayException>(() => transaction.WriteAsync(Write("INSERT INTO public.t VALUES (1)"), Cancellation));
        failure.State.ShouldBe(SqlState.UniqueViolation);
        failure.Message.ShouldContain("t_pkey");
        (await Should.ThrowAsync<GatewayException>(() => ReadAsync(transaction, Rows))).State.ShouldBe(SqlState.InFailedSqlTransaction);
        await transaction.RollbackToAsync("s", Cancellation);
        (await ReadAsync(transaction, Rows)).ShouldBe(["1|x", "2|none"]);
        await transaction.ReleaseAsync("s", Cancellation);
        transaction.HasWritten.ShouldBeTrue();
        await transaction.RollbackToAsync("before \"all\"", Cancellation);
        transaction.HasWritten.ShouldBeFalse();
        (await ReadAsync(transaction, Rows)).ShouldBe(["1|x"]);
        (await Should.ThrowAsync<GatewayException>(() => transaction.RollbackToAsync("s", Cancellation))).State.ShouldBe(SqlState.InvalidSavepoint);
        await transaction.CommitAsync(Cancellation);
        (await CountAsync(test)).ShouldBe(1);
    }

    [Fact]
    public async Task Committing_a_failed_one_is_an_error()
    {
        await using var test = await SourceUnderTest.CreateAsync(fixture.Cluster, Table);
        await using var transaction = await BeginAsync(test);
        await transaction.WriteAsync(Write("INSERT INTO public.t VALUES (2)"), Cancellation);
        await Should.ThrowAsync<GatewayException>(() => transaction.WriteAsync(Write("INSERT INTO public.t VALUES (1)"), Cancellation));
        (await Should.ThrowAsync<GatewayException>(() => transaction.CommitAsync(Cancellation))).State.ShouldBe(SqlState.InFailedSqlTransaction);
        await transaction.RollbackAsync();
        (await CountAsync(test)).ShouldBe(1);
    }

    [Fact]
    public async Task A_constraint_checked_at_commit_fails_the_commit()
    {
        await using var test = await SourceUnderTest.CreateAsync(fixture.Cluster, "CREATE TABLE t (a int UNIQUE DEFERRABLE INITIALLY DEFERRED); INSERT INTO t VALUES (1)");
        await using var transaction = await BeginAsync(test);
        await transaction.WriteAsync(Write("INSERT INTO public.t VALUES (1)"), Cancellation);
        (await Should.ThrowAsync<GatewayException>(() => transaction.CommitAsync(Cancellation))).State.ShouldBe(SqlState.UniqueViolation);
        (await CountAsync(test)).ShouldBe(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_prepared_one_outlives_its_connection(bool commit)
    {
        await using var test = await SourceUnderTest.CreateAsync(fixture.Cluster, Table);
        var name = $"fedgw_{Guid.NewGuid():N}_1";
        string id;
        await using (var transaction = await BeginAsync(test))
        {
            await ReadAsync(transaction, Rows);
            await transaction.WriteAsync(Write("INSERT INTO public.t VALUES (2)"), Cancellation);
            id = transaction.TransactionId!;
            await transaction.PrepareAsync(name, Cancellation);
        }

        (await Source(test).PreparedAsync(name[..10], Cancellation)).ShouldBe([name]);
        (await Source(test).PreparedAsync("other", Cancellation)).ShouldBeEmpty();
        (await Source(test).OutcomeAsync(id, Cancellation)).ShouldBe(RemoteOutcome.InProgress);
        (await CountAsync(test)).ShouldBe(1);
        (await Source(test).EndPreparedAsync(name, commit, Cancellation)).ShouldBeTrue();
        (await Source(test).EndPreparedAsync(name, commit, Cancellation)).ShouldBeFalse();
        (await Source(test).PreparedAsync(name[..10], Cancellation)).ShouldBeEmpty();
        (await CountAsync(test)).ShouldBe(commit ? 2 : 1);
    }

    [Fact]
    public async Task A_server_that_keeps_none_says_so_before()
    {
        await using var cluster = await PostgresCluster.StartAsync(new PostgresClusterOptions { Settings = new Dictionary<string, string> { ["max_prepared_transactions"] = "0" } }, Cancellation);
        await using var test = await SourceUnderTest.CreateAsync(cluster, Table);
        await using var transaction = await BeginAsync(test);
        await transaction.WriteAsync(Write("INSERT INTO public.t VALUES (2)"), Cancellation);
        transaction.CanPrepare.ShouldBeFalse();
        await Should.ThrowAsync<GatewayException>(() => transaction.PrepareAsync("x", Cancellation));
        (await CountAsync(test)).ShouldBe(1);
    }

    [Theory]
    [InlineData(true, RemoteOutcome.Committed)]
    [InlineData(false, RemoteOutcome.RolledBack)]
    public async Task A_lost_answer_is_told_as_not_known_and_can_be_asked_for(bool delivered, RemoteOutcome expected)
    {
        await using var proxy = new CuttingProxy(fixture.Cluster.Port);
        await using var test = await SourceUnderTest.CreateAsync(fixture.Cluster, Table, ("port", proxy.Port.ToString(CultureInfo.InvariantCulture)));
        await using var transaction = await BeginAsync(test);
        await transaction.WriteAsync(Write("INSERT INTO public.t VALUES (2)"), Cancellation);
        proxy.CutAt("COMMIT", delivered);
        (await Should.ThrowAsync<GatewayException>(() => transaction.CommitAsync(Cancellation))).State.ShouldBe(SqlState.TransactionResolutionUnknown);
        RemoteOutcome outcome;
        while ((outcome = await Source(test).OutcomeAsync(transaction.TransactionId!, Cancellation)) == RemoteOutcome.InProgress) await Task.Delay(20, Cancellation);
        outcome.ShouldBe(expected);
        (await CountAsync(test)).ShouldBe(delivered ? 2 : 1);
    }

    [Fact]
    public async Task A_value_that_fits_no_type_here_fails_its_statement_and_not_the_transaction()
    {
        await using var test = await SourceUnderTest.CreateAsync(fixture.Cluster, Table);
        await using var transaction = await BeginAsync(test);
        await transaction.WriteAsync(Write("INSERT INTO public.t VALUES (2)"), Cancellation);
        var unfit = SourceUnderTest.Statement("SELECT CASE WHEN i = 300 THEN 'NaN'::numeric ELSE 1 END FROM generate_series(1, 20000) i", ("x", SqlType.Numeric(10, 2)));
        await Should.ThrowAsync<GatewayException>(() => ReadAsync(transaction, unfit));
        (await ReadAsync(transaction, Rows)).ShouldBe(["1|x", "2|none"]);
        await transaction.CommitAsync(Cancellation);
        (await CountAsync(test)).ShouldBe(2);
    }

    [Fact]
    public async Task A_read_only_one_refuses_to_write()
    {
        await using var test = await SourceUnderTest.CreateAsync(fixture.Cluster, Table);
        await using var transaction = await Source(test).BeginAsync(new RemoteTransactionOptions(ReadOnly: true), Cancellation);
        (await ReadAsync(transaction, Rows)).ShouldBe(["1|x"]);
        (await Should.ThrowAsync<GatewayException>(() => transaction.WriteAsync(Write("DELETE FROM public.t"), Cancellation))).State.ShouldBe(SqlState.ReadOnlySqlTransaction);
        transaction.HasWritten.ShouldBeFalse();
    }

    [Fact]
    public async Task Statements_that_see_what_is_committed_do_not_conflict()
    {
        await using var test = await SourceUnderTest.CreateAsync(fixture.Cluster, "CREATE TABLE t AS SELECT 1 AS a, 0 AS n");
        async Task AddAsync()
        {
            for (var i = 0; i < 20; i++)
            {
                await using var transaction = await Source(test).BeginAsync(new RemoteTransactionOptions(StatementSnapshots: true), Cancellation);
                (await transaction.WriteAsync(Write("UPDATE public.t SET n = n + 1"), Cancellation)).ShouldBe(1);
                await transaction.CommitAsync(Cancellation);
            }
        }

        await Task.WhenAll(AddAsync(), AddAsync(), AddAsync());
        (await fixture.Cluster.QueryValueAsync("SELECT n FROM t", test.Database, Cancellation)).ShouldBe(60);
    }

    [Fact]
    public async Task Cancelling_reaches_a_write_and_nothing_of_it_stays()
    {
        await using var test = await SourceUnderTest.CreateAsync(fixture.Cluster, Table);
        await using var transaction = await BeginAsync(test);
        await transaction.SavepointAsync("s", Cancellation);
        await transaction.WriteAsync(Write("INSERT INTO public.t VALUES (2)"), Cancellation);
        using var stop = new CancellationTokenSource(200);
        await Should.ThrowAsync<OperationCanceledException>(() => transaction.WriteAsync(Write("INSERT INTO public.t SELECT 3 FROM pg_sleep(600)"), stop.Token));
        await transaction.RollbackToAsync("s", Cancellation);
        (await ReadAsync(transaction, Rows)).ShouldBe(["1|x"]);
    }

    [Fact]
    public async Task A_server_process_that_ends_takes_the_transaction_with_it()
    {
        await using var test = await SourceUnderTest.CreateAsync(fixture.Cluster, Table);
        await using var transaction = await BeginAsync(test);
        await transaction.WriteAsync(Write("INSERT INTO public.t VALUES (2)"), Cancellation);
        await fixture.Cluster.ExecuteAsync($"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{test.Database}' AND state = 'idle in transaction'", cancellationToken: Cancellation);
        (await Should.ThrowAsync<GatewayException>(() => ReadAsync(transaction, Rows))).State.ShouldBe(SqlState.ConnectionFailure);
        (await Should.ThrowAsync<GatewayException>(() => transaction.CommitAsync(Cancellation))).State.ShouldBe(SqlState.ConnectionFailure);
        (await CountAsync(test)).ShouldBe(1);
    }

    internal static ITransactionalSource Source(SourceUnderTest test) => (ITransactionalSource)test.Source;

    internal static ValueTask<IRemoteTransaction> BeginAsync(SourceUnderTest test) => Source(test).BeginAsync(new RemoteTransactionOptions("tests"), Cancellation);

    internal static RemoteStatement Write(string sql) => SourceUnderTest.Statement(sql);

    internal static async Task<List<string>> ReadAsync(IRemoteSession session, RemoteStatement statement)
    {
        List<string> rows = [];
        await foreach (var batch in session.ExecuteAsync(statement, Cancellation))
            using (batch) rows.AddRange(BatchText.Rows(batch));
        return rows;
    }

    internal static async Task<long> CountAsync(SourceUnderTest test) => (long)(await test.Cluster.QueryValueAsync("SELECT count(*) FROM t", test.Database, Cancellation))!;
}
