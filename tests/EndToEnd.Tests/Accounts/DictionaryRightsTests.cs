using FederationGateway.EndToEnd.Support;

namespace FederationGateway.EndToEnd.Accounts;

/// <summary>The dictionary shows a user what the user may see, tells the truth about privileges, and shows everything to CATALOG READ.</summary>
public sealed class DictionaryRightsTests(Landscape landscape)
{
    private readonly Roles _roles = new(landscape);
    private string _schema = "";
    private string _source = "";

    /// <summary>Views with rows about the test's source, table or statements; a stranger sees none of them.</summary>
    private static readonly string[] Guarded =
    [
        "SELECT * FROM remote_sources WHERE remote_source_name = 'SRC'",
        "SELECT * FROM remote_source_properties WHERE remote_source_name = 'SRC'",
        "SELECT * FROM remote_source_objects WHERE remote_source_name = 'SRC'",
        "SELECT * FROM m_remote_sources WHERE remote_source_name = 'SRC'",
        "SELECT * FROM remote_source_capabilities WHERE remote_source_name = 'SRC'",
        "SELECT * FROM m_remote_connections WHERE remote_source_name = 'SRC'",
        "SELECT * FROM virtual_tables WHERE schema_name = 'SCH'",
        "SELECT * FROM virtual_columns WHERE schema_name = 'SCH'",
        "SELECT * FROM virtual_table_properties WHERE schema_name = 'SCH'",
        "SELECT * FROM data_statistics WHERE data_source_schema_name = 'SCH'",
        "SELECT * FROM m_statements WHERE statement_string LIKE 'SELECT%marked SCH%' AND user_name = 'admin'",
        "SELECT * FROM m_remote_statements WHERE remote_source_name = 'SRC'",
        "SELECT * FROM information_schema.tables WHERE table_schema = 'SCH'",
        "SELECT * FROM information_schema.columns WHERE table_schema = 'SCH'",
        "SELECT * FROM information_schema.schemata WHERE schema_name = 'SCH'",
        "SELECT * FROM information_schema.foreign_servers WHERE foreign_server_name = 'SRC'",
        "SELECT * FROM information_schema.foreign_server_options WHERE foreign_server_name = 'SRC'",
        "SELECT * FROM information_schema.foreign_table_options WHERE foreign_table_schema = 'SCH'",
        "SELECT srvoptions FROM pg_foreign_server WHERE srvname = 'SRC' AND srvoptions IS NOT NULL",
        "SELECT ftoptions FROM pg_foreign_table t JOIN pg_class c ON c.oid = ftrelid JOIN pg_namespace n ON n.oid = relnamespace WHERE nspname = 'SCH' AND ftoptions IS NOT NULL",
        "SELECT * FROM granted_privileges WHERE schema_name = 'SCH' AND grantee <> 'PUBLIC'",
        "SELECT * FROM effective_privileges WHERE user_name = 'admin'",
    ];

    /// <summary>Values of the table: only for who may read it.</summary>
    private static readonly string[] Values =
    [
        "SELECT * FROM pg_stats WHERE schemaname = 'SCH'",
        "SELECT * FROM m_data_statistics WHERE data_source_schema_name = 'SCH'",
    ];

    [Fact]
    public async Task A_stranger_sees_nothing_and_CATALOG_READ_everything_but_values()
    {
        await MakeAsync();
        await using var admin = await landscape.OpenAsync();
        await using var stranger = await _roles.OpenAsync("stranger");
        await using var reader = await _roles.OpenAsync("reader");
        await admin.ExecuteAsync($"GRANT CATALOG READ TO {_roles["reader"]}");
        foreach (var sql in Guarded)
        {
            (await stranger.RowsAsync(Fill(sql))).ShouldBeEmpty(sql);
            (await reader.RowsAsync(Fill(sql))).ShouldNotBeEmpty(sql);
            (await admin.RowsAsync(Fill(sql))).ShouldNotBeEmpty(sql);
        }

        foreach (var sql in Values)
        {
            (await stranger.RowsAsync(Fill(sql))).ShouldBeEmpty(sql);
            (await reader.RowsAsync(Fill(sql))).ShouldBeEmpty(sql);
            (await admin.RowsAsync(Fill(sql))).ShouldNotBeEmpty(sql);
        }

        await admin.ExecuteAsync($"GRANT SELECT ON {_schema}.vt TO {_roles["reader"]}");
        foreach (var sql in Values) (await reader.RowsAsync(Fill(sql))).ShouldNotBeEmpty(sql);
    }

    [Fact]
    public async Task Statistics_tell_nothing_of_what_policies_and_masks_hide()
    {
        await MakeAsync();
        await using var admin = await landscape.OpenAsync(builder => builder.SearchPath = _schema);
        await using var reader = await _roles.OpenAsync("reader");
        await admin.ExecuteAsync($"GRANT USAGE ON SCHEMA {_schema} TO {_roles["reader"]}; GRANT SELECT ON vt TO {_roles["reader"]}");
        const string Count = "SELECT reltuples FROM pg_class WHERE oid = 'SCH.vt'::regclass";
        (await reader.RowsAsync(Fill(Count))).ShouldBe(["100"]);
        await admin.ExecuteAsync("ALTER VIRTUAL TABLE vt ADD MASK (name USING '***')");
        foreach (var sql in Values) (await reader.RowsAsync(Fill(sql))).ShouldBeEmpty(sql);
        await admin.ExecuteAsync("ALTER TABLE vt ENABLE ROW LEVEL SECURITY");
        (await reader.RowsAsync(Fill(Count))).ShouldBe(["-1"]);
        foreach (var sql in Values) (await admin.RowsAsync(Fill(sql))).ShouldNotBeEmpty(sql);
    }

    [Fact]
    public async Task A_grant_shows_what_it_is_on()
    {
        await MakeAsync();
        await using var admin = await landscape.OpenAsync();
        await using var reader = await _roles.OpenAsync("reader");
        await admin.ExecuteAsync($"GRANT USAGE ON SCHEMA {_schema} TO {_roles["reader"]}; GRANT SELECT (id) ON {_schema}.vt TO {_roles["reader"]}; GRANT ALTER ON REMOTE SOURCE {_source} TO {_roles["reader"]}");
        (await reader.RowsAsync(Fill("SELECT table_name FROM virtual_tables WHERE schema_name = 'SCH'"))).ShouldBe(["vt"]);
        (await reader.RowsAsync(Fill("SELECT column_name FROM information_schema.columns WHERE table_schema = 'SCH'"))).ShouldBe(["id"]);
        (await reader.RowsAsync(Fill("SELECT attname FROM pg_stats WHERE schemaname = 'SCH'"))).ShouldBe(["id"]);
        (await reader.RowsAsync(Fill("SELECT connection_info LIKE '%port%' FROM remote_sources WHERE remote_source_name = 'SRC'"))).ShouldBe(["t"]);
        (await reader.RowsAsync(Fill("SELECT has_table_privilege('SCH.vt', 'SELECT'), has_any_column_privilege('SCH.vt', 'SELECT'), has_column_privilege('SCH.vt', 'id', 'SELECT'), has_column_privilege('SCH.vt', 2::int2, 'SELECT')")))
            .ShouldBe(["f|t|t|f"]);
        (await reader.RowsAsync(Fill("SELECT has_schema_privilege('SCH', 'USAGE'), has_schema_privilege('SCH', 'CREATE'), has_server_privilege('SRC', 'USAGE'), has_database_privilege('gateway', 'CREATE'), has_database_privilege('gateway', 'CONNECT')")))
            .ShouldBe(["t|f|f|f|t"]);
        (await reader.RowsAsync(Fill("SELECT column_name, privilege_type, is_grantable FROM information_schema.column_privileges WHERE table_schema = 'SCH' AND grantee = current_user"))).ShouldBe(["id|SELECT|NO"]);
        (await reader.RowsAsync(Fill("SELECT object_type, object_name, column_name, privilege FROM granted_privileges WHERE grantee = current_user ORDER BY 1, 2")))
            .ShouldBe(["SCHEMA|||USAGE", $"SOURCE|{_source}||ALTER", "TABLE|vt|id|SELECT"]);
        (await admin.RowsAsync(Fill("SELECT attacl FROM pg_attribute WHERE attrelid = 'SCH.vt'::regclass AND attname = 'id'"))).ShouldBe([$"{{{_roles["reader"]}=r/admin}}"]);
        (await admin.RowsAsync(Fill("SELECT nspacl FROM pg_namespace WHERE nspname = 'SCH'"))).ShouldBe([$"{{admin=UC/admin,{_roles["reader"]}=U/admin}}"]);
    }

    [Fact]
    public async Task Of_other_sessions_one_learns_that_they_are_there()
    {
        await MakeAsync();
        await using var admin = await landscape.OpenAsync();
        await using var reader = await _roles.OpenAsync("reader");
        var asked = $"SELECT query, client_addr FROM pg_stat_activity WHERE pid = {admin.Connection.ProcessID}";
        (await reader.RowsAsync(asked)).ShouldBe(["<insufficient privilege>|"]);
        (await reader.RowsAsync("SELECT query LIKE '%itself%', client_addr IS NULL FROM pg_stat_activity WHERE pid = pg_backend_pid() /* itself */")).ShouldBe(["t|f"]);
        await admin.ExecuteAsync($"GRANT CATALOG READ TO {_roles["reader"]}");
        (await reader.RowsAsync(asked)).Single().ShouldNotContain("insufficient");
    }

    [Fact]
    public async Task Memberships_are_listed()
    {
        await MakeAsync();
        await using var admin = await landscape.OpenAsync();
        var group = _roles["group"];
        await admin.ExecuteAsync($"CREATE ROLE {group}; GRANT {group} TO {_roles["reader"]} WITH ADMIN OPTION; GRANT {group} ON REMOTE SOURCE {_source} TO {_roles["stranger"]}; GRANT LINKED DATABASE ON ALL REMOTE SOURCES TO {group}");
        await using var reader = await _roles.OpenAsync("reader");
        await using var stranger = await _roles.OpenAsync("stranger");
        (await reader.RowsAsync($"SELECT grantee, role_name, is_grantable FROM information_schema.applicable_roles")).ShouldBe([$"{_roles["reader"]}|{group}|YES"]);
        (await reader.RowsAsync("SELECT role_name FROM information_schema.enabled_roles ORDER BY 1")).ShouldBe(new[] { group, _roles["reader"] }.Order(StringComparer.Ordinal));
        (await stranger.RowsAsync("SELECT grantee, role_name, remote_source_name FROM granted_roles")).ShouldBe([$"{_roles["stranger"]}|{group}|{_source}"]);
        (await stranger.RowsAsync("SELECT object_name, privilege FROM effective_privileges WHERE user_name = current_user AND object_type = 'SOURCE'")).ShouldBe([$"{_source}|LINKED DATABASE"]);
    }

    private string Fill(string sql) => sql.Replace("SRC", _source, StringComparison.Ordinal).Replace("SCH", _schema, StringComparison.Ordinal);

    private async Task MakeAsync()
    {
        await _roles.CreateAsync("reader", "stranger");
        _source = await landscape.CreateSourceAsync("CREATE TABLE people (id int PRIMARY KEY, name text); INSERT INTO people SELECT i, 'n' FROM generate_series(1, 100) i; ANALYZE people");
        _schema = await landscape.CreateSchemaAsync();
        await using var admin = await landscape.OpenAsync(builder => builder.SearchPath = _schema);
        await admin.ExecuteAsync(
            $"""
            CREATE VIRTUAL TABLE vt AT {_source}."<NULL>".public.people WITH PROPERTY 'note' = 'x'; ALTER REMOTE SOURCE {_source} SET PROPERTY 'CAP_LIMIT' = 'false';
            ALTER REMOTE SOURCE {_source} REFRESH OBJECTS; CREATE STATISTICS ON vt (id) TYPE SIMPLE; SELECT 'marked {_schema}' FROM vt LIMIT 1
            """);
        await admin.RowsAsync($"SELECT 'marked {_schema}', * FROM vt");
    }
}
