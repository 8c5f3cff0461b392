using FederationGateway.EndToEnd.Support;
using FederationGateway.Support.Servers;
using Npgsql;

namespace FederationGateway.EndToEnd.Accounts;

/// <summary>Accounts: who may log in, who may make and change whom, who a session is.</summary>
public sealed class RoleTests(Landscape landscape)
{
    private readonly Roles _roles = new(landscape);

    [Fact]
    public async Task An_account_logs_in_with_its_password_while_it_is_valid()
    {
        await _roles.CreateAsync("user");
        await using var admin = await landscape.OpenAsync();
        await using (var user = await _roles.OpenAsync("user")) (await user.TextAsync("SELECT current_user, session_user, current_setting('is_superuser')")).ShouldBe($"{_roles["user"]}|{_roles["user"]}|off");
        await RefusedAsync("28P01", password: "wrong");
        await admin.ExecuteAsync($"ALTER USER {_roles["user"]} PASSWORD \"Other-1\"");
        await RefusedAsync("28P01");
        await AcceptedAsync("Other-1");
        await admin.ExecuteAsync($"ALTER USER {_roles["user"]} VALID UNTIL '2001-01-01'");
        await RefusedAsync("28P01", "Other-1");
        await admin.ExecuteAsync($"ALTER USER {_roles["user"]} VALID UNTIL 'infinity' NOLOGIN");
        await RefusedAsync("28000", "Other-1");
        await admin.ExecuteAsync($"ALTER USER {_roles["user"]} LOGIN PASSWORD NULL");
        await RefusedAsync("28P01", "Other-1");
        await admin.ExecuteAsync($"ALTER USER {_roles["user"]} PASSWORD 'Third-1' CONNECTION LIMIT 1");
        await using var only = await landscape.OpenAsync(builder => (builder.Username, builder.Password) = (_roles["user"], "Third-1"));
        await RefusedAsync("53300", "Third-1");
        await only.ExecuteAsync($"ALTER ROLE {_roles["user"]} PASSWORD 'Fourth-1'");
        await RefusedAsync("28P01", "Third-1");
    }

    [Fact]
    public async Task A_verifier_made_elsewhere_is_kept_as_it_is()
    {
        await using var admin = await landscape.OpenAsync();
        await admin.ExecuteAsync($"CREATE ROLE {_roles["dumped"]} LOGIN");
        var made = PgWire.Auth.ScramCredential.Create("Seen-nowhere-1").ToString();
        await admin.ExecuteAsync($"ALTER ROLE {_roles["dumped"]} ENCRYPTED PASSWORD '{made}'");
        await AcceptedAsync("Seen-nowhere-1", "dumped");
    }

    [Fact]
    public async Task A_password_is_seen_nowhere()
    {
        const string Secret = "Gnu-Pebble-4471";
        await using var gateway = await GatewayServer.StartAsync();
        await using var admin = await GatewayClient.OpenAsync(gateway);
        await admin.ExecuteAsync($"CREATE USER one PASSWORD '{Secret}'");
        await admin.ExecuteAsync($"ALTER USER one PASSWORD \"{Secret}\" VALID UNTIL '2040-01-01'");
        List<string> seen = [];
        foreach (var sql in new[] { $"CREATE USER one PASSWORD '{Secret}'", $"ALTER USER none_such PASSWORD '{Secret}'", $"CREATE USER two PASSWORD '{Secret}' NONSENSE", $"CREATE USER two PASSWORD '{Secret}' PASSWORD '{Secret}'" })
        {
            var error = await Should.ThrowAsync<PostgresException>(() => admin.RowsAsync(sql));
            seen.Add($"{error.MessageText} {error.Detail} {error.Hint} {error.Where}");
        }

        foreach (var view in await admin.RowsAsync("SELECT quote_ident(table_schema) || '.' || quote_ident(table_name) FROM information_schema.tables WHERE table_schema IN ('SYS', 'pg_catalog', 'information_schema')"))
            seen.Add($"{view}: {await admin.TextAsync($"SELECT * FROM {view}")}");
        await gateway.StopAsync();
        seen.Add(gateway.Log);
        seen.ShouldAllBe(text => !text.Contains(Secret, StringComparison.Ordinal) && !text.Contains("SCRAM-SHA-256$", StringComparison.Ordinal));
    }

    [Fact]
    public async Task CREATEROLE_makes_and_changes_its_own_but_gives_nothing_it_does_not_have()
    {
        await _roles.CreateAsync("maker", "other");
        await using var admin = await landscape.OpenAsync();
        await admin.ExecuteAsync($"ALTER ROLE {_roles["maker"]} CREATEROLE");
        await using var maker = await _roles.OpenAsync("maker");
        await maker.ExecuteAsync($"CREATE ROLE {_roles["made"]} LOGIN PASSWORD 'x'; ALTER ROLE {_roles["made"]} PASSWORD 'y' CONNECTION LIMIT 3; GRANT {_roles["made"]} TO {_roles["other"]}");
        foreach (var sql in new[]
        {
            $"CREATE ROLE {_roles["bad"]} SUPERUSER", $"ALTER ROLE {_roles["made"]} SUPERUSER", $"ALTER ROLE {_roles["made"]} BYPASSRLS", $"ALTER ROLE {_roles["other"]} PASSWORD 'stolen'",
            "ALTER ROLE admin PASSWORD 'stolen'", $"GRANT admin TO {_roles["maker"]}", $"GRANT {_roles["other"]} TO {_roles["maker"]}", $"DROP ROLE {_roles["other"]}", "DROP ROLE admin",
            $"CREATE ROLE {_roles["bad"]} IN ROLE admin", $"CREATE ROLE {_roles["bad"]} IN ROLE {_roles["other"]}", $"ALTER ROLE {_roles["other"]} RENAME TO {_roles["bad"]}",
            $"ALTER ROLE {_roles["other"]} SET search_path = x", $"ALTER ROLE {_roles["maker"]} SUPERUSER", $"SET ROLE {_roles["other"]}", "SET SESSION AUTHORIZATION admin", "SET ROLE admin",
            "SELECT set_config('role', 'admin', false)", "SELECT set_config('session_authorization', 'admin', false)", $"ALTER ROLE {_roles["maker"]} SET max_concurrent_statements = 100",
        })
        {
            await maker.FailsAsync(sql, "42501");
        }

        await using var other = await _roles.OpenAsync("other");
        foreach (var sql in new[] { $"CREATE ROLE {_roles["bad"]}", $"ALTER ROLE {_roles["made"]} PASSWORD 'x'", $"DROP ROLE {_roles["made"]}", $"GRANT {_roles["made"]} TO {_roles["maker"]}", $"ALTER ROLE {_roles["other"]} CREATEROLE" })
            await other.FailsAsync(sql, "42501");
        await other.ExecuteAsync($"SET ROLE {_roles["made"]}");
        await maker.ExecuteAsync($"DROP ROLE {_roles["made"]}");
        await other.FailsAsync("SELECT 1", "28000");
    }

    [Fact]
    public async Task The_last_administrator_stays()
    {
        await using var gateway = await GatewayServer.StartAsync();
        await using var admin = await GatewayClient.OpenAsync(gateway);
        await admin.FailsAsync("DROP ROLE admin", "55006");
        await admin.FailsAsync("ALTER ROLE admin NOSUPERUSER", "55000");
        await admin.FailsAsync("ALTER ROLE admin NOLOGIN", "55000");
        await admin.ExecuteAsync("CREATE ROLE second SUPERUSER LOGIN PASSWORD 'x'; ALTER ROLE admin NOSUPERUSER");
        await admin.FailsAsync("CREATE ROLE third", "42501");
    }

    [Fact]
    public async Task A_session_takes_on_roles_and_returns_with_its_transaction()
    {
        await _roles.CreateAsync("user");
        await using var admin = await landscape.OpenAsync();
        var (user, group, far) = (_roles["user"], _roles["group"], _roles["far"]);
        await admin.ExecuteAsync($"CREATE ROLE {group} NOINHERIT; CREATE ROLE {far}; GRANT {group} TO {user}; GRANT {far} TO {group}");
        await using var client = await _roles.OpenAsync("user");
        (await client.TextAsync($"SELECT pg_has_role('{group}', 'USAGE'), pg_has_role('{far}', 'USAGE'), pg_has_role('{far}', 'MEMBER'), pg_has_role('{far}', 'SET')")).ShouldBe("t|f|t|t");
        await client.ExecuteAsync($"BEGIN; SET ROLE {far}");
        (await client.TextAsync("SELECT current_user, session_user, current_role")).ShouldBe($"{far}|{user}|{far}");
        await client.ExecuteAsync("ROLLBACK");
        (await client.TextAsync("SELECT current_user")).ShouldBe(user);
        await client.ExecuteAsync($"BEGIN; SET LOCAL ROLE {far}; COMMIT");
        (await client.TextAsync("SELECT current_user")).ShouldBe(user);
        await client.ExecuteAsync($"SET ROLE {far}; RESET ALL");
        (await client.TextAsync("SHOW role")).ShouldBe(far);
        await client.ExecuteAsync("DISCARD ALL");
        (await client.TextAsync("SHOW role")).ShouldBe("none");
        await client.FailsAsync("SET ROLE nobody_at_all", "22023");
        await client.ExecuteAsync($"SET ROLE {group}");
        await admin.ExecuteAsync($"ALTER ROLE {group} RENAME TO {group}_2");
        (await client.TextAsync("SELECT current_user")).ShouldBe($"{group}_2");
    }

    [Fact]
    public async Task A_role_says_what_its_sessions_start_with_and_how_many_statements_they_run()
    {
        await _roles.CreateAsync("user");
        await using var admin = await landscape.OpenAsync();
        await admin.ExecuteAsync($"ALTER ROLE {_roles["user"]} SET statement_timeout = '5min'; ALTER ROLE {_roles["user"]} SET max_concurrent_statements = 1");
        await admin.FailsAsync($"ALTER ROLE {_roles["user"]} SET no_such_setting = 1", "42704");
        await admin.FailsAsync($"ALTER ROLE {_roles["user"]} SET statement_timeout = 'soon'", "22023");
        await using var client = await _roles.OpenAsync("user");
        (await client.TextAsync("SHOW statement_timeout")).ShouldBe("5min");
        await client.ExecuteAsync("SET statement_timeout = '1min'; RESET statement_timeout");
        (await client.TextAsync("SHOW statement_timeout")).ShouldBe("5min");
        await client.FailsAsync("SET max_concurrent_statements = 9", "55P02");
        await client.ExecuteAsync("BEGIN; DECLARE c CURSOR FOR SELECT * FROM generate_series(1, 1000000)");
        await client.RowsAsync("FETCH c");
        await using var second = await _roles.OpenAsync("user");
        await using var third = await _roles.OpenAsync("user");
        (await second.FailsAsync("SELECT * FROM generate_series(1, 3)", "53400")).MessageText.ShouldContain(_roles["user"]);
        await client.ExecuteAsync("CLOSE c; COMMIT");
        (await third.RowsAsync("SELECT * FROM generate_series(1, 2)")).ShouldBe(["1", "2"]);
    }

    [Fact]
    public async Task A_role_that_owns_or_was_granted_something_stays_until_that_is_gone()
    {
        await _roles.CreateAsync("user");
        await using var admin = await landscape.OpenOwnSchemaAsync();
        var user = _roles["user"];
        await admin.ExecuteAsync($"CREATE TABLE t (a int); CREATE TABLE mine (a int); ALTER TABLE mine OWNER TO {user}; GRANT SELECT ON t TO {user}");
        var error = await admin.FailsAsync($"DROP ROLE {user}", "2BP01");
        error.Detail!.Split('\n').ShouldBe([$"owner of table {admin.Schema}.mine", $"privileges for table {admin.Schema}.t"]);
        await admin.ExecuteAsync($"REASSIGN OWNED BY {user} TO admin");
        await admin.FailsAsync($"DROP ROLE {user}", "2BP01");
        await admin.ExecuteAsync($"DROP OWNED BY {user}; DROP ROLE {user}");
        (await admin.RowsAsync("SELECT count(*) FROM mine")).ShouldBe(["0"]);
    }

    private async Task AcceptedAsync(string password, string role = "user")
    {
        await using var client = await landscape.OpenAsync(builder => (builder.Username, builder.Password) = (_roles[role], password));
    }

    private async Task RefusedAsync(string sqlState, string? password = null)
    {
        var error = await Should.ThrowAsync<PostgresException>(() => landscape.OpenAsync(builder => (builder.Username, builder.Password) = (_roles["user"], password ?? _roles.PasswordOf("user"))));
        error.SqlState.ShouldBe(sqlState);
    }
}
