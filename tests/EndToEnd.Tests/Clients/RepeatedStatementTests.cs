using FederationGateway.EndToEnd.Support;
using Npgsql;

namespace FederationGateway.EndToEnd.Clients;

/// <summary>Statements that come again are planned once; nothing about their answers may be remembered.</summary>
public sealed class RepeatedStatementTests(Landscape landscape)
{
    private const string Tables = "CREATE TABLE t (id int PRIMARY KEY, name text); INSERT INTO t SELECT i, 'n' || i FROM generate_series(1, 20) i";

    [Fact]
    public async Task A_remainder_over_two_sources_reads_new_rows_at_every_run()
    {
        var (left, right) = (await landscape.CreateSourceAsync(Tables), await landscape.CreateSourceAsync(Tables));
        await using var client = await landscape.OpenAsync();
        await using var command = new NpgsqlCommand(
            $"SELECT count(*), min(l.name || r.name) FROM \"{left}\".\"public\".\"t\" l JOIN \"{right}\".\"public\".\"t\" r ON r.id = l.id WHERE l.id > $1", client.Connection) { Parameters = { new() { Value = 0 } } };
        await command.PrepareAsync();
        for (var run = 0; run < 6; run++)
        {
            command.Parameters[0].Value = run;
            (await command.ExecuteScalarAsync()).ShouldBe(20L);
            await landscape.Cluster.ExecuteAsync($"INSERT INTO t VALUES ({21 + run}, 'new')", left);
            await landscape.Cluster.ExecuteAsync($"INSERT INTO t VALUES ({21 + run}, 'new')", right);
        }
    }

    [Fact]
    public async Task Parameters_outside_of_the_fragments_have_their_values_at_every_run()
    {
        var (left, right) = (await landscape.CreateSourceAsync(Tables), await landscape.CreateSourceAsync(Tables));
        await using var client = await landscape.OpenAsync();
        await using var command = new NpgsqlCommand(
            $"SELECT max(l.id + r.id + $1) FROM \"{left}\".\"public\".\"t\" l JOIN \"{right}\".\"public\".\"t\" r ON r.id = l.id", client.Connection) { Parameters = { new() { Value = 0 } } };
        await command.PrepareAsync();
        for (var run = 0; run < 4; run++)
        {
            command.Parameters[0].Value = run * 100;
            (await command.ExecuteScalarAsync()).ShouldBe(40 + (run * 100));
        }
    }

    [Fact]
    public async Task A_run_that_ends_early_or_fails_leaves_the_next_one_alone()
    {
        var (left, right) = (await landscape.CreateSourceAsync(Tables), await landscape.CreateSourceAsync("CREATE TABLE t (id int, d int); INSERT INTO t SELECT i % 20 + 1, i FROM generate_series(1, 20000) i"));
        await using var client = await landscape.OpenAsync();
        var text = $"SELECT l.name, 1000 / (r.d - $1) FROM \"{left}\".\"public\".\"t\" l JOIN \"{right}\".\"public\".\"t\" r ON r.id = l.id";
        await using var command = new NpgsqlCommand(text.Replace("$1", "0", StringComparison.Ordinal), client.Connection);
        await command.PrepareAsync();
        for (var run = 0; run < 5; run++)
        {
            await using (var reader = await command.ExecuteReaderAsync()) (await reader.ReadAsync()).ShouldBeTrue();
            await landscape.Cluster.ExecuteAsync("UPDATE t SET d = 0 WHERE d = 20000", right);
            (await Should.ThrowAsync<PostgresException>(async () => await CountAsync(command))).SqlState.ShouldBe("22012");
            await landscape.Cluster.ExecuteAsync("UPDATE t SET d = 20000 WHERE d = 0", right);
            (await CountAsync(command)).ShouldBe(20000);
        }
    }

    [Fact]
    public async Task A_text_sent_again_follows_the_catalog_and_the_settings()
    {
        await using var client = await landscape.OpenOwnSchemaAsync();
        var other = await landscape.CreateSchemaAsync();
        await client.ExecuteAsync($"CREATE TABLE t (a int); INSERT INTO t VALUES (1); CREATE TABLE {other}.t (b text); INSERT INTO {other}.t VALUES ('x')");
        for (var run = 0; run < 3; run++) (await client.RowsAsync("SELECT * FROM t")).ShouldBe(["1"]);

        await client.ExecuteAsync($"SET search_path = {other}");
        (await client.RowsAsync("SELECT * FROM t")).ShouldBe(["x"]);
        await client.ExecuteAsync($"SET search_path = {client.Schema}");
        await client.ExecuteAsync("ALTER TABLE t ADD COLUMN c int DEFAULT 7");
        (await client.RowsAsync("SELECT * FROM t")).ShouldBe(["1|7"]);

        await client.ExecuteAsync("BEGIN; DROP TABLE t; CREATE TABLE t (z text); INSERT INTO t VALUES ('inside')");
        (await client.RowsAsync("SELECT * FROM t")).ShouldBe(["inside"]);
        await client.ExecuteAsync("ROLLBACK");
        (await client.RowsAsync("SELECT * FROM t")).ShouldBe(["1|7"]);

        await client.ExecuteAsync("DROP TABLE t");
        (await Should.ThrowAsync<PostgresException>(async () => await client.RowsAsync("SELECT * FROM t"))).SqlState.ShouldBe("42P01");
    }

    [Fact]
    public async Task What_depends_on_the_moment_or_the_session_is_computed_at_every_run()
    {
        await using var client = await landscape.OpenAsync();
        const string Text = "SELECT clock_timestamp() > timestamptz '2020-01-01', statement_timestamp()::text, current_setting('application_name') FROM crm.customers WHERE id = 1";
        var first = await client.RowsAsync(Text);
        await client.RowsAsync(Text);
        await client.ExecuteAsync("SET application_name = 'again'");
        var last = await client.RowsAsync(Text);
        last.ShouldNotBe(first);
        last[0].ShouldEndWith("|again");
    }

    [Fact]
    public async Task The_same_text_with_other_parameter_types_is_another_statement()
    {
        await using var client = await landscape.OpenAsync();
        for (var run = 0; run < 3; run++)
        {
            await using var number = new NpgsqlCommand("SELECT $1", client.Connection) { Parameters = { new NpgsqlParameter<int> { TypedValue = run } } };
            (await number.ExecuteScalarAsync()).ShouldBe(run);
            await using var text = new NpgsqlCommand("SELECT $1", client.Connection) { Parameters = { new NpgsqlParameter<string> { TypedValue = "t" } } };
            (await text.ExecuteScalarAsync()).ShouldBe("t");
        }
    }

    private static async Task<int> CountAsync(NpgsqlCommand command)
    {
        await using var reader = await command.ExecuteReaderAsync();
        var count = 0;
        while (await reader.ReadAsync()) count++;
        return count;
    }
}
