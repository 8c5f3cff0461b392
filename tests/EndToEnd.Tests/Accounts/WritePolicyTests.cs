using FederationGateway.EndToEnd.Support;
using Npgsql;

namespace FederationGateway.EndToEnd.Accounts;

/// <summary>What row policies let somebody write, to local and virtual tables, and that a refused statement has written and told nothing.</summary>
public sealed class WritePolicyTests(Landscape landscape)
{
    private const string All = "1|eu|10\n2|eu|20\n3|us|30";
    private readonly Roles _roles = new(landscape);
    private string _schema = "";

    [Theory]
    [InlineData("t", "on")]
    [InlineData("vt", "on")]
    [InlineData("vt", "off")]
    public async Task Each_command_asks_the_policies_for_it(string table, string pushdown)
    {
        await using var admin = await MakeAsync(table);
        await admin.ExecuteAsync(
            $"""
            CREATE POLICY s ON {table} FOR SELECT USING (true); CREATE POLICY i ON {table} FOR INSERT WITH CHECK (region = 'eu'); CREATE POLICY w ON {table} FOR UPDATE USING (region = 'eu');
            CREATE POLICY d ON {table} FOR DELETE USING (amount < 15)
            """);
        await using var user = await OpenAsync(table, pushdown);
        await RefusedAsync(user, $"INSERT INTO {table} VALUES (9, 'us', 1)");
        await RefusedAsync(user, $"INSERT INTO {table} VALUES (9, 'eu', 1), (10, NULL, 1)");
        await RefusedAsync(user, $"INSERT INTO {table} SELECT id + 10, 'us', amount FROM {table}");
        await RefusedAsync(user, $"INSERT INTO {table} VALUES (1, 'us', 1) ON CONFLICT (id) DO NOTHING");
        await RefusedAsync(user, $"UPDATE {table} SET region = 'us' WHERE id = 1");
        await RefusedAsync(user, $"UPDATE {table} SET region = CASE WHEN id = 2 THEN 'us' ELSE region END, amount = 0");
        (await admin.TextAsync($"SELECT id, region, amount FROM {table} ORDER BY id")).ShouldBe(All);

        (await user.ExecuteAsync($"UPDATE {table} SET amount = amount + 1")).ShouldBe(2);
        (await user.ExecuteAsync($"UPDATE {table} SET amount = 0 WHERE id = 3")).ShouldBe(0);
        (await user.ExecuteAsync($"DELETE FROM {table} WHERE id IN (1, 3)")).ShouldBe(1);
        (await user.ExecuteAsync($"INSERT INTO {table} VALUES (4, 'eu', 40)")).ShouldBe(1);
        (await user.ExecuteAsync($"INSERT INTO {table} VALUES (4, 'eu', 41), (5, 'eu', 5) ON CONFLICT (id) DO NOTHING")).ShouldBe(1);
        (await admin.TextAsync($"SELECT id, region, amount FROM {table} ORDER BY id")).ShouldBe("2|eu|21\n3|us|30\n4|eu|40\n5|eu|5");
    }

    [Theory]
    [InlineData("t", "on")]
    [InlineData("vt", "on")]
    [InlineData("vt", "off")]
    public async Task Rows_that_are_not_seen_are_not_touched_and_rows_that_are_returned_have_to_be_seen(string table, string pushdown)
    {
        await using var admin = await MakeAsync(table);
        await admin.ExecuteAsync($"CREATE POLICY s ON {table} FOR SELECT USING (region = 'eu'); CREATE POLICY i ON {table} FOR INSERT WITH CHECK (true); CREATE POLICY w ON {table} FOR UPDATE USING (true); CREATE POLICY d ON {table} FOR DELETE USING (true)");
        await using var user = await OpenAsync(table, pushdown);
        (await user.TextAsync($"UPDATE {table} SET amount = amount * 2 RETURNING id, amount")).Split('\n').Order().ShouldBe(["1|20", "2|40"]);
        (await user.ExecuteAsync($"DELETE FROM {table} WHERE amount = 30")).ShouldBe(0);
        (await user.TextAsync($"DELETE FROM {table} WHERE 1 / (amount - 30) < 5 AND id = 2 RETURNING id")).ShouldBe("2");
        await RefusedAsync(user, $"UPDATE {table} SET region = 'us' WHERE id = 1");
        await RefusedAsync(user, $"INSERT INTO {table} VALUES (9, 'us', 1) RETURNING id");
        (await user.ExecuteAsync($"INSERT INTO {table} VALUES (9, 'us', 1)")).ShouldBe(1);
        (await user.ExecuteAsync($"UPDATE {table} SET amount = 7")).ShouldBe(3, "without a look at the table only the policies for UPDATE are asked");
        (await user.ExecuteAsync($"DELETE FROM {table}")).ShouldBe(3);
        (await admin.TextAsync($"SELECT count(*) FROM {table}")).ShouldBe("0");
    }

    [Theory]
    [InlineData("t")]
    [InlineData("vt")]
    public async Task Permissive_checks_are_alternatives_and_restrictive_ones_all_hold_by_name(string table)
    {
        await using var admin = await MakeAsync(table);
        await admin.ExecuteAsync(
            $"""
            CREATE TABLE closed (id int); INSERT INTO closed VALUES (60);
            CREATE POLICY eu ON {table} USING (region = 'eu'); CREATE POLICY us ON {table} USING (region = 'us') WITH CHECK (region = 'us' AND amount > 100);
            CREATE POLICY open ON {table} AS RESTRICTIVE FOR INSERT WITH CHECK (id NOT IN (SELECT c.id FROM closed c))
            """);
        await using var user = await OpenAsync(table, "on");
        (await user.ExecuteAsync($"INSERT INTO {table} VALUES (50, 'eu', 1), (51, 'us', 101)")).ShouldBe(2);
        await RefusedAsync(user, $"INSERT INTO {table} VALUES (52, 'us', 100)");
        (await RefusedAsync(user, $"INSERT INTO {table} VALUES (60, 'eu', 1)")).ShouldBe($"new row violates row-level security policy \"open\" for table \"{table}\"");
        (await user.ExecuteAsync($"UPDATE {table} SET id = 60 WHERE id = 50")).ShouldBe(1);
        (await RefusedAsync(user, $"UPDATE {table} SET amount = 1 WHERE id = 51")).ShouldBe($"new row violates row-level security policy for table \"{table}\"");
        (await admin.TextAsync("SELECT policyname, cmd, qual, with_check FROM pg_policies WHERE schemaname = current_schema ORDER BY 1"))
            .ShouldBe("eu|ALL|(region = 'eu')|\nopen|INSERT||(id NOT IN (SELECT c.id FROM closed c))\nus|ALL|(region = 'us')|(region = 'us' AND amount > 100)");
        await admin.ExecuteAsync($"ALTER POLICY us ON {table} WITH CHECK (true)");
        (await user.ExecuteAsync($"INSERT INTO {table} VALUES (52, 'us', 100)")).ShouldBe(1);
    }

    [Theory]
    [InlineData("t", "on")]
    [InlineData("vt", "on")]
    [InlineData("vt", "off")]
    public async Task Merge_asks_for_each_row_what_its_clause_takes(string table, string pushdown)
    {
        await using var admin = await MakeAsync(table);
        await admin.ExecuteAsync(
            $"""
            CREATE POLICY s ON {table} FOR SELECT USING (amount <> 20); CREATE POLICY i ON {table} FOR INSERT WITH CHECK (region = 'eu'); CREATE POLICY w ON {table} FOR UPDATE USING (region = 'eu');
            CREATE POLICY d ON {table} FOR DELETE USING (false)
            """);
        await using var user = await OpenAsync(table, pushdown);
        string Merge(int id, string clauses) => $"MERGE INTO {table} t USING (VALUES ({id})) AS s(id) ON s.id = t.id {clauses}";
        var target = $"target row violates row-level security policy (USING expression) for table \"{table}\"";
        (await RefusedAsync(user, Merge(3, "WHEN MATCHED THEN UPDATE SET amount = 5"))).ShouldBe(target);
        (await RefusedAsync(user, Merge(1, "WHEN MATCHED THEN DELETE"))).ShouldBe(target);
        await RefusedAsync(user, Merge(1, "WHEN MATCHED THEN UPDATE SET region = 'us'"));
        await RefusedAsync(user, Merge(1, "WHEN MATCHED THEN UPDATE SET amount = 20"));
        await RefusedAsync(user, Merge(7, "WHEN NOT MATCHED THEN INSERT VALUES (s.id, 'us', 1)"));
        (await user.ExecuteAsync(Merge(2, "WHEN MATCHED THEN UPDATE SET amount = 5"))).ShouldBe(0, "the row is not seen");
        (await user.FailsAsync(Merge(2, "WHEN NOT MATCHED THEN INSERT VALUES (s.id, 'eu', 1)"), "23505")).Detail.ShouldBeNull();
        (await user.ExecuteAsync(Merge(3, "WHEN MATCHED AND t.region = 'us' THEN DO NOTHING WHEN MATCHED THEN DELETE"))).ShouldBe(0);
        (await admin.TextAsync($"SELECT id, region, amount FROM {table} ORDER BY id")).ShouldBe(All);
        (await user.ExecuteAsync($"MERGE INTO {table} t USING (VALUES (1), (7)) AS s(id) ON s.id = t.id WHEN MATCHED THEN UPDATE SET amount = t.amount + 1 WHEN NOT MATCHED THEN INSERT VALUES (s.id, 'eu', 70)")).ShouldBe(2);
        (await admin.TextAsync($"SELECT id, region, amount FROM {table} ORDER BY id")).ShouldBe("1|eu|11\n2|eu|20\n3|us|30\n7|eu|70");
    }

    [Theory]
    [InlineData("t")]
    [InlineData("vt")]
    public async Task Broken_constraints_tell_no_values(string table)
    {
        await using var admin = await MakeAsync(table);
        await admin.ExecuteAsync($"CREATE POLICY eu ON {table} USING (region = 'eu') WITH CHECK (true)");
        await using var user = await OpenAsync(table, "on");
        (await user.FailsAsync($"INSERT INTO {table} VALUES (3, 'eu', 1)", "23505")).Detail.ShouldBeNull();
        (await user.FailsAsync($"UPDATE {table} SET id = 3 WHERE id = 1", "23505")).Detail.ShouldBeNull();
        (await user.FailsAsync($"INSERT INTO {table} VALUES (NULL, 'eu', 1)", "23502")).Detail.ShouldBeNull();
        (await admin.FailsAsync($"INSERT INTO {table} VALUES (3, 'eu', 1)", "23505")).Detail.ShouldNotBeNull();
        if (table == "t") return;
        (await user.FailsAsync($"UPDATE {table} SET amount = -1 WHERE id = 2", "23514")).Detail.ShouldBeNull();
        (await admin.FailsAsync($"UPDATE {table} SET amount = -1 WHERE id = 2", "23514")).Detail.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("t")]
    [InlineData("vt")]
    public async Task What_cannot_ask_policies_is_refused(string table)
    {
        await using var admin = await MakeAsync(table);
        await admin.ExecuteAsync($"CREATE POLICY eu ON {table} USING (region = 'eu')");
        await using var user = await OpenAsync(table, "on");
        await user.FailsAsync($"INSERT INTO {table} VALUES (1, 'eu', 1) ON CONFLICT (id) DO UPDATE SET amount = 7", "0A000");
        await user.FailsAsync($"UPSERT {table} VALUES (1, 'eu', 1) WITH PRIMARY KEY", "0A000");
        (await Should.ThrowAsync<PostgresException>(user.Connection.BeginTextImportAsync($"COPY {table} FROM STDIN"))).SqlState.ShouldBe("0A000");
        await admin.ExecuteAsync($"ALTER TABLE {table} ADD MASK (amount USING 0)");
        foreach (var sql in new[] { $"UPDATE {table} SET region = 'eu'", $"DELETE FROM {table}", $"MERGE INTO {table} t USING (VALUES (1)) s(id) ON t.id = s.id AND t.amount = 10 WHEN NOT MATCHED THEN INSERT VALUES (9, 'eu', 1)" })
            await user.FailsAsync(sql, "0A000");
        (await user.ExecuteAsync($"INSERT INTO {table} VALUES (9, 'eu', 1)")).ShouldBe(1);
        (await admin.TextAsync($"SELECT id, region, amount FROM {table} ORDER BY id")).ShouldBe(All + "\n9|eu|1");
    }

    [Fact]
    public async Task A_policy_may_not_read_what_only_the_source_knows()
    {
        await using var admin = await MakeAsync("vt");
        await admin.ExecuteAsync("CREATE POLICY eu ON vt USING (region = 'eu')");
        await using var user = await OpenAsync("vt", "on");
        (await user.FailsAsync("INSERT INTO vt (id) VALUES (9)", "0A000")).MessageText.ShouldContain("region");
        (await user.FailsAsync("INSERT INTO vt (id, region) VALUES (9, DEFAULT)", "0A000")).MessageText.ShouldContain("region");
        await user.FailsAsync("UPDATE vt SET region = DEFAULT", "0A000");
        (await user.ExecuteAsync("INSERT INTO vt (id, region) VALUES (9, 'eu')")).ShouldBe(1);
        await admin.ExecuteAsync("ALTER POLICY eu ON vt USING (doubled < 100)");
        (await user.FailsAsync("UPDATE vt SET amount = 1000 WHERE id = 1", "0A000")).MessageText.ShouldContain("doubled");
        (await user.ExecuteAsync("DELETE FROM vt WHERE id = 9 OR doubled = 20")).ShouldBe(1);
    }

    [Theory]
    [InlineData("t")]
    [InlineData("vt")]
    public async Task A_block_is_undone_with_the_refused_statement_and_prepared_statements_follow_policies(string table)
    {
        await using var admin = await MakeAsync(table);
        await admin.ExecuteAsync($"CREATE POLICY eu ON {table} USING (region = 'eu')");
        await using var user = await OpenAsync(table, "on");
        await using var insert = new NpgsqlCommand($"INSERT INTO {table} (id, region, amount) VALUES ($1, $2, 1)", user.Connection) { Parameters = { new() { Value = 20 }, new() { Value = "eu" } } };
        await insert.PrepareAsync();
        (await insert.ExecuteNonQueryAsync()).ShouldBe(1);
        (insert.Parameters[0].Value, insert.Parameters[1].Value) = (21, "us");
        (await Should.ThrowAsync<PostgresException>(insert.ExecuteNonQueryAsync())).SqlState.ShouldBe("42501");
        await user.ExecuteAsync("BEGIN");
        await user.ExecuteAsync($"INSERT INTO {table} VALUES (30, 'eu', 1)");
        await RefusedAsync(user, $"INSERT INTO {table} SELECT g, CASE WHEN g = 399 THEN 'us' ELSE 'eu' END, g FROM generate_series(100, 400) AS g");
        await user.FailsAsync("SELECT 1", "25P02");
        await user.ExecuteAsync("ROLLBACK");
        await admin.ExecuteAsync($"CREATE POLICY us ON {table} FOR INSERT WITH CHECK (region = 'us')");
        (await insert.ExecuteNonQueryAsync()).ShouldBe(1);
        (await admin.TextAsync($"SELECT id FROM {table} WHERE id > 3 ORDER BY 1")).ShouldBe("20\n21");
    }

    private static async Task<string> RefusedAsync(GatewayClient client, string sql)
    {
        var error = await client.FailsAsync(sql, "42501");
        error.MessageText.ShouldContain("row-level security policy");
        error.Detail.ShouldBeNull();
        return error.MessageText;
    }

    private async Task<GatewayClient> OpenAsync(string table, string pushdown)
    {
        var user = await _roles.OpenAsync("writer", _schema);
        await user.ExecuteAsync($"SET pushdown = {pushdown}");
        return user;
    }

    /// <summary>A table with three rows and row security, to which a role has all rights; the session of an administrator.</summary>
    private async Task<GatewayClient> MakeAsync(string table)
    {
        await _roles.CreateAsync("writer");
        const string Rows = "(1, 'eu', 10), (2, 'eu', 20), (3, 'us', 30)";
        var source = await landscape.CreateSourceAsync($"CREATE TABLE orders (id int PRIMARY KEY, region text DEFAULT 'eu', amount int CHECK (amount >= 0), doubled int GENERATED ALWAYS AS (amount * 2) STORED); INSERT INTO orders VALUES {Rows}; ANALYZE orders");
        _schema = await landscape.CreateSchemaAsync();
        var admin = await landscape.OpenAsync(builder => builder.SearchPath = _schema);
        await admin.ExecuteAsync(table == "t" ? $"CREATE TABLE t (id int PRIMARY KEY, region text DEFAULT 'eu', amount int); INSERT INTO t VALUES {Rows}" : $"CREATE VIRTUAL TABLE vt AT {source}.\"<NULL>\".public.orders");
        await admin.ExecuteAsync($"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY; GRANT USAGE ON SCHEMA {_schema} TO {_roles["writer"]}; GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {_roles["writer"]}");
        return admin;
    }
}
