using FederationGateway.Arrow;
using FederationGateway.Common;

namespace FederationGateway.DuckDb.Tests;

public sealed class EngineHostTests : IDisposable
{
    // Text that is not UTF-8, smuggled past the checks as bytes, makes the engine fail in itself.
    private const string Poison = "SELECT upper(gw_poison(range::INTEGER)) FROM range(1)";

    private static readonly ScalarFunction s_poison = new("gw_poison", [EngineType.Integer], EngineType.VarChar, (in call) => call.Output.SetBytes(0, [0xff, 0xfe, 0xfd]));

    private readonly string _directory = Directory.CreateTempSubdirectory("fedgw-engine-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void A_failed_engine_is_replaced_at_the_next_connection()
    {
        using var host = new EngineHost(new EngineOptions { Functions = [s_poison] });
        host.RegisterScalarFunction(s_poison with { Name = "gw_other" });
        using var connection = host.Connect();
        using var bystander = host.Connect();
        Should.Throw<GatewayException>(() => TestBatches.ReadAll(connection, Poison)).State.ShouldBe(SqlState.InternalError);
        connection.Engine.IsInvalidated.ShouldBeTrue();
        Should.Throw<GatewayException>(() => bystander.Execute("SELECT 1", CancellationToken.None)).State.ShouldBe(SqlState.InternalError);
        using var fresh = host.Connect();
        fresh.Engine.ShouldNotBeSameAs(connection.Engine);
        TestBatches.Scalar(fresh, "SELECT count(gw_other(1)) FROM range(3)").ShouldBe(3L);
        host.ReopenCount.ShouldBe(1);
    }

    [Fact]
    public void A_failed_file_engine_comes_back_with_every_committed_row()
    {
        using var host = new EngineHost(new EngineOptions { DatabasePath = Path.Combine(_directory, "store.db"), Functions = [s_poison] });
        var idle = host.Connect();
        using (var connection = host.Connect())
        {
            connection.Execute("CREATE TABLE t (i INTEGER); INSERT INTO t SELECT * FROM range(1000)", CancellationToken.None);
            using var open = host.Connect();
            open.Execute("BEGIN; INSERT INTO t VALUES (-1)", CancellationToken.None);
            Should.Throw<GatewayException>(() => TestBatches.ReadAll(connection, Poison)).State.ShouldBe(SqlState.InternalError);
        }

        using var fresh = host.Connect();
        TestBatches.Scalar(fresh, "SELECT count(*) FROM t").ShouldBe(1000L);
        Should.Throw<ObjectDisposedException>(() => idle.Execute("SELECT 1", CancellationToken.None));
    }

    [Fact]
    public async Task A_statement_running_while_the_engine_fails_does_not_hold_up_its_replacement()
    {
        using var host = new EngineHost(new EngineOptions { DatabasePath = Path.Combine(_directory, "store.db"), Threads = 2, Functions = [s_poison] });
        using var waiting = host.Connect();
        var channel = new BatchChannel(TestBatches.SchemaOf(SqlType.Int4));
        await using var reader = waiting.Query($"SELECT count(*) FROM gw_scan({waiting.Engine.OpenSlot(channel)})", null, CancellationToken.None);
        await reader.GetSchemaAsync(CancellationToken.None);
        using (var connection = host.Connect()) Should.Throw<GatewayException>(() => TestBatches.ReadAll(connection, Poison));
        using var fresh = host.Connect();
        TestBatches.Scalar(fresh, "SELECT 42::BIGINT").ShouldBe(42L);
        await Should.ThrowAsync<Exception>(async () => await reader.ReadAsync(CancellationToken.None));
    }

    [Fact]
    public void Committed_rows_survive_closing_and_opening_again()
    {
        var options = new EngineOptions { DatabasePath = Path.Combine(_directory, "store.db") };
        using (var engine = DuckDbEngine.Open(options))
        using (var connection = engine.Connect())
        {
            connection.Execute("CREATE TABLE t (id BIGINT PRIMARY KEY, name VARCHAR, made TIMESTAMPTZ, data BLOB, flag BOOLEAN, x DOUBLE)", CancellationToken.None);
            using var insert = connection.Prepare("INSERT INTO t VALUES (?, ?, ?, ?, ?, ?)");
            insert.ParameterCount.ShouldBe(6);
            for (var i = 0; i < 10; i++)
            {
                insert.Bind(1, (long)i);
                insert.Bind(2, i == 3 ? null : $"näme {i}");
                insert.Bind(3, new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero));
                insert.Bind(4, [1, 2, (byte)i]);
                insert.Bind(5, i % 2 == 0);
                insert.Bind(6, i / 4.0);
                insert.Execute(CancellationToken.None).ShouldBe(1);
            }

            connection.Execute("UPDATE t SET x = 1 WHERE id < 5", CancellationToken.None).ShouldBe(5);
        }

        using (var engine = DuckDbEngine.Open(options))
        using (var connection = engine.Connect())
        {
            var rows = TestBatches.ReadAll(connection, "SELECT * FROM t ORDER BY id");
            rows.Count.ShouldBe(10);
            rows[3][1].ShouldBeNull();
            rows[4][1].ShouldBe("näme 4");
            rows[4][2].ShouldBe(1704067200000000L);
            ((byte[])rows[4][3]!).ShouldBe([1, 2, 4]);
            rows[4][4].ShouldBe(true);
            rows[9][5].ShouldBe(9 / 4.0);
        }
    }

    [Fact]
    public void A_database_file_is_open_once()
    {
        var options = new EngineOptions { DatabasePath = Path.Combine(_directory, "store.db") };
        var engine = DuckDbEngine.Open(options);
        var connection = engine.Connect();
        Should.Throw<GatewayException>(() => DuckDbEngine.Open(options)).State.ShouldBe(SqlState.ObjectNotInPrerequisiteState);
        engine.Dispose();
        Should.Throw<GatewayException>(() => DuckDbEngine.Open(options)).State.ShouldBe(SqlState.ObjectNotInPrerequisiteState);
        connection.Dispose();
        DuckDbEngine.Open(options).Dispose();
    }

    [Fact]
    public void A_file_that_is_no_database_is_refused()
    {
        var path = Path.Combine(_directory, "letter.txt");
        File.WriteAllText(path, new string('x', 10_000));
        Should.Throw<GatewayException>(() => DuckDbEngine.Open(new EngineOptions { DatabasePath = path })).State.ShouldBe(SqlState.IoError);
        Should.Throw<GatewayException>(() => DuckDbEngine.Open(new EngineOptions { DatabasePath = Path.Combine(_directory, "no", "such", "folder.db") })).State.ShouldBe(SqlState.IoError);
    }
}
