using FederationGateway.EndToEnd.Support;

namespace FederationGateway.EndToEnd.Local;

/// <summary>BEGIN, COMMIT, ROLLBACK over data and definitions, and the failed state.</summary>
public sealed class TransactionTests(Landscape landscape)
{
    [Fact]
    public async Task Changes_are_seen_by_others_only_after_commit()
    {
        await using var client = await landscape.OpenOwnSchemaAsync();
        await using var other = await landscape.OpenAsync(builder => builder.SearchPath = client.Schema);
        await client.ExecuteAsync("CREATE TABLE t (a int)");
        await client.ExecuteAsync("BEGIN");
        await client.ExecuteAsync("INSERT INTO t VALUES (1)");
        (await client.NumberAsync("SELECT count(*) FROM t")).ShouldBe(1);
        (await other.NumberAsync("SELECT count(*) FROM t")).ShouldBe(0);

        await client.ExecuteAsync("COMMIT");

        (await other.NumberAsync("SELECT count(*) FROM t")).ShouldBe(1);
    }

    [Fact]
    public async Task Definitions_roll_back_with_everything_else()
    {
        await using var client = await landscape.OpenOwnSchemaAsync();
        await client.ExecuteAsync("CREATE TABLE kept (a int); INSERT INTO kept VALUES (1)");
        await client.ExecuteAsync("BEGIN");
        await client.ExecuteAsync("CREATE TABLE gone (a int)");
        await client.ExecuteAsync("INSERT INTO gone SELECT id FROM crm.customers");
        await client.ExecuteAsync("CREATE VIEW seen AS SELECT count(*) AS n FROM gone");
        await client.ExecuteAsync("CREATE VIRTUAL TABLE remote AT \"crm\".\"crm\".\"public\".\"customers\"");
        await client.ExecuteAsync("DROP TABLE kept");
        (await client.RowsAsync("SELECT n FROM seen")).ShouldBe(["1000"]);
        (await client.NumberAsync("SELECT count(*) FROM remote")).ShouldBe(1000);
        await client.ExecuteAsync("ROLLBACK");

        foreach (var name in new[] { "gone", "seen", "remote" }) await client.FailsAsync($"SELECT * FROM {name}", "42P01");
        (await client.RowsAsync("SELECT a FROM kept")).ShouldBe(["1"]);
    }

    [Fact]
    public async Task Definitions_in_a_transaction_are_not_seen_outside_before_commit()
    {
        await using var client = await landscape.OpenOwnSchemaAsync();
        await using var other = await landscape.OpenAsync(builder => builder.SearchPath = client.Schema);
        await client.ExecuteAsync("BEGIN");
        await client.ExecuteAsync("CREATE TABLE t (a int)");
        await client.ExecuteAsync("INSERT INTO t VALUES (7)");
        await other.FailsAsync("SELECT * FROM t", "42P01");
        await client.ExecuteAsync("COMMIT");

        (await other.RowsAsync("SELECT a FROM t")).ShouldBe(["7"]);
    }

    [Fact]
    public async Task After_an_error_only_the_end_of_the_transaction_is_accepted()
    {
        await using var client = await landscape.OpenOwnSchemaAsync();
        await client.ExecuteAsync("CREATE TABLE t (a int)");
        await client.ExecuteAsync("BEGIN");
        await client.ExecuteAsync("INSERT INTO t VALUES (1)");
        await client.FailsAsync("SELECT 1 / (a - 1) FROM t", "22012");
        await client.FailsAsync("SELECT 1", "25P02");
        await client.FailsAsync("CREATE TABLE u (a int)", "25P02");
        await client.ExecuteAsync("COMMIT");

        (await client.NumberAsync("SELECT count(*) FROM t")).ShouldBe(0);
    }

    [Fact]
    public async Task Two_transactions_that_change_the_same_row_do_not_both_win()
    {
        await using var client = await landscape.OpenOwnSchemaAsync();
        await using var other = await landscape.OpenAsync(builder => builder.SearchPath = client.Schema);
        await client.ExecuteAsync("CREATE TABLE t (a int PRIMARY KEY, n int); INSERT INTO t VALUES (1, 0)");
        await client.ExecuteAsync("BEGIN");
        await client.ExecuteAsync("UPDATE t SET n = n + 1");

        await other.FailsAsync("UPDATE t SET n = n + 10", "40001");
        await client.ExecuteAsync("COMMIT");

        (await other.RowsAsync("SELECT n FROM t")).ShouldBe(["1"]);
        (await other.ExecuteAsync("UPDATE t SET n = n + 10")).ShouldBe(1);
    }

    [Fact]
    public async Task Statements_of_one_simple_query_are_one_transaction()
    {
        var schema = await landscape.CreateSchemaAsync();
        var result = await Psql.RunAsync(landscape.Gateway, ["-c", $"CREATE TABLE {schema}.t (a int); INSERT INTO {schema}.t VALUES (1); SELECT 1/0"]);

        result.Error.ShouldContain("division by zero");
        await using var client = await landscape.OpenAsync();
        await client.FailsAsync($"SELECT * FROM {schema}.t", "42P01");
    }

    [Fact]
    public async Task Warnings_tell_of_transactions_that_are_not_or_already_there()
    {
        await using var client = await landscape.OpenAsync();
        await client.ExecuteAsync("COMMIT");
        client.Notices.ShouldHaveSingleItem().SqlState.ShouldBe("25P01");
        client.ClearNotices();
        await client.ExecuteAsync("BEGIN");
        await client.ExecuteAsync("BEGIN");
        client.Notices.ShouldHaveSingleItem().SqlState.ShouldBe("25001");
        await client.ExecuteAsync("ROLLBACK");
    }

    [Fact]
    public async Task A_read_only_transaction_changes_nothing()
    {
        await using var client = await landscape.OpenOwnSchemaAsync();
        await client.ExecuteAsync("CREATE TABLE t (a int)");
        foreach (var sql in new[] { "INSERT INTO t VALUES (1)", "CREATE TABLE u (a int)", "DELETE FROM t", "TRUNCATE t", "CREATE TABLE u AS SELECT 1 AS a" })
        {
            await client.ExecuteAsync("BEGIN READ ONLY");
            await client.FailsAsync(sql, "25006");
            await client.ExecuteAsync("ROLLBACK");
        }
    }
}
