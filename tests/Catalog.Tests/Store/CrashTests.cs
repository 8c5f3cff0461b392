using System.Diagnostics;
using System.Globalization;
using FederationGateway.Catalog.Changes;
using FederationGateway.Catalog.Store;
using FederationGateway.Catalog.SystemViews;
using FederationGateway.Catalog.Tests.Fixtures;

namespace FederationGateway.Catalog.Tests.Store;

public class CrashTests
{
    private const int Kills = 6;

    /// <summary>A process changes the catalog and is killed at a random moment, several times over the same directory.</summary>
    [Fact]
    public async Task What_was_acknowledged_survives_a_kill_and_nothing_is_half_there()
    {
        using var directory = new TemporaryDirectory();
        var random = new Random(20260102);
        var acknowledged = 0;
        for (var round = 0; round < Kills; round++)
        {
            acknowledged = await RunAndKill(directory.Path, random.Next(1, 9), TimeSpan.FromMilliseconds(random.Next(0, 25)), acknowledged);
            acknowledged = Check(directory.Path, acknowledged);
        }

        acknowledged.ShouldBeGreaterThanOrEqualTo(Kills);
    }

    /// <summary>Kills the writer a moment after some changes; the last number it said was committed.</summary>
    private static async Task<int> RunAndKill(string directory, int changes, TimeSpan moment, int last)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!.EndsWith("dotnet", StringComparison.Ordinal) ? Environment.ProcessPath : "dotnet")
        {
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "FederationGateway.Catalog.CrashWriter.dll"), directory },
            RedirectStandardOutput = true,
        };
        using var writer = Process.Start(start)!;
        (await writer.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken)).ShouldBe("ready");
        for (var i = 0; i < changes; i++) last = await ReadNumber() ?? last;
        await Task.Delay(moment, TestContext.Current.CancellationToken);
        writer.Kill();
        while (await ReadNumber() is { } number) last = number;
        await writer.WaitForExitAsync(TestContext.Current.CancellationToken);
        return last;

        // A line cut short by the kill was not an acknowledgement; the writer writes each at once.
        async Task<int?> ReadNumber() =>
            await writer.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { Length: > 0 } line ? int.Parse(line, CultureInfo.InvariantCulture) : null;
    }

    /// <summary>Opens the catalog: the changes up to the last acknowledged one are there, perhaps one more, each whole.</summary>
    private static int Check(string directory, int acknowledged)
    {
        using var store = CatalogStore.Open(new CatalogStoreOptions(directory) { Threads = 1 }, BuiltInCatalog.Snapshot);
        using var connection = store.Connect();
        int[] numbers = [.. store.Current.Schemas.Values.Where(schema => !schema.IsSystem).Select(schema => int.Parse(schema.Name.AsSpan(1), CultureInfo.InvariantCulture)).Order()];
        var last = numbers.LastOrDefault();
        last.ShouldBeInRange(acknowledged, acknowledged + 1);
        numbers.ShouldBe(Enumerable.Range(1, last).TakeLast(3));
        foreach (var number in numbers)
        {
            var table = store.Current.FindRelation($"s{number}", "t").ShouldBeOfType<LocalTableEntry>();
            StoreRows.ReadLong(connection, $"SELECT count(*) FROM {LocalTables.PhysicalName(table.Oid)}").ShouldBe(number);
        }

        StoreRows.ReadLong(connection, $"SELECT count(*) FROM duckdb_tables() WHERE schema_name = 'data'").ShouldBe(numbers.Length);
        StoreRows.ReadLong(connection, "SELECT value FROM catalog.counter WHERE name = 'next_oid'").ShouldBeGreaterThan(store.Current.RelationsByOid.Keys.Max());
        return last;
    }
}
