using FederationGateway.EndToEnd.Support;
using Npgsql;

namespace FederationGateway.EndToEnd.Accounts;

/// <summary>What is kept of a statement (its plan, a look-up's plan, what the client prepared) never outlives a right, and never answers another role.</summary>
public sealed class KeptPlanTests(Landscape landscape)
{
    private readonly Roles _roles = new(landscape);
    private string _schema = "";

    [Theory]
    [InlineData("SELECT name FROM vt WHERE id = 1")]
    [InlineData("SELECT name FROM vt")]
    [InlineData("SELECT vt.name FROM vt JOIN t ON vt.id = t.id")]
    [InlineData("SELECT name FROM v")]
    [InlineData("SELECT 'ann' FROM t")]
    public async Task A_statement_sent_again_is_refused_after_REVOKE_and_answered_after_GRANT(string sql)
    {
        await MakeAsync();
        await using var admin = await landscape.OpenAsync();
        await using var reader = await _roles.OpenAsync("reader", _schema);
        for (var round = 0; round < 3; round++)
        {
            await admin.ExecuteAsync($"GRANT SELECT ON ALL TABLES IN SCHEMA {_schema} TO {_roles["reader"]}");
            for (var i = 0; i < 3; i++) (await reader.RowsAsync(sql)).ShouldBe(["ann"]);
            await admin.ExecuteAsync($"REVOKE SELECT ON ALL TABLES IN SCHEMA {_schema} FROM {_roles["reader"]}");
            await reader.FailsAsync(sql, "42501");
        }
    }

    [Fact]
    public async Task A_look_up_of_another_key_is_refused_as_well()
    {
        await MakeAsync();
        await using var admin = await landscape.OpenAsync();
        await using var reader = await _roles.OpenAsync("reader", _schema);
        await admin.ExecuteAsync($"GRANT SELECT ON vt TO {_roles["reader"]}".Replace(" vt ", $" {_schema}.vt ", StringComparison.Ordinal));
        for (var id = 1; id <= 4; id++) await reader.RowsAsync($"SELECT name FROM vt WHERE id = {id}");
        await admin.ExecuteAsync($"REVOKE SELECT ON {_schema}.vt FROM {_roles["reader"]}");
        for (var id = 4; id <= 6; id++) await reader.FailsAsync($"SELECT name FROM vt WHERE id = {id}", "42501");
    }

    [Fact]
    public async Task A_prepared_statement_is_refused_after_REVOKE()
    {
        await MakeAsync();
        await using var admin = await landscape.OpenAsync();
        await using var reader = await _roles.OpenAsync("reader", _schema);
        await admin.ExecuteAsync($"GRANT SELECT ON ALL TABLES IN SCHEMA {_schema} TO {_roles["reader"]}; GRANT INSERT ON {_schema}.t TO {_roles["reader"]}");
        await using var query = new NpgsqlCommand("SELECT name FROM vt WHERE id = $1", reader.Connection) { Parameters = { new() { Value = 1 } } };
        await using var write = new NpgsqlCommand("INSERT INTO t VALUES ($1)", reader.Connection) { Parameters = { new() { Value = 7 } } };
        await query.PrepareAsync();
        await write.PrepareAsync();
        await reader.ExecuteAsync("PREPARE named AS SELECT name FROM v");
        (await query.ExecuteScalarAsync()).ShouldBe("ann");
        (await write.ExecuteNonQueryAsync()).ShouldBe(1);
        (await reader.RowsAsync("EXECUTE named")).ShouldBe(["ann"]);
        await admin.ExecuteAsync($"REVOKE ALL ON ALL TABLES IN SCHEMA {_schema} FROM {_roles["reader"]}");
        (await Should.ThrowAsync<PostgresException>(query.ExecuteScalarAsync())).SqlState.ShouldBe("42501");
        (await Should.ThrowAsync<PostgresException>(write.ExecuteNonQueryAsync())).SqlState.ShouldBe("42501");
        await reader.FailsAsync("EXECUTE named", "42501");
        await reader.FailsAsync("BEGIN; DECLARE c CURSOR FOR SELECT name FROM v; FETCH c", "42501");
    }

    [Fact]
    public async Task One_session_asks_as_several_roles()
    {
        await MakeAsync();
        await using var admin = await landscape.OpenAsync(builder => builder.SearchPath = _schema);
        await admin.ExecuteAsync($"GRANT SELECT ON {_schema}.vt TO {_roles["reader"]}; PREPARE who AS SELECT current_user");
        foreach (var sql in new[] { "SELECT name FROM vt", "SELECT name FROM vt WHERE id = 1" })
        {
            for (var round = 0; round < 3; round++)
            {
                (await admin.RowsAsync(sql)).ShouldBe(["ann"]);
                await admin.ExecuteAsync($"SET ROLE {_roles["stranger"]}");
                await admin.FailsAsync(sql, "42501");
                (await admin.RowsAsync("EXECUTE who")).ShouldBe([_roles["stranger"]]);
                await admin.ExecuteAsync($"SET SESSION AUTHORIZATION {_roles["reader"]}");
                (await admin.RowsAsync(sql)).ShouldBe(["ann"]);
                (await admin.RowsAsync("EXECUTE who")).ShouldBe([_roles["reader"]]);
                await admin.ExecuteAsync("RESET SESSION AUTHORIZATION");
            }
        }
    }

    private async Task MakeAsync()
    {
        await _roles.CreateAsync("reader", "stranger");
        var source = await landscape.CreateSourceAsync("CREATE TABLE people (id int PRIMARY KEY, name text); INSERT INTO people VALUES (1, 'ann')");
        _schema = await landscape.CreateSchemaAsync();
        await using var admin = await landscape.OpenAsync(builder => builder.SearchPath = _schema);
        await admin.ExecuteAsync(
            $"""
            CREATE TABLE t (id int); INSERT INTO t VALUES (1); CREATE VIRTUAL TABLE vt AT {source}."<NULL>".public.people; CREATE VIEW v AS SELECT name FROM vt;
            GRANT USAGE ON SCHEMA {_schema} TO {_roles["reader"]}, {_roles["stranger"]}
            """);
    }
}
