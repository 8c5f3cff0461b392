using System.Collections.Concurrent;
using System.Globalization;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Support.Postgres;

namespace FederationGateway.Adapters.PostgreSql.Tests.Capture;

public sealed class AlignedSnapshotTests(CaptureFixture fixture)
{
    private const int Rounds = 200;

    /// <summary>Scans are split over connections as soon as a table has two pages.</summary>
    private static readonly (string, string)[] Split = [("parallel", "3"), ("parallel_min_rows", "0"), ("parallel_min_pages", "1")];

    [Fact]
    public async Task A_snapshot_sees_exactly_the_transactions_up_to_its_position_while_others_write()
    {
        await using var capture = await CaptureUnderTest.StartAsync(fixture.Cluster, "CREATE TABLE t (id bigint PRIMARY KEY, pad text DEFAULT repeat('x', 200))", Split, "t");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var writers = Enumerable.Range(1, 3).Select(writer => Task.Run(() => WriteAsync(capture, writer, stop.Token), stop.Token)).ToArray();
        ConcurrentDictionary<string, ChangePosition> told = [];
        await using var stream = await capture.OpenAsync();
        var table = capture.Tables[0].Definition;
        var scan = SourceUnderTest.Scan(table with { Columns = [table.Columns[0]] }) with { EstimatedRows = 1_000_000 };
        List<(ChangePosition Position, HashSet<string> Seen)> snapshots = [];
        for (var round = 0; round < Rounds; round++)
        {
            await using var snapshot = await capture.Source.OpenSnapshotAsync(capture.Name, stop.Token);
            await Task.Delay(round % 3, stop.Token);
            var rows = await SourceUnderTest.ReadAsync(snapshot!.Session!, scan);
            rows.Count.ShouldBe(rows.Distinct().Count());
            snapshots.Add((snapshot.Position, [.. rows]));
        }

        await stop.CancelAsync();
        await Task.WhenAll(writers);
        foreach (var chunk in await capture.ReadChunksAsync(stream))
        {
            using (chunk)
            {
                foreach (var rows in chunk.Tables.Select(changes => changes.Rows))
                    for (var row = 0; row < rows.Length; row++)
                        told[rows.Column(ChangeColumns.Count).GetValue<long>(row).ToString(CultureInfo.InvariantCulture)] = chunk.Transactions[rows.Column(ChangeColumns.Transaction).GetValue<int>(row)].Position;
            }
        }

        snapshots.Select(snapshot => snapshot.Seen.Count).Distinct().Count().ShouldBeGreaterThan(Rounds / 4);
        foreach (var (position, seen) in snapshots)
        {
            var expected = told.Where(row => row.Value <= position).Select(row => row.Key).ToHashSet();
            seen.Except(expected).ShouldBeEmpty();
            expected.Except(seen).ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task Opening_a_snapshot_leaves_no_slot_behind_and_the_session_outlives_it()
    {
        await using var capture = await CaptureUnderTest.StartAsync(fixture.Cluster, "CREATE TABLE t (id int PRIMARY KEY); INSERT INTO t VALUES (1)", "t");
        await using var snapshot = await capture.Source.OpenSnapshotAsync(capture.Name, TestContext.Current.CancellationToken);
        await capture.RunAsync("INSERT INTO t VALUES (2)");
        for (var slots = 2L; slots > 1; await Task.Delay(10, TestContext.Current.CancellationToken))
            slots = (long)(await capture.Test.Cluster.QueryValueAsync("SELECT count(*) FROM pg_replication_slots WHERE database = current_database()", capture.Test.Database, TestContext.Current.CancellationToken))!;
        var scan = SourceUnderTest.Scan(capture.Tables[0].Definition);
        for (var i = 0; i < 3; i++) (await SourceUnderTest.ReadAsync(snapshot!.Session!, scan)).ShouldBe(["1"]);
    }

    [Fact]
    public async Task Without_a_slot_to_spare_there_is_no_snapshot()
    {
        await using var cluster = await PostgresCluster.StartAsync(new PostgresClusterOptions { Settings = new Dictionary<string, string> { ["max_replication_slots"] = "1" } }, TestContext.Current.CancellationToken);
        await using var capture = await CaptureUnderTest.StartAsync(cluster, "CREATE TABLE t (id int PRIMARY KEY)", "t");
        (await capture.Source.OpenSnapshotAsync(capture.Name, TestContext.Current.CancellationToken)).ShouldBeNull();
    }

    /// <summary>Transactions of a few rows, some of them open for a while, some rolled back.</summary>
    private static async Task WriteAsync(CaptureUnderTest capture, int writer, CancellationToken stop)
    {
        var random = new Random(writer);
        await using var connection = await capture.Test.Cluster.DataSource(capture.Test.Database).OpenConnectionAsync(TestContext.Current.CancellationToken);
        for (var id = writer * 1_000_000L; !stop.IsCancellationRequested;)
        {
            await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
            for (var i = random.Next(1, 4); i > 0; i--)
            {
                await using var insert = new Npgsql.NpgsqlCommand($"INSERT INTO t VALUES ({id++})", connection, transaction);
                await insert.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            }

            if (random.Next(4) == 0) await Task.Delay(random.Next(5), TestContext.Current.CancellationToken);
            if (random.Next(10) == 0) await transaction.RollbackAsync(TestContext.Current.CancellationToken);
            else await transaction.CommitAsync(TestContext.Current.CancellationToken);

            // Every snapshot reads all there is.
            await Task.Delay(random.Next(8), TestContext.Current.CancellationToken);
        }
    }
}
