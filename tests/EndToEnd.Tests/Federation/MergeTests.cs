using FederationGateway.EndToEnd.Accounts;
using FederationGateway.EndToEnd.Support;
using Npgsql;

namespace FederationGateway.EndToEnd.Federation;

/// <summary>MERGE into local and virtual tables, as one statement of a source and by rows and keys.</summary>
public sealed class MergeTests(Landscape landscape)
{
    private const string Tables = "CREATE TABLE stock (id integer PRIMARY KEY, name text, amount integer DEFAULT 5); CREATE TABLE loose (a integer, b text)";

    private const string Merge = """
        MERGE INTO stock t USING (VALUES ($1, $2), (2, 'zwei'), (9, 'neun')) AS s(id, name) ON t.id = s.id
        WHEN MATCHED AND s.id = 2 THEN DELETE WHEN MATCHED THEN UPDATE SET name = s.name, amount = t.amount + 1 WHEN NOT MATCHED THEN INSERT (id, name) VALUES (s.id, s.name)
        """;

    [Theory]
    [InlineData("local")]
    [InlineData("whole")]
    [InlineData("by keys")]
    public async Task Prepared_statements_tell_how_many_rows_they_changed(string way)
    {
        await using var client = await OpenAsync(way);
        await client.ExecuteAsync("INSERT INTO stock VALUES (1, 'one', 1), (2, 'two', 2), (3, 'three', 3)");
        await using var merge = new NpgsqlCommand(Merge, client.Connection) { Parameters = { new() { Value = 1 }, new() { Value = "uno" } } };
        await merge.PrepareAsync();
        (await merge.ExecuteNonQueryAsync()).ShouldBe(3);
        (await client.RowsAsync("SELECT * FROM stock ORDER BY id")).ShouldBe(["1|uno|2", "3|three|3", "9|neun|5"]);
        (merge.Parameters[0].Value, merge.Parameters[1].Value) = (3, "tres");
        (await merge.ExecuteNonQueryAsync()).ShouldBe(3);
        (await client.RowsAsync("SELECT * FROM stock ORDER BY id")).ShouldBe(["1|uno|2", "2|zwei|5", "3|tres|4", "9|neun|6"]);
        (await client.RowsAsync("SELECT RECORD_COUNT FROM SYS.M_STATEMENTS WHERE STATEMENT_STRING LIKE 'MERGE INTO stock t%' AND CONNECTION_ID = pg_backend_pid()")).ShouldAllBe(count => count == "3");
        (await client.TextAsync($"EXPLAIN {Merge.Replace("$1", "1", StringComparison.Ordinal).Replace("$2", "'x'", StringComparison.Ordinal)}")).ShouldContain(way switch { "local" => "Left join", "whole" => "remote sql: MERGE INTO", _ => "by rows: CAPABILITY_MISSING" }, Case.Insensitive);
    }

    [Theory]
    [InlineData("local")]
    [InlineData("whole")]
    [InlineData("by keys")]
    public async Task Many_rows_of_another_source_are_merged_and_counted(string way)
    {
        var other = await landscape.CreateSourceAsync("CREATE TABLE t AS SELECT i AS id, 'row ' || i AS v FROM generate_series(1, 20000) AS i");
        await using var client = await OpenAsync(way);
        await client.ExecuteAsync("INSERT INTO stock SELECT g, 'old', g FROM generate_series(1, 10000) AS g");
        (await client.ExecuteAsync(
            $"""
            MERGE INTO stock USING {other}.public.t s ON s.id = stock.id WHEN MATCHED AND s.id % 10 = 0 THEN DELETE WHEN MATCHED AND stock.amount % 2 = 0 THEN UPDATE SET name = s.v
            WHEN NOT MATCHED AND s.id > 15000 THEN INSERT (id, name) VALUES (s.id, s.v)
            """)).ShouldBe(1000 + 4000 + 5000);
        (await client.RowsAsync("SELECT count(*), sum(id), sum(amount), count(*) FILTER (WHERE name = 'row ' || id) FROM stock")).ShouldBe(["14000|132502500|45025000|9000"]);
        await client.FailsAsync($"MERGE INTO stock USING {other}.public.t s ON s.id % 100 = stock.id WHEN MATCHED THEN UPDATE SET name = s.v", "21000");
        (await client.NumberAsync("SELECT count(*) FROM stock WHERE name = 'row ' || id")).ShouldBe(9000);
    }

    [Fact]
    public async Task Without_the_capability_the_clauses_are_carried_out_one_by_one()
    {
        await using var client = await OpenAsync("by keys");
        await client.ExecuteAsync("INSERT INTO stock VALUES (1, 'one', 1), (2, 'two', 2)");
        (await client.ExecuteAsync("MERGE INTO stock t USING (VALUES (1, 2), (2, NULL)) AS s(id, new) ON s.id = t.id WHEN MATCHED AND new IS NULL THEN DELETE WHEN MATCHED THEN UPDATE SET id = s.new, amount = DEFAULT")).ShouldBe(2);
        (await client.RowsAsync("SELECT * FROM stock")).ShouldBe(["2|one|5"]);
        var sent = await client.RowsAsync($"SELECT split_part(REMOTE_STATEMENT_STRING, ' ', 1) FROM SYS.M_REMOTE_STATEMENTS WHERE REMOTE_SOURCE_NAME = '{client.Schema}' AND REMOTE_STATEMENT_STRING NOT LIKE 'SELECT%'");
        sent.ShouldBe(["INSERT", "DELETE", "UPDATE"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_table_without_a_key_is_merged_where_the_source_does_it()
    {
        await using var client = await OpenAsync("whole");
        (await client.ExecuteAsync("MERGE INTO loose USING (VALUES (1, 'x'), (2, 'y')) AS s(a, b) ON loose.a = s.a WHEN MATCHED THEN UPDATE SET b = s.b WHEN NOT MATCHED THEN INSERT VALUES (s.a, s.b)")).ShouldBe(2);
        (await client.ExecuteAsync("MERGE INTO loose USING generate_series(2, 400) AS g ON loose.a = g WHEN MATCHED THEN UPDATE SET b = b || g WHEN NOT MATCHED THEN INSERT (a) VALUES (g)")).ShouldBe(399);
        (await client.ExecuteAsync("MERGE INTO loose USING (VALUES (1), (500)) AS s(a) ON loose.a = s.a WHEN NOT MATCHED THEN INSERT VALUES (s.a, upper('z' || s.a))")).ShouldBe(1);
        (await client.RowsAsync("SELECT count(*), count(b), max(b) FROM loose")).ShouldBe(["401|3|y2"]);
        (await client.FailsAsync("MERGE INTO loose USING (VALUES (1)) AS s(a) ON loose.a = s.a WHEN MATCHED THEN UPDATE SET b = upper(loose.b)", "0A000")).Hint.ShouldNotBeNull().ShouldContain("primary key");
    }

    [Theory]
    [InlineData("local")]
    [InlineData("whole")]
    [InlineData("by keys")]
    public async Task A_block_sees_what_it_merged_and_can_undo_it(string way)
    {
        await using var client = await OpenAsync(way);
        await client.ExecuteAsync("BEGIN");
        (await client.ExecuteAsync("MERGE INTO stock USING generate_series(1, 3) AS g ON g = id WHEN NOT MATCHED THEN INSERT (id) VALUES (g)")).ShouldBe(3);
        (await client.ExecuteAsync("MERGE INTO stock USING generate_series(1, 9) AS g ON g = id WHEN MATCHED AND g < 3 THEN DELETE WHEN MATCHED THEN DO NOTHING")).ShouldBe(2);
        (await client.RowsAsync("SELECT * FROM stock")).ShouldBe(["3||5"]);
        await client.ExecuteAsync("ROLLBACK");
        (await client.NumberAsync("SELECT count(*) FROM stock")).ShouldBe(0);
        await client.ExecuteAsync("BEGIN READ ONLY");
        await client.FailsAsync("MERGE INTO stock USING generate_series(1, 3) AS g ON g = id WHEN NOT MATCHED THEN INSERT (id) VALUES (g)", "25006");
        await client.ExecuteAsync("ROLLBACK");
    }

    [Theory]
    [InlineData("local")]
    [InlineData("whole")]
    public async Task Each_action_takes_its_right_and_each_column_read_takes_SELECT(string way)
    {
        var roles = new Roles(landscape);
        await roles.CreateAsync("merger");
        await using var admin = await OpenAsync(way);
        await admin.ExecuteAsync("INSERT INTO stock VALUES (1, 'one', 1)");
        await using var user = await roles.OpenAsync("merger", admin.Schema);
        await admin.ExecuteAsync($"GRANT USAGE ON SCHEMA {admin.Schema} TO {roles["merger"]}");
        const string Head = "MERGE INTO stock t USING (VALUES (1), (2)) AS s(id) ON s.id = t.id ";
        (string Sql, string Grant)[] steps =
        [
            (Head + "WHEN NOT MATCHED THEN DO NOTHING", "SELECT (id)"), (Head + "WHEN NOT MATCHED THEN INSERT (id) VALUES (s.id)", "INSERT (id)"),
            (Head + "WHEN MATCHED THEN UPDATE SET amount = 7", "UPDATE (amount)"), (Head + "WHEN MATCHED AND t.name = 'one' THEN UPDATE SET amount = 8", "SELECT (name)"), (Head + "WHEN MATCHED THEN DELETE", "DELETE"),
        ];
        foreach (var (sql, grant) in steps)
        {
            await user.FailsAsync(sql, "42501");
            await user.FailsAsync("EXPLAIN " + sql, "42501");
            await admin.ExecuteAsync($"GRANT {grant} ON stock TO {roles["merger"]}");
            await user.ExecuteAsync(sql);
        }

        (await admin.NumberAsync("SELECT count(*) FROM stock")).ShouldBe(0);
    }

    [Fact]
    public async Task Sources_that_may_not_do_an_action_say_so()
    {
        await using var client = await OpenAsync("whole");
        await client.ExecuteAsync($"ALTER REMOTE SOURCE \"{client.Schema}\" SET PROPERTY 'CAP_DELETE' = 'false'");
        (await client.FailsAsync("MERGE INTO stock t USING (VALUES (1)) s(id) ON t.id = s.id WHEN MATCHED THEN DELETE", "0A000")).Hint.ShouldNotBeNull().ShouldContain("CAP_DELETE");
        await client.ExecuteAsync("MERGE INTO stock t USING (VALUES (1)) s(id) ON t.id = s.id WHEN NOT MATCHED THEN INSERT (id) VALUES (s.id)");
        (await client.NumberAsync("SELECT count(*) FROM stock")).ShouldBe(1);
    }

    [Theory]
    [InlineData("MERGE INTO stock t USING (VALUES (1)) s(id) ON t.id = s.id WHEN MATCHED THEN DELETE WHEN MATCHED THEN DO NOTHING", "42601", 85)]
    [InlineData("MERGE INTO stock t USING (VALUES (1)) s(id) ON t.id = s.id WHEN NOT MATCHED THEN INSERT (id) VALUES (t.id)", "42P01", 102)]
    [InlineData("MERGE INTO stock t USING (VALUES (1)) s(id) ON t.id = s.id WHEN MATCHED THEN UPDATE SET nope = 1", "42703", 89)]
    [InlineData("MERGE INTO stock t USING (VALUES (1)) s(id) ON t.id = s.id WHEN MISSED THEN DELETE", "42601", 65)]
    public async Task Errors_point_at_what_is_wrong(string sql, string sqlState, int position)
    {
        await using var client = await OpenAsync("whole");
        (await client.FailsAsync(sql, sqlState)).Position.ShouldBe(position);
    }

    /// <summary>A session in a schema with the tables: in the gateway, or at a source that has MERGE or lacks it.</summary>
    private async Task<GatewayClient> OpenAsync(string way)
    {
        if (way == "local")
        {
            var own = await landscape.OpenOwnSchemaAsync();
            await own.ExecuteAsync(Tables);
            return own;
        }

        var source = await landscape.CreateSourceAsync(Tables);
        await using (var client = await landscape.OpenAsync()) await client.ExecuteAsync($"CREATE SCHEMA {source}; IMPORT FOREIGN SCHEMA public FROM SERVER \"{source}\" INTO {source}");
        var opened = await landscape.OpenAsync(builder => builder.SearchPath = source);
        if (way == "by keys") await opened.ExecuteAsync($"ALTER REMOTE SOURCE \"{source}\" SET PROPERTY 'CAP_MERGE' = 'false'");
        return opened;
    }
}
