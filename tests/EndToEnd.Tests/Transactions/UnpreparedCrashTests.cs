using FederationGateway.EndToEnd.Support;
using FederationGateway.Support.Postgres;

namespace FederationGateway.EndToEnd.Transactions;

/// <summary>The same at a source that prepares nothing: what ended by half is listed and logged, and nothing else does.</summary>
public sealed class UnpreparedCrashTests(UnpreparingCluster source) : IClassFixture<UnpreparingCluster>
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
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Killed_between_the_commits_the_half_is_told(bool delivered)
    {
        await using var plant = await StartAsync();
        plant.Proxy.HoldAt("COMMIT\0", delivered);
        var putting = PutAsync(plant);
        await plant.Proxy.HasCut;
        await plant.KillAsync();
        await Should.ThrowAsync<Exception>(() => putting);
        await plant.RestartAsync();
        (await plant.UntilSettledAsync()).ShouldBe(delivered ? ["REMOTE ONLY"] : []);
        (await plant.RemoteRowsAsync()).ShouldBe(delivered ? One : Nothing);
        (await plant.LocalRowsAsync()).ShouldBe(Nothing);
        if (delivered) plant.Gateway.Log.ShouldContain("those of local tables are not");

        // Once told it stays told, and nothing new comes of it.
        await plant.KillAsync();
        await plant.RestartAsync();
        (await plant.UntilSettledAsync()).ShouldBe(delivered ? ["REMOTE ONLY"] : []);
    }

    [Fact]
    public async Task Killed_while_the_source_commits_it_is_asked_until_it_knows()
    {
        await using var plant = await StartAsync(TransactionPlant.WaitingTables);
        Task putting;
        await using (await plant.HoldAsync())
        {
            putting = PutAsync(plant);
            await plant.UntilRunningAsync("COMMIT");
            await plant.KillAsync();
            await plant.RestartAsync();
            (await plant.OutcomesAsync()).ShouldBe(["IN DOUBT"]);
        }

        await Should.ThrowAsync<Exception>(() => putting);
        (await plant.UntilSettledAsync()).ShouldBe(["REMOTE ONLY"]);
        (await plant.RemoteRowsAsync()).ShouldBe(One);
        (await plant.LocalRowsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_the_local_commit_refuses_is_said_and_listed()
    {
        await using var plant = await StartAsync();
        await using var client = await plant.OpenAsync();
        await using var other = await plant.OpenAsync();
        await client.ExecuteAsync("BEGIN; INSERT INTO remote_rows VALUES (1); INSERT INTO local_rows VALUES (1)");
        await other.ExecuteAsync("INSERT INTO local_rows VALUES (1)");
        var error = await client.FailsAsync("COMMIT", "40003");
        error.MessageText.ShouldBe("the changes at remote source \"s\" are committed, those of local tables are not");
        (await plant.UntilSettledAsync()).ShouldBe(["REMOTE ONLY"]);
        plant.Gateway.Log.ShouldContain("those of local tables are not");
        (await client.RowsAsync("SELECT user_name, remote_source_name, prepared_name FROM m_transaction_outcomes")).ShouldBe(["admin|s|"]);
        await client.ExecuteAsync("BEGIN; INSERT INTO remote_rows VALUES (2); INSERT INTO local_rows VALUES (2); COMMIT");
        (await plant.LocalRowsAsync()).ShouldBe([1, 2]);
    }

    [Fact]
    public async Task A_lost_answer_is_asked_for_and_the_commit_goes_on()
    {
        await using var plant = await StartAsync();
        await using var client = await plant.OpenAsync();
        await client.ExecuteAsync("BEGIN; INSERT INTO remote_rows VALUES (1); INSERT INTO local_rows VALUES (1)");
        plant.Proxy.CutAt("COMMIT\0", delivers: true);
        await client.ExecuteAsync("COMMIT");
        (await plant.UntilSettledAsync()).ShouldBeEmpty();
        (await plant.RemoteRowsAsync()).ShouldBe(One);
        (await plant.LocalRowsAsync()).ShouldBe(One);

        await client.ExecuteAsync("BEGIN; INSERT INTO remote_rows VALUES (2); INSERT INTO local_rows VALUES (2)");
        plant.Proxy.CutAt("COMMIT\0", delivers: false);
        (await client.FailsAsync("COMMIT", "08006")).Detail.ShouldBe("The transaction is rolled back.");
        (await plant.UntilSettledAsync()).ShouldBeEmpty();
        (await plant.RemoteRowsAsync()).ShouldBe(One);
        (await plant.LocalRowsAsync()).ShouldBe(One);
    }

    [Fact]
    public async Task A_single_statement_whose_answer_is_lost_is_asked_for_too()
    {
        await using var plant = await StartAsync();
        await using var client = await plant.OpenAsync();
        plant.Proxy.CutAt("COMMIT\0", delivers: true);
        await client.ExecuteAsync("INSERT INTO remote_rows VALUES (1)");
        (await plant.RemoteRowsAsync()).ShouldBe(One);
    }

    [Fact]
    public async Task A_source_that_is_gone_with_its_answer_leaves_a_doubt_that_is_solved_when_it_comes_back()
    {
        await using var plant = await StartAsync();
        await using var client = await plant.OpenAsync();
        await client.ExecuteAsync("BEGIN; INSERT INTO remote_rows VALUES (1); INSERT INTO local_rows VALUES (1)");
        plant.Proxy.CutAt("COMMIT\0", delivers: true, thenRefuses: true);
        (await client.FailsAsync("COMMIT", "08007")).Hint.ShouldNotBeNull().ShouldContain("M_TRANSACTION_OUTCOMES");
        (await plant.LocalRowsAsync()).ShouldBeEmpty();
        (await plant.OutcomesAsync()).ShouldBe(["IN DOUBT"]);
        plant.Proxy.Refuses = false;
        (await plant.UntilSettledAsync()).ShouldBe(["REMOTE ONLY"]);
    }

    private Task<TransactionPlant> StartAsync(string tables = "CREATE TABLE remote_rows (n int PRIMARY KEY)") =>
        TransactionPlant.StartAsync(source.Cluster, PostgresCluster.Superuser, PostgresCluster.Password, tables);

    private static async Task PutAsync(TransactionPlant plant)
    {
        await using var client = await plant.OpenAsync();
        await TransactionPlant.PutAsync(client, 1);
    }
}
