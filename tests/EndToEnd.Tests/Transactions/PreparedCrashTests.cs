using FederationGateway.EndToEnd.Support;

namespace FederationGateway.EndToEnd.Transactions;

/// <summary>The gateway is killed, or the way to the source cut, at each step of a commit over a source that prepares transactions: all or nothing, at both places.</summary>
public sealed class PreparedCrashTests(Landscape landscape)
{
    private static readonly int[] Nothing = [];
    private static readonly int[] One = [1];

    [Fact]
    public async Task A_commit_is_at_both_places_and_leaves_nothing_behind()
    {
        await using var plant = await StartAsync();
        await using var client = await plant.OpenAsync();
        for (var i = 0; i < 5; i++) await TransactionPlant.PutAsync(client, i);
        (await plant.UntilSettledAsync()).ShouldBeEmpty();
        (await plant.RemoteRowsAsync()).ShouldBe([0, 1, 2, 3, 4]);
        (await plant.LocalRowsAsync()).ShouldBe([0, 1, 2, 3, 4]);
        client.Notices.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("PREPARE TRANSACTION", false, false)]
    [InlineData("PREPARE TRANSACTION", true, false)]
    [InlineData("COMMIT PREPARED", false, true)]
    [InlineData("COMMIT PREPARED", true, true)]
    public async Task Killed_in_the_middle_it_is_all_or_nothing(string step, bool delivered, bool expected)
    {
        await using var plant = await StartAsync();
        plant.Proxy.HoldAt(step, delivered);
        var putting = PutAsync(plant);
        await plant.Proxy.HasCut;
        await plant.KillAsync();
        await Should.ThrowAsync<Exception>(() => putting);
        await plant.RestartAsync();
        (await plant.UntilSettledAsync()).ShouldBeEmpty();
        (await plant.RemoteRowsAsync()).ShouldBe(expected ? One : Nothing);
        (await plant.LocalRowsAsync()).ShouldBe(expected ? One : Nothing);
        await AgainAsync(plant);
    }

    [Fact]
    public async Task Killed_while_the_source_prepares_nothing_stays()
    {
        await using var plant = await StartAsync(TransactionPlant.WaitingTables);
        Task putting;
        await using (await plant.HoldAsync())
        {
            putting = PutAsync(plant);
            await plant.UntilRunningAsync("PREPARE TRANSACTION");
            await plant.KillAsync();
            await plant.RestartAsync();
            (await plant.OutcomesAsync()).ShouldBeEmpty();
        }

        // The source has gone on preparing when the new gateway had long started.
        await Should.ThrowAsync<Exception>(() => putting);
        (await plant.UntilSettledAsync()).ShouldBeEmpty();
        (await plant.RemoteRowsAsync()).ShouldBeEmpty();
        (await plant.LocalRowsAsync()).ShouldBeEmpty();
        await AgainAsync(plant);
    }

    [Fact]
    public async Task A_cancelled_commit_is_nothing_at_all()
    {
        await using var plant = await StartAsync(TransactionPlant.WaitingTables);
        await using var client = await plant.OpenAsync();
        await client.ExecuteAsync("BEGIN; INSERT INTO remote_rows VALUES (1); INSERT INTO local_rows VALUES (1)");
        await using (await plant.HoldAsync())
        {
            using var stop = new CancellationTokenSource();
            var committing = client.ExecuteAsync("COMMIT", stop.Token);
            await plant.UntilRunningAsync("PREPARE TRANSACTION");
            await stop.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(() => committing);
        }

        (await plant.UntilSettledAsync()).ShouldBeEmpty();
        (await plant.RemoteRowsAsync()).ShouldBeEmpty();
        (await client.RowsAsync("SELECT n FROM local_rows")).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_the_local_commit_refuses_is_rolled_back_at_the_source()
    {
        await using var plant = await StartAsync();
        await using var client = await plant.OpenAsync();
        await using var other = await plant.OpenAsync();
        await client.ExecuteAsync("BEGIN; INSERT INTO remote_rows VALUES (1); INSERT INTO local_rows VALUES (1)");
        await other.ExecuteAsync("INSERT INTO local_rows VALUES (1)");
        await Should.ThrowAsync<Npgsql.PostgresException>(() => client.ExecuteAsync("COMMIT"));
        (await plant.UntilSettledAsync()).ShouldBeEmpty();
        (await plant.RemoteRowsAsync()).ShouldBeEmpty();
        (await plant.LocalRowsAsync()).ShouldBe(One);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_lost_answer_to_prepare_is_nothing_at_all(bool delivered)
    {
        await using var plant = await StartAsync();
        await using var client = await plant.OpenAsync();
        await client.ExecuteAsync("BEGIN; INSERT INTO remote_rows VALUES (1); INSERT INTO local_rows VALUES (1)");
        plant.Proxy.CutAt("PREPARE TRANSACTION", delivered);
        (await client.FailsAsync("COMMIT", "08006")).Detail.ShouldBe("The transaction is rolled back.");
        (await plant.UntilSettledAsync()).ShouldBeEmpty();
        (await plant.RemoteRowsAsync()).ShouldBeEmpty();
        (await plant.LocalRowsAsync()).ShouldBeEmpty();
        await TransactionPlant.PutAsync(client, 1);
        (await plant.LocalRowsAsync()).ShouldBe(One);
    }

    [Fact]
    public async Task A_source_that_is_gone_behind_the_decision_gets_it_when_it_comes_back()
    {
        await using var plant = await StartAsync();
        await using var client = await plant.OpenAsync();
        await client.ExecuteAsync("BEGIN; INSERT INTO remote_rows VALUES (1); INSERT INTO local_rows VALUES (1)");
        plant.Proxy.CutAt("COMMIT PREPARED", delivers: false, thenRefuses: true);
        await client.ExecuteAsync("COMMIT");
        client.Notices.ShouldHaveSingleItem().MessageText.ShouldContain("as soon as it can be reached");
        (await plant.OutcomesAsync()).ShouldBe(["COMMITTING"]);
        (await plant.LocalRowsAsync()).ShouldBe(One);
        (await plant.RemoteRowsAsync()).ShouldBeEmpty();
        plant.Proxy.Refuses = false;
        (await plant.UntilSettledAsync()).ShouldBeEmpty();
        (await plant.RemoteRowsAsync()).ShouldBe(One);
        plant.Gateway.Log.ShouldContain("committed");
    }

    [Fact]
    public async Task Another_gateways_prepared_transactions_are_left_alone()
    {
        await using var plant = await StartAsync();
        await using (var client = await plant.OpenAsync()) await TransactionPlant.PutAsync(client, 1);
        await landscape.Cluster.ExecuteAsync("BEGIN; INSERT INTO remote_rows VALUES (7); PREPARE TRANSACTION 'fedgw_abc_16400'", plant.Database);
        await plant.KillAsync();
        await plant.RestartAsync();
        await using (var client = await plant.OpenAsync()) await TransactionPlant.PutAsync(client, 2);
        await landscape.Cluster.ExecuteAsync("COMMIT PREPARED 'fedgw_abc_16400'", plant.Database);
        (await plant.RemoteRowsAsync()).ShouldBe([1, 2, 7]);
    }

    [Fact]
    public async Task What_somebody_rolls_back_at_the_source_behind_the_decision_is_not_silent()
    {
        await using var plant = await StartAsync();
        await using var client = await plant.OpenAsync();
        await client.ExecuteAsync("BEGIN; INSERT INTO remote_rows VALUES (1); INSERT INTO local_rows VALUES (1)");
        plant.Proxy.CutAt("COMMIT PREPARED", delivers: false, thenRefuses: true);
        await client.ExecuteAsync("COMMIT");
        var name = await landscape.Cluster.QueryValueAsync($"SELECT gid FROM pg_prepared_xacts WHERE database = '{plant.Database}'", plant.Database);
        await landscape.Cluster.ExecuteAsync($"ROLLBACK PREPARED '{name}'", plant.Database);
        plant.Proxy.Refuses = false;
        (await plant.UntilSettledAsync()).ShouldBe(["LOCAL ONLY"]);
        plant.Gateway.Log.ShouldContain("were rolled back there");
    }

    private Task<TransactionPlant> StartAsync(string tables = "CREATE TABLE remote_rows (n int PRIMARY KEY)") =>
        TransactionPlant.StartAsync(landscape.Cluster, Landscape.SourceUser, Landscape.SourcePassword, tables);

    private static async Task PutAsync(TransactionPlant plant)
    {
        await using var client = await plant.OpenAsync();
        await TransactionPlant.PutAsync(client, 1);
    }

    private static async Task AgainAsync(TransactionPlant plant)
    {
        await using var client = await plant.OpenAsync();
        await TransactionPlant.PutAsync(client, 2);
        (await plant.RemoteRowsAsync()).ShouldContain(2);
        (await plant.LocalRowsAsync()).ShouldContain(2);
    }
}
