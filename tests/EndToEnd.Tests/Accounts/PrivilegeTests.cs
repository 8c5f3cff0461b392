using FederationGateway.EndToEnd.Support;
using Npgsql;

namespace FederationGateway.EndToEnd.Accounts;

/// <summary>Every action as the owner, as somebody it was granted to, after it was revoked, and as a stranger.</summary>
public sealed class PrivilegeTests(Landscape landscape)
{
    /// <summary>What is done, and what must be granted for it; none: only the owner may.</summary>
    private static readonly (string Action, string[] Grants)[] Actions =
    [
        ("SELECT * FROM t", ["SELECT ON t"]),
        ("SELECT a FROM t", ["SELECT (a) ON t"]),
        ("SELECT a FROM t ORDER BY b", ["SELECT (a, b) ON t"]),
        ("SELECT count(*) FROM t", ["SELECT (b) ON t"]),
        ("SELECT x.a FROM t x JOIN v USING (a)", ["SELECT (a) ON t", "SELECT ON v"]),
        ("SELECT 1 WHERE EXISTS (SELECT FROM t WHERE b = 'x')", ["SELECT (b) ON t"]),
        ("SELECT (SELECT max(a) FROM t)", ["SELECT (a) ON t"]),
        ("WITH c AS (SELECT a FROM t) SELECT * FROM c", ["SELECT (a) ON t"]),
        ("SELECT a FROM t UNION SELECT a FROM v", ["SELECT (a) ON t", "SELECT (a) ON v"]),
        ("SELECT * FROM v", ["SELECT ON v"]),
        ("SELECT * FROM vt", ["SELECT ON vt"]),
        ("SELECT name FROM vt WHERE id = 1", ["SELECT (id, name) ON vt"]),
        ("SELECT t.b, vt.name FROM t JOIN vt ON t.a = vt.id", ["SELECT ON t", "SELECT ON vt"]),
        ("EXPLAIN SELECT * FROM t", ["SELECT ON t"]),
        ("EXPLAIN ANALYZE DELETE FROM t", ["DELETE ON t"]),
        ("DECLARE c CURSOR FOR SELECT * FROM t", ["SELECT ON t"]),
        ("INSERT INTO t VALUES (9, 'x')", ["INSERT ON t"]),
        ("INSERT INTO t (a) VALUES (9)", ["INSERT (a) ON t"]),
        ("INSERT INTO t SELECT id, name FROM vt WHERE id > 100", ["INSERT ON t", "SELECT ON vt"]),
        ("INSERT INTO t VALUES (9, 'x') RETURNING a", ["INSERT ON t", "SELECT (a) ON t"]),
        ("INSERT INTO t VALUES (1, 'x') ON CONFLICT (a) DO UPDATE SET b = excluded.b", ["INSERT ON t", "UPDATE (b) ON t", "SELECT (a) ON t"]),
        ("UPDATE t SET b = 'x'", ["UPDATE (b) ON t"]),
        ("UPDATE t SET b = 'x' WHERE a = 1", ["UPDATE ON t", "SELECT (a) ON t"]),
        ("DELETE FROM t", ["DELETE ON t"]),
        ("DELETE FROM t WHERE a = 1", ["DELETE ON t", "SELECT ON t"]),
        ("TRUNCATE t", ["TRUNCATE ON t"]),
        ("INSERT INTO vt VALUES (9, 'x')", ["INSERT ON vt"]),
        ("INSERT INTO vt (id) VALUES (9)", ["INSERT (id) ON vt"]),
        ("INSERT INTO vt VALUES (9, 'x') RETURNING id", ["INSERT ON vt", "SELECT (id) ON vt"]),
        ("UPDATE vt SET name = 'x'", ["UPDATE (name) ON vt"]),
        ("UPDATE vt SET name = 'x' WHERE id = 1", ["UPDATE (name) ON vt", "SELECT (id) ON vt"]),
        ("DELETE FROM vt", ["DELETE ON vt"]),
        ("DELETE FROM vt WHERE id = 1", ["DELETE ON vt", "SELECT (id) ON vt"]),
        ("TRUNCATE vt", ["TRUNCATE ON vt"]),
        ("LOCK TABLE t IN ACCESS SHARE MODE", ["SELECT ON t"]),
        ("CREATE INDEX i ON t (b)", []),
        ("CREATE TABLE n (a int)", ["CREATE ON SCHEMA s"]),
        ("CREATE TABLE n (LIKE t)", ["CREATE ON SCHEMA s", "SELECT ON t"]),
        ("CREATE TABLE n AS SELECT * FROM t", ["CREATE ON SCHEMA s", "SELECT ON t"]),
        ("CREATE VIEW n AS SELECT * FROM t", ["CREATE ON SCHEMA s"]),
        ("CREATE VIRTUAL TABLE n AT src.\"<NULL>\".public.people", ["CREATE ON SCHEMA s", "CREATE VIRTUAL TABLE ON REMOTE SOURCE src"]),
        ("CREATE VIRTUAL TABLE n AT src.\"<NULL>\".public.people", ["CREATE ON SCHEMA s", "USAGE ON FOREIGN SERVER src"]),
        ("IMPORT FOREIGN SCHEMA public FROM SERVER src INTO s", ["CREATE ON SCHEMA s", "CREATE VIRTUAL TABLE ON REMOTE SOURCE src"]),
        ("SELECT * FROM src.public.people", ["LINKED DATABASE ON REMOTE SOURCE src"]),
        ("CALL CHECK_REMOTE_SOURCE('src')", ["ALTER ON REMOTE SOURCE src"]),
        ("CALL GET_REMOTE_SOURCE_OBJECT_TREE('src', '')", ["CREATE VIRTUAL TABLE ON REMOTE SOURCE src"]),
        ("ALTER REMOTE SOURCE src SET PROPERTY 'CAP_LIMIT' = 'false'", ["ALTER ON REMOTE SOURCE src"]),
        ("ALTER REMOTE SOURCE src REFRESH OBJECTS", ["ALTER ON REMOTE SOURCE src"]),
        ("DROP REMOTE SOURCE src CASCADE", ["DROP ON REMOTE SOURCE src"]),
        ("ALTER VIEW v RENAME TO n", []),
        ("ALTER TABLE t ADD COLUMN c int", []),
        ("ALTER TABLE vt SET SCHEMA s2", []),
        ("ALTER VIEW v OWNER TO CURRENT_USER", []),
        ("ALTER REMOTE SOURCE src OWNER TO CURRENT_USER", []),
        ("ALTER SCHEMA s OWNER TO CURRENT_USER", []),
        ("ALTER VIRTUAL TABLE vt REFRESH DEFINITION", []),
        ("ALTER VIRTUAL TABLE vt SET PROPERTY 'CAP_TABLE_LIMIT' = 'false'", []),
        ("CREATE STATISTICS ON vt TYPE RECORD COUNT", []),
        ("CREATE STATISTICS ON vt (id) TYPE SIMPLE", []),
        ("CREATE OR REPLACE VIEW v AS SELECT a, b FROM t", []),
        ("COMMENT ON TABLE t IS 'x'", []),
        ("COMMENT ON COLUMN t.a IS 'x'", []),
        ("COMMENT ON SCHEMA s IS 'x'", []),
        ("GRANT SELECT ON t TO PUBLIC", []),
        ("DROP TABLE t CASCADE", []),
        ("DROP VIEW v", []),
        ("DROP VIRTUAL TABLE vt", []),
        ("DROP SCHEMA s CASCADE", []),
    ];

    /// <summary>What nobody owns.</summary>
    private static readonly (string Action, string Grant)[] SystemActions =
    [
        ("CREATE SCHEMA fresh_schema", "CREATE SCHEMA"),
        ("CREATE SCHEMA fresh_schema", "CREATE ON DATABASE gateway"),
        ("CREATE REMOTE SOURCE fresh_source ADAPTER \"postgresql\" CONFIGURATION 'host=127.0.0.1;database=x' WITH CREDENTIAL TYPE 'PASSWORD' USING 'user=u;password=p'", "CREATE REMOTE SOURCE"),
    ];

    [Fact]
    public async Task An_action_is_the_owners_and_theirs_to_whom_it_was_granted()
    {
        var world = await World.CreateAsync(landscape);
        await using var owner = await world.Roles.OpenAsync("owner", world.Schema);
        await using var reader = await world.Roles.OpenAsync("reader", world.Schema);
        await using var stranger = await world.Roles.OpenAsync("stranger", world.Schema);
        List<string> wrong = [];
        foreach (var (written, grants) in Actions)
        {
            var action = world.Fill(written);
            async Task ExpectAsync(GatewayClient who, string whom, bool isAllowed)
            {
                if (await OutcomeAsync(who, action) is var outcome && outcome != (isAllowed ? null : "42501")) wrong.Add($"{whom}: {action}: {outcome ?? "allowed"}");
            }

            await ExpectAsync(owner, "owner", isAllowed: true);
            await ExpectAsync(stranger, "stranger", isAllowed: false);
            await ExpectAsync(reader, "nothing granted", isAllowed: false);
            foreach (var grant in grants) await owner.ExecuteAsync($"GRANT {world.Fill(grant)} TO {world.Roles["reader"]}");
            if (grants.Length > 0) await ExpectAsync(reader, "granted", isAllowed: true);
            foreach (var grant in grants)
            {
                await owner.ExecuteAsync($"REVOKE {world.Fill(grant)} FROM {world.Roles["reader"]}");
                await ExpectAsync(reader, $"without {grant}", isAllowed: false);
                await owner.ExecuteAsync($"GRANT {world.Fill(grant)} TO {world.Roles["reader"]}");
            }

            await ExpectAsync(stranger, "stranger", isAllowed: false);
            foreach (var grant in grants) await owner.ExecuteAsync($"REVOKE {world.Fill(grant)} FROM {world.Roles["reader"]}");
            await ExpectAsync(reader, "revoked", isAllowed: false);
        }

        wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_system_is_the_administrators()
    {
        var world = await World.CreateAsync(landscape);
        await using var admin = await landscape.OpenAsync();
        await using var reader = await world.Roles.OpenAsync("reader", world.Schema);
        foreach (var (action, grant) in SystemActions)
        {
            (await OutcomeAsync(reader, action)).ShouldBe("42501", action);
            await admin.ExecuteAsync($"GRANT {grant} TO {world.Roles["reader"]}");
            (await OutcomeAsync(reader, action)).ShouldBeNull(action);
            await admin.ExecuteAsync($"REVOKE {grant} FROM {world.Roles["reader"]}");
            (await OutcomeAsync(reader, action)).ShouldBe("42501", action);
        }
    }

    [Fact]
    public async Task Without_USAGE_nothing_in_a_schema_is_found()
    {
        var world = await World.CreateAsync(landscape);
        await using var owner = await world.Roles.OpenAsync("owner", world.Schema);
        await using var reader = await world.Roles.OpenAsync("reader", world.Schema);
        await owner.ExecuteAsync($"GRANT SELECT ON ALL TABLES IN SCHEMA {world.Schema} TO {world.Roles["reader"]}");
        (await reader.RowsAsync("SELECT a FROM t")).ShouldBe(["1"]);
        await owner.ExecuteAsync($"REVOKE USAGE ON SCHEMA {world.Schema} FROM {world.Roles["reader"]}");
        await reader.FailsAsync("SELECT a FROM t", "42P01");
        (await reader.FailsAsync($"SELECT a FROM {world.Schema}.t", "42501")).MessageText.ShouldBe($"permission denied for schema {world.Schema}");
    }

    [Fact]
    public async Task A_view_reads_with_its_owners_rights()
    {
        var world = await World.CreateAsync(landscape);
        await using var admin = await landscape.OpenAsync();
        await using var owner = await world.Roles.OpenAsync("owner", world.Schema);
        await using var middle = await world.Roles.OpenAsync("middle", world.Schema);
        await using var reader = await world.Roles.OpenAsync("reader", world.Schema);
        await admin.ExecuteAsync($"GRANT USAGE, CREATE ON SCHEMA {world.Schema} TO {world.Roles["middle"]}");
        await middle.ExecuteAsync($"CREATE VIEW of_middle AS SELECT a, b FROM {world.Schema}.t; GRANT SELECT ON of_middle TO {world.Roles["reader"]}");
        (await reader.FailsAsync("SELECT a FROM of_middle", "42501")).MessageText.ShouldBe("permission denied for table t");
        await owner.ExecuteAsync($"GRANT SELECT (a) ON t TO {world.Roles["middle"]}");
        (await reader.FailsAsync("SELECT a FROM of_middle", "42501")).MessageText.ShouldBe("permission denied for table t");
        await owner.ExecuteAsync($"GRANT SELECT (b) ON t TO {world.Roles["middle"]}");
        (await reader.RowsAsync("SELECT a FROM of_middle")).ShouldBe(["1"]);
        await reader.FailsAsync("SELECT a FROM t", "42501");
        await middle.ExecuteAsync($"REVOKE SELECT ON of_middle FROM {world.Roles["reader"]}; GRANT SELECT (a) ON of_middle TO {world.Roles["reader"]}");
        (await reader.RowsAsync("SELECT a FROM of_middle")).ShouldBe(["1"]);
        (await reader.FailsAsync("SELECT b FROM of_middle", "42501")).MessageText.ShouldBe("permission denied for view of_middle");
        (await reader.FailsAsync("SELECT a FROM of_middle WHERE b = 'x'", "42501")).MessageText.ShouldBe("permission denied for view of_middle");
    }

    [Fact]
    public async Task A_grant_rests_on_its_grantors_right()
    {
        var world = await World.CreateAsync(landscape);
        await using var owner = await world.Roles.OpenAsync("owner", world.Schema);
        await using var middle = await world.Roles.OpenAsync("middle", world.Schema);
        await using var reader = await world.Roles.OpenAsync("reader", world.Schema);
        await owner.ExecuteAsync($"GRANT SELECT ON t TO {world.Roles["middle"]} WITH GRANT OPTION; GRANT USAGE ON SCHEMA {world.Schema} TO {world.Roles["middle"]}");
        await middle.ExecuteAsync($"GRANT SELECT ON t TO {world.Roles["reader"]}");
        (await reader.RowsAsync("SELECT a FROM t")).ShouldBe(["1"]);
        await middle.FailsAsync($"GRANT SELECT ON t TO {world.Roles["owner"]} WITH GRANT OPTION", "0LP01");
        await owner.FailsAsync($"REVOKE SELECT ON t FROM {world.Roles["middle"]}", "2BP01");
        await owner.ExecuteAsync($"REVOKE GRANT OPTION FOR SELECT ON t FROM {world.Roles["middle"]} CASCADE");
        await reader.FailsAsync("SELECT a FROM t", "42501");
        (await middle.RowsAsync("SELECT a FROM t")).ShouldBe(["1"]);
        await owner.FailsAsync("GRANT SELECT ON t TO PUBLIC WITH GRANT OPTION", "0LP01");
    }

    [Fact]
    public async Task A_role_granted_for_one_source_brings_its_privileges_on_that_source_only()
    {
        var world = await World.CreateAsync(landscape);
        await using var admin = await landscape.OpenAsync();
        await using var reader = await world.Roles.OpenAsync("reader", world.Schema);
        var developer = $"developer_{world.Schema}";
        await admin.ExecuteAsync($"CREATE ROLE {developer}; GRANT LINKED DATABASE, CREATE VIRTUAL TABLE ON ALL REMOTE SOURCES TO {developer}; GRANT SELECT ON {world.Schema}.t TO {developer}");
        await reader.FailsAsync($"SELECT * FROM {world.Source}.public.people", "42501");
        await admin.ExecuteAsync($"GRANT {developer} ON REMOTE SOURCE {world.Source} TO {world.Roles["reader"]}");
        (await reader.RowsAsync($"SELECT name FROM {world.Source}.public.people")).ShouldBe(["ann"]);
        await reader.FailsAsync("SELECT * FROM crm.public.customers", "42501");
        await reader.FailsAsync("SELECT a FROM t", "42501");
        await reader.FailsAsync($"SET ROLE {developer}", "42501");
        await admin.ExecuteAsync($"REVOKE {developer} ON REMOTE SOURCE {world.Source} FROM {world.Roles["reader"]}");
        await reader.FailsAsync($"SELECT * FROM {world.Source}.public.people", "42501");
    }

    [Fact]
    public async Task COPY_takes_the_same_rights()
    {
        var world = await World.CreateAsync(landscape);
        await using var owner = await world.Roles.OpenAsync("owner", world.Schema);
        await using var reader = await world.Roles.OpenAsync("reader", world.Schema);
        async Task OutAsync()
        {
            using var rows = await reader.Connection.BeginTextExportAsync("COPY t TO STDOUT");
            (await rows.ReadToEndAsync()).ShouldBe("1\tone\n");
        }

        async Task InAsync()
        {
            await using var rows = await reader.Connection.BeginTextImportAsync("COPY t (a) FROM STDIN");
            await rows.WriteAsync("7\n");
        }

        (await Should.ThrowAsync<PostgresException>(OutAsync)).SqlState.ShouldBe("42501");
        (await Should.ThrowAsync<PostgresException>(InAsync)).SqlState.ShouldBe("42501");
        await owner.ExecuteAsync($"GRANT SELECT, INSERT (a) ON t TO {world.Roles["reader"]}");
        await OutAsync();
        await InAsync();
        (await owner.RowsAsync("SELECT a FROM t ORDER BY a")).ShouldBe(["1", "7"]);
    }

    /// <summary>The SQLSTATE, null for success; nothing stays done.</summary>
    private static async Task<string?> OutcomeAsync(GatewayClient who, string action)
    {
        await who.ExecuteAsync("BEGIN");
        try
        {
            await who.RowsAsync(action);
            return null;
        }
        catch (PostgresException e)
        {
            ErrorTexts.Check(e);
            return e.SqlState;
        }
        finally
        {
            await who.ExecuteAsync("ROLLBACK");
        }
    }

    /// <summary>A schema with a table, a view and a virtual table, and a source, all of one owner.</summary>
    private sealed record World(Roles Roles, string Schema, string Source)
    {
        public static async Task<World> CreateAsync(Landscape landscape)
        {
            var roles = new Roles(landscape);
            await roles.CreateAsync("owner", "reader", "middle", "stranger");
            var source = await landscape.CreateSourceAsync("CREATE TABLE people (id int PRIMARY KEY, name text); INSERT INTO people VALUES (1, 'ann')");
            var schema = await landscape.CreateSchemaAsync();
            await using (var admin = await landscape.OpenAsync())
            {
                await admin.ExecuteAsync(
                    $"""
                    ALTER SCHEMA {schema} OWNER TO {roles["owner"]}; ALTER REMOTE SOURCE {source} OWNER TO {roles["owner"]};
                    CREATE SCHEMA {schema}_2 AUTHORIZATION {roles["owner"]}; GRANT CREATE SCHEMA, CREATE REMOTE SOURCE TO {roles["owner"]}
                    """);
            }

            await using var owner = await roles.OpenAsync("owner", schema);
            await owner.ExecuteAsync($"CREATE TABLE t (a int PRIMARY KEY, b text); INSERT INTO t VALUES (1, 'one'); CREATE VIEW v AS SELECT a, b FROM t; CREATE VIRTUAL TABLE vt AT {source}.\"<NULL>\".public.people");
            await owner.ExecuteAsync($"GRANT USAGE ON SCHEMA {schema} TO {roles["reader"]}; GRANT USAGE ON SCHEMA {schema}, {schema}_2 TO {roles["stranger"]}");
            return new World(roles, schema, source);
        }

        /// <summary>The world's names in place of <c>s</c> and <c>src</c>.</summary>
        public string Fill(string text) => string.Join(' ', text.Split(' ').Select(word => word switch
        {
            "s" => Schema,
            "s2" => $"{Schema}_2",
            "src" => Source,
            _ => word.Replace("src.", $"{Source}.", StringComparison.Ordinal).Replace("'src'", $"'{Source}'", StringComparison.Ordinal),
        }));
    }
}
