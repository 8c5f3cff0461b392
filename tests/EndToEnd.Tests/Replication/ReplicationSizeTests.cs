using System.Diagnostics;
using System.Globalization;
using FederationGateway.EndToEnd.Support;

namespace FederationGateway.EndToEnd.Replication;

/// <summary>
/// Much at a time. <c>FEDGW_LARGE_TRANSACTION_MB=1000</c> and <c>FEDGW_SUBSCRIPTIONS=1000</c> make it as much as that; what it takes is in the output of the tests (<c>--output Detailed</c>).
/// </summary>
public sealed class ReplicationSizeTests(LogicalCluster source) : IClassFixture<LogicalCluster>
{
    private const int SubscriptionsOfTable = 10;

    private static readonly long s_megabytes = Number("FEDGW_LARGE_TRANSACTION_MB", 8);
    private static readonly long s_subscriptions = Number("FEDGW_SUBSCRIPTIONS", 20);

    [Fact]
    public async Task A_large_transaction_is_seen_whole()
    {
        await using var plant = await ReplicationPlant.StartAsync(source.Cluster, "CREATE TABLE t (id int PRIMARY KEY, v text)");
        await using var client = await plant.OpenAsync();
        await client.ExecuteAsync("CREATE TABLE t (id int PRIMARY KEY, v text); CREATE REMOTE SUBSCRIPTION s ON v.t TARGET TABLE t");
        await ReplicationPlant.BeginAsync(client, "s");
        var rows = s_megabytes * 1000;
        var clock = Stopwatch.StartNew();

        // What is rolled back in it is never told.
        await plant.AtSourceAsync($"BEGIN; INSERT INTO t SELECT i, repeat(md5(i::text), 32) FROM generate_series(1, {rows}) i; SAVEPOINT a; INSERT INTO t VALUES (-1, 'never'); ROLLBACK TO a; COMMIT");
        Say($"{s_megabytes} MB at the source", clock, plant);
        while (await client.NumberAsync("SELECT count(*) FROM t") is var seen && seen < rows)
        {
            seen.ShouldBe(0);
            (await client.RowsAsync("SELECT error_message FROM remote_subscription_exceptions")).ShouldBeEmpty();
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        Say("in the target", clock, plant);
        (await client.RowsAsync("SELECT count(*), min(id), max(id), count(DISTINCT v) FROM t")).ShouldBe([string.Create(CultureInfo.InvariantCulture, $"{rows}|1|{rows}|{rows}")]);
    }

    [Fact]
    public async Task Many_subscriptions_share_a_source()
    {
        var tables = (int)Math.Max(1, s_subscriptions / SubscriptionsOfTable);
        var names = Enumerable.Range(1, tables).SelectMany(table => Enumerable.Range(1, SubscriptionsOfTable).Select(number => (Table: table, Name: $"{table}_{number}"))).ToList();
        await using var plant = await ReplicationPlant.StartAsync(source.Cluster, string.Concat(Enumerable.Range(1, tables).Select(table => $"CREATE TABLE t{table} (id int PRIMARY KEY, v text);")));
        await using var client = await plant.OpenAsync();
        var clock = Stopwatch.StartNew();
        foreach (var (table, name) in names) await client.ExecuteAsync($"CREATE TABLE l{name} (id int PRIMARY KEY, v text); CREATE REMOTE SUBSCRIPTION s{name} ON v.t{table} TARGET TABLE l{name}");
        Say($"{names.Count} subscriptions created", clock, plant);
        foreach (var (_, name) in names) await client.ExecuteAsync($"ALTER REMOTE SUBSCRIPTION s{name} QUEUE");
        Say("queued", clock, plant);
        foreach (var (_, name) in names) await client.ExecuteAsync($"ALTER REMOTE SUBSCRIPTION s{name} DISTRIBUTE");
        await ReplicationPlant.UntilAsync(client, "SELECT DISTINCT state FROM m_remote_subscriptions", "APPLY_CHANGE_DATA");
        Say("distributed", clock, plant);
        foreach (var table in Enumerable.Range(1, tables)) await plant.AtSourceAsync($"INSERT INTO t{table} VALUES ({table}, 'x')");
        await ReplicationPlant.UntilAsync(client, $"SELECT count(*) FROM ({string.Join(" UNION ALL ", names.Select(one => $"SELECT id FROM l{one.Name} WHERE id = {one.Table}"))})", names.Count.ToString(CultureInfo.InvariantCulture));
        Say("one row of each table in all targets", clock, plant);
        (await plant.SlotsAsync()).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task All_tables_of_a_large_schema_follow_by_one_task()
    {
        await using var plant = await ReplicationPlant.StartAsync(source.Cluster, ForEach("CREATE TABLE t%s (id int PRIMARY KEY, v text); INSERT INTO t%s VALUES (1, ''loaded'')"));
        await using (var client = await plant.OpenAsync())
        {
            var clock = Stopwatch.StartNew();
            await client.ExecuteAsync("CREATE SCHEMA r; CREATE REPLICATION TASK everything FROM s.public TO r MODE REPLICATION");
            await client.ExecuteAsync("START TASK everything");
            Say($"{s_subscriptions} tables loaded and live", clock, plant);
            (await client.RowsAsync("SELECT state, count(*) FROM m_remote_subscriptions GROUP BY 1")).ShouldBe([string.Create(CultureInfo.InvariantCulture, $"APPLY_CHANGE_DATA|{s_subscriptions}")]);
            await plant.AtSourceAsync(ForEach("INSERT INTO t%s VALUES (2, ''before'')"));
            await plant.KillAsync();
        }

        await plant.AtSourceAsync(ForEach("INSERT INTO t%s VALUES (3, ''meanwhile''); UPDATE t%s SET v = ''changed'' WHERE id = 1"));
        var restart = Stopwatch.StartNew();
        await plant.RestartAsync();
        await using var again = await plant.OpenAsync();
        var rows = string.Join(" UNION ALL ", Enumerable.Range(1, (int)s_subscriptions).Select(number => $"SELECT string_agg(id || v, ',' ORDER BY id) AS seen FROM r.t{number}"));
        await ReplicationPlant.UntilAsync(again, $"SELECT seen, count(*) FROM ({rows}) GROUP BY 1", string.Create(CultureInfo.InvariantCulture, $"1changed,2before,3meanwhile|{s_subscriptions}"));
        Say("all changes there after a kill", restart, plant);
        await again.ExecuteAsync("DROP TASK everything");
        Say("task dropped", restart, plant);
        await ReplicationPlant.UntilNoneAsync(plant.SlotsAsync);
    }

    private static string ForEach(string statements) => $"DO $$ BEGIN FOR i IN 1..{s_subscriptions} LOOP EXECUTE replace('{statements}', '%s', i::text); COMMIT; END LOOP; END $$";

    private static void Say(string what, Stopwatch clock, ReplicationPlant plant)
    {
        var memory = ProcessMemory.IsKnown ? $", {ProcessMemory.PeakMiB(plant.Gateway.ProcessId)} MiB at most" : "";
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{clock.Elapsed.TotalSeconds:0.0} s: {what}{memory}"));
    }

    private static long Number(string variable, long usual) => long.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var wanted) ? wanted : usual;
}
