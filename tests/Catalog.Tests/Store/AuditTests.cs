using FederationGateway.Catalog.Tests.Fixtures;

namespace FederationGateway.Catalog.Tests.Store;

public sealed class AuditTests : IDisposable
{
    private static readonly DateTime Monday = new(2026, 3, 2, 8, 0, 0, DateTimeKind.Utc);
    private readonly SampleStore _sample = new();

    [Fact]
    public async Task Entries_that_wait_at_the_same_time_are_all_durable()
    {
        await Task.WhenAll(Enumerable.Range(0, 500).Select(i => Task.Run(() => Log.AppendAsync(Entry(Monday.AddSeconds(i))))));

        Log.Read().Count.ShouldBe(500);
        Log.Read().Select(entry => entry.Id).ShouldBe(Log.Read().Select(entry => entry.Id).Order());
        var last = Log.Read()[^1].Id;
        _sample.Reopen();
        Log.Read().Count.ShouldBe(500);
        Log.NewId().ShouldBeGreaterThan(last);
    }

    [Fact]
    public async Task An_entry_keeps_everything()
    {
        var entry = Entry(Monday) with { Outcome = AuditOutcome.Unsuccessful, SqlState = "42P01", Error = "no", Statement = "DROP TABLE \"ä\"", ObjectName = "ä", ClientPort = 5 };
        await Log.AppendAsync(entry);

        Log.Read().ShouldBe([entry]);
    }

    [Fact]
    public async Task An_entry_goes_with_the_transaction_it_is_written_in()
    {
        using (var connection = _sample.Store.Connect())
        {
            await connection.ExecuteAsync("BEGIN", CancellationToken.None);
            AuditLog.Write(connection, Entry(Monday));
            await Log.AppendAsync(Entry(Monday));          // beside it, and not held up by it
            await connection.ExecuteAsync("ROLLBACK", CancellationToken.None);
            await connection.ExecuteAsync("BEGIN", CancellationToken.None);
            AuditLog.Write(connection, Entry(Monday));
            await connection.CommitAsync();
        }

        Log.Read().Count.ShouldBe(2);
    }

    [Fact]
    public async Task What_is_older_than_it_is_kept_for_is_forgotten()
    {
        foreach (var day in Enumerable.Range(0, 10)) await Log.AppendAsync(Entry(Monday.AddDays(day)));

        await Log.PurgeAsync(Monday.AddDays(7));

        Log.Read().Select(entry => entry.Time).ShouldBe([Monday.AddDays(7), Monday.AddDays(8), Monday.AddDays(9)]);
    }

    public void Dispose() => _sample.Dispose();

    private AuditLog Log => _sample.Store.Audit;

    private AuditEntry Entry(DateTime time) => new(Log.NewId(), time, 1, "admin", "admin", "127.0.0.1", 1, "tests", "CREATE TABLE");
}
