namespace FederationGateway.DuckDb.Tests;

/// <summary>Row ids that are remembered from one statement to the next.</summary>
public sealed class RowIdTests : IDisposable
{
    private const string RowIdOfLast = "SELECT CAST(max(rowid) AS VARCHAR) FROM t";
    private readonly string _directory = Directory.CreateTempSubdirectory("fedgw-rows-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_checkpoint_moves_rows_under_a_reader_but_not_when_they_are_held(bool isHeld)
    {
        using var engine = DuckDbEngine.Open(new EngineOptions { DatabasePath = Path.Combine(_directory, "store.db"), Threads = 2 });
        using var first = engine.Connect();
        using var second = engine.Connect();
        await first.ExecuteAsync("CREATE TABLE t (n INT); INSERT INTO t SELECT i FROM range(300000) AS r(i); CHECKPOINT; DELETE FROM t WHERE n BETWEEN 10 AND 280000", Token);
        await first.ExecuteAsync("BEGIN TRANSACTION", Token);
        if (isHeld) await first.HoldRowIdsAsync("t", "n", Token);
        var before = TestBatches.Scalar(first, RowIdOfLast);
        var refused = await Record.ExceptionAsync(() => second.ExecuteAsync("CHECKPOINT", Token));

        (refused is not null).ShouldBe(isHeld);
        Equals(TestBatches.Scalar(first, RowIdOfLast), before).ShouldBe(isHeld);
    }
}
