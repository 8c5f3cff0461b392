using FederationGateway.EndToEnd.Support;

namespace FederationGateway.EndToEnd.Accounts;

/// <summary>Users' own credentials at a source: who is asked as whom there.</summary>
public sealed class CredentialTests(Landscape landscape)
{
    private const string Secret = "Ibex-Marble-5513";
    private readonly Roles _roles = new(landscape);
    private string _schema = "";
    private string _source = "";

    [Fact]
    public async Task A_user_is_at_the_source_who_their_credential_says_and_others_who_the_sources_says()
    {
        await MakeAsync();
        await using var admin = await landscape.OpenAsync();
        await using var anna = await _roles.OpenAsync("anna", _schema);
        await using var bert = await _roles.OpenAsync("bert", _schema);
        (await anna.RowsAsync("SELECT who FROM whoami")).ShouldBe([Landscape.SourceUser]);
        await anna.ExecuteAsync(Create("anna", "remote_anna"));
        for (var i = 0; i < 4; i++)
        {
            (await anna.RowsAsync("SELECT who FROM whoami")).ShouldBe([Remote("anna")]);
            (await bert.RowsAsync("SELECT who FROM whoami")).ShouldBe([Landscape.SourceUser]);
            (await anna.RowsAsync("SELECT who FROM whoami WHERE id = 1")).ShouldBe([Remote("anna")]);
            (await bert.RowsAsync("SELECT who FROM whoami WHERE id = 1")).ShouldBe([Landscape.SourceUser]);
        }

        await admin.ExecuteAsync($"CREATE USER MAPPING FOR {_roles["bert"]} SERVER {_source} OPTIONS (user '{Remote("bert")}', password '{Secret}')");
        (await bert.RowsAsync("SELECT who FROM whoami")).ShouldBe([Remote("bert")]);
        await admin.ExecuteAsync($"DROP CREDENTIAL FOR USER {_roles["bert"]} COMPONENT 'SAPHANAFEDERATION' PURPOSE '{_source}' TYPE 'PASSWORD'");
        (await bert.RowsAsync("SELECT who FROM whoami")).ShouldBe([Landscape.SourceUser]);
    }

    [Fact]
    public async Task Without_any_credential_there_is_an_error()
    {
        await MakeAsync();
        await using var admin = await landscape.OpenAsync();
        await using var anna = await _roles.OpenAsync("anna", _schema);
        await using var bert = await _roles.OpenAsync("bert", _schema);
        await anna.ExecuteAsync(Create("anna", "anna"));
        await admin.ExecuteAsync($"ALTER REMOTE SOURCE {_source} DROP CREDENTIAL TYPE 'PASSWORD'");
        (await anna.RowsAsync("SELECT who FROM whoami")).ShouldBe([Remote("anna")]);
        (await bert.FailsAsync("SELECT who FROM whoami", "28000")).MessageText.ShouldBe($"no credential for user \"{_roles["bert"]}\" on remote source \"{_source}\"");
        await bert.FailsAsync("SELECT who FROM whoami WHERE id = 1", "28000");
        await admin.ExecuteAsync($"CREATE CREDENTIAL FOR COMPONENT 'SAPHANAFEDERATION' PURPOSE '{_source}' TYPE 'PASSWORD' USING 'user={Landscape.SourceUser};password={Landscape.SourcePassword}'");
        (await bert.RowsAsync("SELECT who FROM whoami")).ShouldBe([Landscape.SourceUser]);
    }

    [Fact]
    public async Task A_session_that_changes_its_role_is_another_at_the_source_also_in_a_transaction()
    {
        await MakeAsync();
        await using var admin = await landscape.OpenAsync(builder => builder.SearchPath = _schema);
        await admin.ExecuteAsync(Create("anna", "anna"));
        await admin.ExecuteAsync(Create("bert", "bert"));
        await admin.ExecuteAsync("BEGIN");
        foreach (var (role, who) in new[] { ("anna", Remote("anna")), ("bert", Remote("bert")), ("anna", Remote("anna")) })
        {
            await admin.ExecuteAsync($"SET ROLE {_roles[role]}");
            (await admin.RowsAsync("SELECT who FROM whoami")).ShouldBe([who]);
        }

        await admin.ExecuteAsync("RESET ROLE");
        (await admin.RowsAsync("SELECT who FROM whoami")).ShouldBe([Landscape.SourceUser]);
        await admin.ExecuteAsync("COMMIT");
        await admin.ExecuteAsync($"CREATE VIEW v AS SELECT who FROM whoami; GRANT SELECT ON v TO {_roles["anna"]}");
        await using var anna = await _roles.OpenAsync("anna", _schema);
        (await anna.RowsAsync("SELECT who FROM v")).ShouldBe([Remote("anna")]);
    }

    [Fact]
    public async Task Credentials_are_ones_own_or_CREDENTIAL_ADMINs_and_shown_to_nobody()
    {
        await MakeAsync();
        await using var admin = await landscape.OpenAsync();
        await using var anna = await _roles.OpenAsync("anna", _schema);
        await using var bert = await _roles.OpenAsync("bert", _schema);
        await bert.FailsAsync(Create("anna", "anna"), "42501");
        await bert.FailsAsync($"CREATE USER MAPPING FOR public SERVER {_source} OPTIONS (user 'x', password 'y')", "42501");
        await anna.ExecuteAsync(Create("anna", "anna"));
        await anna.FailsAsync(Create("anna", "anna"), "42710");
        await bert.FailsAsync($"ALTER USER MAPPING FOR {_roles["bert"]} SERVER {_source} OPTIONS (SET password 'x')", "42704");
        await bert.FailsAsync($"DROP USER MAPPING FOR {_roles["anna"]} SERVER {_source}", "42501");
        (await bert.RowsAsync("SELECT * FROM credentials")).ShouldBeEmpty();
        (await anna.RowsAsync("SELECT * FROM credentials")).ShouldBe([$"{_roles["anna"]}|SAPHANAFEDERATION|{_source}|PASSWORD"]);
        await admin.ExecuteAsync($"GRANT CREDENTIAL ADMIN TO {_roles["bert"]}");
        (await bert.RowsAsync($"SELECT user_name FROM credentials WHERE purpose = '{_source}' ORDER BY 1 NULLS LAST")).ShouldBe([_roles["anna"], ""]);
        await bert.ExecuteAsync($"ALTER USER MAPPING FOR {_roles["anna"]} SERVER {_source} OPTIONS (SET password 'wrong')");
        await anna.FailsAsync("SELECT who FROM whoami", "HV00N");
        await bert.ExecuteAsync($"ALTER USER MAPPING FOR {_roles["anna"]} SERVER {_source} OPTIONS (SET password '{Secret}')");
        (await anna.RowsAsync("SELECT who FROM whoami")).ShouldBe([Remote("anna")]);
        foreach (var view in new[] { "m_statements", "m_remote_statements", "credentials", "pg_user_mappings", "pg_user_mapping", "m_unsupported_statements" })
            (await admin.TextAsync($"SELECT * FROM {view}")).ShouldNotContain(Secret);
        (await admin.RowsAsync($"SELECT usename FROM pg_user_mappings WHERE srvname = '{_source}' ORDER BY 1")).ShouldBe(new[] { _roles["anna"], "public" }.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Nobody_can_send_a_credential_to_another_server()
    {
        await MakeAsync();
        await using var admin = await landscape.OpenAsync();
        await using var anna = await _roles.OpenAsync("anna", _schema);
        await using var bert = await _roles.OpenAsync("bert", _schema);
        await anna.ExecuteAsync(Create("anna", "anna"));
        await admin.ExecuteAsync($"GRANT ALTER ON REMOTE SOURCE {_source} TO {_roles["bert"]}");
        await bert.FailsAsync($"ALTER REMOTE SOURCE {_source} CONFIGURATION 'host=127.0.0.1;port={landscape.Cluster.Port};database=postgres'", "42501");
        await admin.ExecuteAsync($"ALTER REMOTE SOURCE {_source} CONFIGURATION 'host=localhost;port={landscape.Cluster.Port};database={_source}'");
        (await admin.RowsAsync($"SELECT user_name FROM credentials WHERE purpose = '{_source}'")).ShouldBe([""]);
        (await anna.RowsAsync("SELECT who FROM whoami")).ShouldBe([Landscape.SourceUser]);
    }

    private string Remote(string name) => $"remote_{name}_{_source}";

    private string Create(string role, string remote) =>
        $"CREATE CREDENTIAL FOR USER {_roles[role]} COMPONENT 'SAPHANAFEDERATION' PURPOSE '{_source}' TYPE 'PASSWORD' USING 'user={Remote(remote.Replace("remote_", "", StringComparison.Ordinal))};password={Secret}'";

    private async Task MakeAsync()
    {
        await _roles.CreateAsync("anna", "bert");
        _source = await landscape.CreateSourceAsync("CREATE VIEW whoami AS SELECT 1 AS id, current_user::text AS who");
        foreach (var name in new[] { "anna", "bert" })
            await landscape.Cluster.ExecuteAsync($"CREATE ROLE {Remote(name)} LOGIN PASSWORD '{Secret}'; GRANT SELECT ON whoami TO {Remote(name)}", _source);
        _schema = await landscape.CreateSchemaAsync();
        await using var admin = await landscape.OpenAsync(builder => builder.SearchPath = _schema);
        await admin.ExecuteAsync(
            $"""
            CREATE VIRTUAL TABLE whoami AT {_source}."<NULL>".public.whoami;
            GRANT USAGE ON SCHEMA {_schema} TO {_roles["anna"]}, {_roles["bert"]}; GRANT SELECT ON whoami TO {_roles["anna"]}, {_roles["bert"]}
            """);
    }
}
