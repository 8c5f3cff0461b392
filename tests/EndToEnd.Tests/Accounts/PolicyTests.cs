using FederationGateway.EndToEnd.Support;
using Npgsql;

namespace FederationGateway.EndToEnd.Accounts;

/// <summary>Row policies and column masks: who sees what, in every way a table can be read, and that nothing tells of the rest.</summary>
public sealed class PolicyTests(Landscape landscape)
{
    private const string Own = "1|eu|10\n2|eu|20";
    private const string All = "1|eu|10\n2|eu|20\n3|us|30";
    private readonly Roles _roles = new(landscape);
    private string _schema = "";

    [Theory]
    [InlineData("vt")]
    [InlineData("t")]
    public async Task Each_sees_the_rows_of_the_policies_for_them(string table)
    {
        await using var admin = await MakeAsync();
        await admin.ExecuteAsync($"CREATE POLICY europe ON {table} FOR SELECT TO {_roles["reader"]} USING (region = 'eu'); ALTER TABLE {table} ENABLE ROW LEVEL SECURITY");
        await using var reader = await _roles.OpenAsync("reader", _schema);
        await using var other = await _roles.OpenAsync("other", _schema);
        foreach (var pushdown in new[] { "on", "off" })
        {
            await reader.ExecuteAsync($"SET pushdown = {pushdown}");
            (await reader.TextAsync($"SELECT id, region, amount FROM {table} ORDER BY id")).ShouldBe(Own);
            (await reader.TextAsync($"SELECT count(*), max(amount) FROM {table}")).ShouldBe("2|20");
            (await reader.TextAsync($"SELECT id FROM {table} WHERE id = 3")).ShouldBe("");
            (await reader.TextAsync($"SELECT x.id FROM {table} x JOIN {table} y ON x.id = y.id ORDER BY 1")).ShouldBe("1\n2");
            (await reader.TextAsync($"WITH q AS (SELECT * FROM {table}) SELECT count(*) FROM q WHERE EXISTS (SELECT 1 FROM {table} z WHERE z.id > q.id)")).ShouldBe("1");
            (await other.TextAsync($"SELECT id FROM {table}")).ShouldBe("");
            (await admin.TextAsync($"SELECT id, region, amount FROM {table} ORDER BY id")).ShouldBe(All);
        }

        await admin.ExecuteAsync($"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY");
        (await reader.TextAsync($"SELECT id, region, amount FROM {table} ORDER BY id")).ShouldBe(All);
    }

    [Fact]
    public async Task Permissive_policies_add_rows_and_restrictive_ones_take_them_away()
    {
        await using var admin = await MakeAsync();
        await admin.ExecuteAsync(
            """
            CREATE POLICY europe ON vt USING (region = 'eu'); CREATE POLICY america ON vt USING (region = 'us'); CREATE POLICY small ON vt AS RESTRICTIVE USING (amount < 25);
            ALTER VIRTUAL TABLE vt ENABLE ROW LEVEL SECURITY
            """);
        await using var reader = await _roles.OpenAsync("reader", _schema);
        (await reader.TextAsync("SELECT id FROM vt ORDER BY 1")).ShouldBe("1\n2");
        await admin.ExecuteAsync("DROP POLICY small ON vt");
        (await reader.TextAsync("SELECT id FROM vt ORDER BY 1")).ShouldBe("1\n2\n3");
        await admin.ExecuteAsync("ALTER POLICY europe ON vt USING (amount = 20); ALTER POLICY america ON vt RENAME TO americas");
        (await reader.TextAsync("SELECT id FROM vt ORDER BY 1")).ShouldBe("2\n3");
        (await admin.TextAsync("SELECT policyname, permissive, roles, cmd, qual FROM pg_policies WHERE schemaname = current_schema ORDER BY 1"))
            .ShouldBe("americas|PERMISSIVE|{public}|ALL|(region = 'us')\neurope|PERMISSIVE|{public}|ALL|(amount = 20)");
    }

    [Fact]
    public async Task A_policy_may_ask_who_reads_and_look_into_tables_only_its_owner_reads()
    {
        await using var admin = await MakeAsync();
        await admin.ExecuteAsync(
            $"""
            CREATE TABLE rights (who text, region text); INSERT INTO rights VALUES ('{_roles["reader"]}', 'us');
            CREATE POLICY mapped ON vt USING (region IN (SELECT r.region FROM rights r WHERE r.who = current_user)); ALTER TABLE vt ENABLE ROW LEVEL SECURITY
            """);
        await using var reader = await _roles.OpenAsync("reader", _schema);
        await using var other = await _roles.OpenAsync("other", _schema);
        (await reader.TextAsync("SELECT id FROM vt")).ShouldBe("3");
        (await other.TextAsync("SELECT id FROM vt")).ShouldBe("");
        await reader.FailsAsync("SELECT * FROM rights", "42501");
    }

    [Fact]
    public async Task Views_read_with_their_owners_eyes()
    {
        await using var admin = await MakeAsync();
        await admin.ExecuteAsync(
            $"""
            CREATE POLICY europe ON vt TO {_roles["reader"]} USING (region = 'eu'); ALTER TABLE vt ENABLE ROW LEVEL SECURITY;
            CREATE VIEW v AS SELECT id FROM vt; GRANT SELECT ON v TO {_roles["reader"]}, {_roles["other"]}; GRANT CREATE ON SCHEMA {_schema} TO {_roles["reader"]}
            """);
        await using var reader = await _roles.OpenAsync("reader", _schema);
        (await reader.TextAsync("SELECT id FROM v ORDER BY 1")).ShouldBe("1\n2\n3");
        await reader.ExecuteAsync($"CREATE VIEW mine AS SELECT id FROM vt; GRANT SELECT ON mine TO {_roles["other"]}");
        await using var other = await _roles.OpenAsync("other", _schema);
        (await other.TextAsync("SELECT id FROM mine ORDER BY 1")).ShouldBe("1\n2");
    }

    [Theory]
    [InlineData("SELECT id FROM vt WHERE 1 / (amount - 30) <> 5", "1\n2")]
    [InlineData("SELECT id FROM vt WHERE CAST(secret AS int) > 0", "1\n2")]
    [InlineData("SELECT x.id FROM vt x JOIN vt y ON x.id = y.id AND CAST(y.secret AS int) > 0", "1\n2")]
    [InlineData("SELECT id FROM vt WHERE (SELECT 1 / (vt.amount - 30)) <> 5", "1\n2")]
    [InlineData("SELECT id FROM vt WHERE sqrt(25 - amount) >= 0", "1\n2")]
    [InlineData("SELECT id FROM (SELECT id, 1 / (amount - 30) AS q FROM vt) z WHERE q <> 5", "1\n2")]
    [InlineData("SELECT id FROM (SELECT id, 1 / (amount - 30) AS q FROM vt UNION ALL SELECT 9, 5) z WHERE q <> 5", "1\n2")]
    [InlineData("WITH z AS (SELECT id, 1 / (amount - 30) AS q FROM vt) SELECT id FROM z WHERE q <> 5", "1\n2")]
    [InlineData("SELECT 1 WHERE 5 IN (SELECT 1 / (amount - 30) FROM vt)", "")]
    [InlineData("SELECT 1 WHERE 5 = (SELECT max(1 / (amount - 30)) FROM vt)", "")]
    [InlineData("SELECT q FROM (SELECT 1 / (amount - 30) AS q FROM vt) z GROUP BY q HAVING q <> 5", "0")]
    [InlineData("SELECT min(id) FROM vt GROUP BY 1 / (amount - 30) HAVING min(id) < 9", "1")]
    [InlineData("SELECT id FROM vt WHERE CASE WHEN amount = 30 THEN 1 / (amount - 30) ELSE 1 END = 1", "1\n2")]
    public async Task Nothing_that_can_fail_meets_a_hidden_row(string sql, string expected)
    {
        // Planners ask cheap conditions first: the policy's is dearer than any of the statements'.
        const string NotThirty = "amount % 7 + amount % 11 + amount % 13 + amount % 17 + amount % 19 <> 38";
        await using var admin = await MakeAsync();
        foreach (var table in new[] { "vt", "t" }) await admin.ExecuteAsync($"CREATE POLICY dear ON {table} USING ({NotThirty}); ALTER TABLE {table} ENABLE ROW LEVEL SECURITY");
        await using var reader = await _roles.OpenAsync("reader", _schema);
        foreach (var text in new[] { sql, sql.Replace("vt", "t", StringComparison.Ordinal) })
        {
            foreach (var pushdown in new[] { "on", "off" })
            {
                await reader.ExecuteAsync($"SET pushdown = {pushdown}");
                string.Join('\n', (await reader.RowsAsync(text)).Order()).ShouldBe(expected, $"{text} with pushdown {pushdown}");
            }
        }

        await Should.ThrowAsync<PostgresException>(admin.RowsAsync(sql));
    }

    [Fact]
    public async Task Masks_stand_in_for_columns_wherever_they_are_read()
    {
        await using var admin = await MakeAsync();
        await admin.ExecuteAsync($"ALTER VIRTUAL TABLE vt ADD MASK (amount USING -1, secret USING left(secret, 1) || '…'); GRANT UNMASKED ON vt TO {_roles["other"]}");
        await using var reader = await _roles.OpenAsync("reader", _schema);
        await using var other = await _roles.OpenAsync("other", _schema);
        (await reader.TextAsync("SELECT id, amount, secret FROM vt ORDER BY id")).ShouldBe("1|-1|1…\n2|-1|2…\n3|-1|t…");
        (await reader.TextAsync("SELECT id FROM vt WHERE amount = 30 OR secret = '11'")).ShouldBe("");
        (await reader.TextAsync("SELECT id FROM vt ORDER BY amount DESC, id LIMIT 1")).ShouldBe("1");
        (await reader.TextAsync("SELECT sum(amount), count(DISTINCT secret) FROM vt")).ShouldBe("-3|3");
        (await reader.TextAsync("SELECT y.id FROM vt x JOIN t y ON x.amount = y.amount")).ShouldBe("");
        (await other.TextAsync("SELECT sum(amount) FROM vt")).ShouldBe("60");
        (await admin.TextAsync("SELECT column_name, mask_expression FROM sys.column_masks WHERE schema_name = current_schema ORDER BY 1")).ShouldBe("amount|-1\nsecret|left(secret, 1) || '…'");
        await admin.ExecuteAsync("ALTER VIRTUAL TABLE vt ALTER MASK (amount USING 0); ALTER TABLE vt DROP MASK (secret)");
        (await reader.TextAsync("SELECT amount, secret FROM vt WHERE id = 1")).ShouldBe("0|11");
        await admin.FailsAsync("ALTER TABLE vt DROP MASK (secret)", "42704");
        await admin.FailsAsync("ALTER TABLE vt ADD MASK (amount USING 0)", "42710");
    }

    [Fact]
    public async Task A_mask_that_can_fail_is_not_computed_of_hidden_rows()
    {
        await using var admin = await MakeAsync();
        await admin.ExecuteAsync(
            """
            CREATE POLICY dear ON vt USING (amount % 7 + amount % 11 + amount % 13 + amount % 17 + amount % 19 <> 38); ALTER TABLE vt ENABLE ROW LEVEL SECURITY;
            ALTER TABLE vt ADD MASK (secret USING CAST(secret AS int) + 1)
            """);
        await using var reader = await _roles.OpenAsync("reader", _schema);
        foreach (var condition in new[] { "secret = '12'", "secret = '12' AND 1 / (amount - 30) < 5" }) (await reader.TextAsync($"SELECT id FROM vt WHERE {condition}")).ShouldBe("1");
    }

    [Fact]
    public async Task Plans_tell_no_numbers_of_what_is_hidden()
    {
        await using var admin = await MakeAsync();
        await admin.ExecuteAsync("CREATE POLICY europe ON vt USING (region = 'eu'); ALTER TABLE vt ENABLE ROW LEVEL SECURITY");
        await using var reader = await _roles.OpenAsync("reader", _schema);
        await reader.ExecuteAsync("SET pushdown = off");
        var plan = await reader.TextAsync("EXPLAIN ANALYZE SELECT * FROM vt");
        plan.ShouldContain("Security barrier");
        plan.ShouldNotContain("estimated rows");
        plan.ShouldNotContain("3 rows");
        plan.ShouldNotContain("actual rows: 3");
        (await admin.TextAsync("EXPLAIN SELECT * FROM vt")).ShouldContain("estimated rows");
        var counts = $"SELECT count(*) > 0, max(fetched_record_count), max(fetched_size) FROM sys.m_remote_statements WHERE user_name = '{_roles["reader"]}'";
        (await reader.TextAsync(counts)).ShouldBe("t||");
        (await admin.TextAsync(counts)).ShouldStartWith("t|3|");
        (await reader.TextAsync("SELECT count(*) FROM pg_stats WHERE tablename = 'vt'")).ShouldBe("0");
    }

    [Fact]
    public async Task FORCE_holds_for_the_owner_and_BYPASSRLS_frees_from_it()
    {
        await using var admin = await MakeAsync();
        await admin.ExecuteAsync(
            $"""
            CREATE POLICY europe ON t USING (region = 'eu'); ALTER TABLE t ENABLE ROW LEVEL SECURITY; ALTER TABLE t OWNER TO {_roles["reader"]};
            ALTER ROLE {_roles["other"]} BYPASSRLS; GRANT SELECT ON t TO {_roles["other"]}
            """);
        await using var owner = await _roles.OpenAsync("reader", _schema);
        await using var free = await _roles.OpenAsync("other", _schema);
        (await owner.TextAsync("SELECT count(*) FROM t")).ShouldBe("3");
        await owner.ExecuteAsync("ALTER TABLE t FORCE ROW LEVEL SECURITY");
        (await owner.TextAsync("SELECT count(*) FROM t")).ShouldBe("2");
        (await free.TextAsync("SELECT count(*) FROM t")).ShouldBe("3");
        await owner.ExecuteAsync("ALTER TABLE t NO FORCE ROW LEVEL SECURITY");
        (await owner.TextAsync("SELECT count(*) FROM t")).ShouldBe("3");
    }

    [Fact]
    public async Task Statements_prepared_before_a_policy_follow_it()
    {
        await using var admin = await MakeAsync();
        await using var reader = await _roles.OpenAsync("reader", _schema);
        await using var count = new NpgsqlCommand("SELECT count(*) FROM vt", reader.Connection);
        await count.PrepareAsync();
        for (var i = 0; i < 3; i++) (await reader.TextAsync("SELECT amount FROM vt WHERE id = 3")).ShouldBe("30");
        (await count.ExecuteScalarAsync()).ShouldBe(3L);
        await admin.ExecuteAsync("CREATE POLICY europe ON vt USING (region = 'eu'); ALTER TABLE vt ENABLE ROW LEVEL SECURITY");
        (await count.ExecuteScalarAsync()).ShouldBe(2L);
        for (var i = 0; i < 3; i++) (await reader.TextAsync("SELECT amount FROM vt WHERE id = 3")).ShouldBe("");
    }

    [Theory]
    [InlineData("CREATE POLICY p ON vt USING (nothing = 1)", "42703")]
    [InlineData("CREATE POLICY p ON vt USING (amount)", "42804")]
    [InlineData("CREATE POLICY p ON vt USING (sum(amount) > 1)", "42803")]
    [InlineData("CREATE POLICY p ON vt USING (amount = $1)", "42P02")]
    [InlineData("CREATE POLICY p ON vt TO nobody_at_all USING (true)", "42704")]
    [InlineData("CREATE POLICY p ON missing USING (true)", "42P01")]
    [InlineData("CREATE POLICY p ON vw USING (true)", "42809")]
    [InlineData("CREATE POLICY p ON vt WITH CHECK (nothing = 1)", "42703")]
    [InlineData("CREATE POLICY p ON vt FOR INSERT USING (true)", "42601")]
    [InlineData("CREATE POLICY p ON vt FOR SELECT WITH CHECK (true)", "42601")]
    [InlineData("CREATE POLICY p ON vt FOR DELETE USING (true) WITH CHECK (true)", "42601")]
    [InlineData("CREATE POLICY p ON vt AS WISHFUL USING (true)", "42601")]
    [InlineData("DROP POLICY p ON vt", "42704")]
    [InlineData("ALTER POLICY p ON vt RENAME TO q", "42704")]
    [InlineData("ALTER TABLE vt ADD MASK (nothing USING 1)", "42703")]
    [InlineData("ALTER TABLE vt ADD MASK (amount USING 'x' || region)", "42804")]
    [InlineData("ALTER TABLE vt ADD MASK (amount USING 1, amount USING 2)", "42701")]
    [InlineData("ALTER TABLE vt FORCE ROW LEVEL SECURITY", "55000")]
    [InlineData("ALTER TABLE vt ENABLE ROW LEVEL SECRECY", "42601")]
    public async Task Wrong_statements_say_what_is_wrong(string sql, string sqlState)
    {
        await using var admin = await MakeAsync();
        await admin.ExecuteAsync("CREATE VIEW vw AS SELECT 1 AS x");
        await admin.FailsAsync(sql, sqlState);
        await using var reader = await _roles.OpenAsync("reader", _schema);
        (await reader.TextAsync("SELECT count(*) FROM vt")).ShouldBe("3");
    }

    [Fact]
    public async Task Only_the_owner_says_who_sees_what()
    {
        await using var admin = await MakeAsync();
        await using var reader = await _roles.OpenAsync("reader", _schema);
        foreach (var sql in new[] { "CREATE POLICY p ON vt USING (true)", "ALTER TABLE vt ENABLE ROW LEVEL SECURITY", "ALTER VIRTUAL TABLE vt ADD MASK (amount USING 1)", "ALTER TABLE vt DISABLE ROW LEVEL SECURITY" })
            await reader.FailsAsync(sql, "42501");
        await admin.ExecuteAsync($"CREATE POLICY p ON vt TO {_roles["reader"]} USING (true)");
        await admin.FailsAsync($"DROP OWNED BY {_roles["reader"]}; REVOKE ALL ON ALL TABLES IN SCHEMA {_schema} FROM {_roles["reader"]}; REVOKE ALL ON SCHEMA {_schema} FROM {_roles["reader"]}; DROP USER {_roles["reader"]}", "2BP01");
    }

    /// <summary>A virtual and a local table with the same three rows, which both roles may read; the session of an administrator.</summary>
    private async Task<GatewayClient> MakeAsync()
    {
        await _roles.CreateAsync("reader", "other");
        const string Rows = "(1, 'eu', 10, '11'), (2, 'eu', 20, '22'), (3, 'us', 30, 'top secret')";
        var source = await landscape.CreateSourceAsync($"CREATE TABLE orders (id int PRIMARY KEY, region text, amount int, secret text); INSERT INTO orders VALUES {Rows}; ANALYZE orders");
        _schema = await landscape.CreateSchemaAsync();
        var admin = await landscape.OpenAsync(builder => builder.SearchPath = _schema);
        await admin.ExecuteAsync(
            $"""
            CREATE TABLE t (id int PRIMARY KEY, region text, amount int, secret text); INSERT INTO t VALUES {Rows};
            CREATE VIRTUAL TABLE vt AT {source}."<NULL>".public.orders;
            GRANT USAGE ON SCHEMA {_schema} TO {_roles["reader"]}, {_roles["other"]}; GRANT SELECT ON ALL TABLES IN SCHEMA {_schema} TO {_roles["reader"]}, {_roles["other"]}
            """);
        return admin;
    }
}
