namespace FederationGateway.DuckDb.Tests;

/// <summary>How the file keeps what is in it.</summary>
public sealed class FileTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("fedgw-file-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Texts_are_packed_without_a_copy_of_the_column()
    {
        using var engine = DuckDbEngine.Open(new EngineOptions { DatabasePath = Path.Combine(_directory, "store.db"), Threads = 2 });
        using var connection = engine.Connect();
        connection.Execute("CREATE TABLE t (v VARCHAR); INSERT INTO t SELECT 'a longer text ' || i FROM range(100000) AS r(i); CHECKPOINT", CancellationToken.None);
        TestBatches.Scalar(connection, "SELECT string_agg(DISTINCT compression) FROM pragma_storage_info('t') WHERE segment_type = 'VARCHAR'").ShouldBe("DICT_FSST");
    }
}
