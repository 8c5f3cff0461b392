using FederationGateway.EndToEnd.Support;
using Npgsql;

namespace FederationGateway.EndToEnd.Clients;

/// <summary>Look-ups by key whose texts differ in the key share a plan; every one gets the answer of its own key.</summary>
public sealed class LookupTests(Landscape landscape)
{
    private const string Table =
        """
        CREATE TABLE t (id bigint PRIMARY KEY, name text, code char(4) UNIQUE, day date UNIQUE);
        INSERT INTO t SELECT i, 'n' || i, 'c' || i, date '2024-01-01' + i FROM generate_series(1, 20) i;
        INSERT INTO t VALUES (5000000000, 'large', 'L', '2030-01-01'), (0, 'it''s', '', '2031-01-01')
        """;

    private string _source = "";

    [Fact]
    public async Task Every_key_has_its_own_answer_and_the_source_sees_one_statement()
    {
        await using var client = await OpenAsync();
        for (var id = 1; id <= 20; id++) (await client.RowsAsync($"SELECT name FROM t WHERE id = {id}")).ShouldBe([$"n{id}"]);
        (await client.RowsAsync(
            $"""
            SELECT count(DISTINCT remote_statement_string) FROM m_remote_statements
            WHERE connection_id = {client.Connection.ProcessID} AND remote_source_name = '{_source}' AND remote_statement_string LIKE 'SELECT%name%'
            """)).ShouldBe(["2"]);
    }

    [Fact]
    public async Task A_key_of_another_type_or_none_at_all_is_answered_as_by_itself()
    {
        await using var client = await OpenAsync();
        foreach (var (key, name) in new[] { ("1", "n1"), ("2", "n2"), ("5000000000", "large"), ("'3'", "n3"), ("'4'", "n4"), ("' 5 '", "n5"), ("0", "it's"), ("3", "n3"), ("6.0", "n6"), ("007", "n7") })
            (await client.RowsAsync($"SELECT name FROM t WHERE id = {key}")).ShouldBe([name], key);
        (await client.RowsAsync("SELECT name FROM t WHERE id = 99999999999999999999999")).ShouldBeEmpty();
        (await client.RowsAsync("SELECT name FROM t WHERE id = 21")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Strings_are_read_as_the_column_reads_them()
    {
        await using var client = await OpenAsync();
        foreach (var (key, id) in new[] { ("c1", "1"), ("c2", "2"), ("c3  ", "3"), ("", "0"), ("L", "5000000000") }) (await client.RowsAsync($"SELECT id FROM t WHERE code = '{key}'")).ShouldBe([id], key);
        foreach (var (key, id) in new[] { ("2024-01-02", "1"), ("2024-01-03", "2"), ("20240104", "3"), ("2030-01-01", "5000000000") }) (await client.RowsAsync($"SELECT id FROM t WHERE day = '{key}'")).ShouldBe([id], key);
        (await client.RowsAsync("SELECT id FROM t WHERE day = 'today'")).ShouldBeEmpty();
        (await client.RowsAsync("SELECT name FROM t WHERE id = 0 AND name = 'it''s'")).ShouldBe(["it's"]);
    }

    [Fact]
    public async Task A_wrong_key_is_refused_where_it_stands_and_the_next_one_answered()
    {
        await using var client = await OpenAsync();
        foreach (var id in new[] { 1, 2, 3 }) (await client.RowsAsync($"SELECT name FROM t WHERE id = '{id}'")).ShouldBe([$"n{id}"]);
        var failure = await Should.ThrowAsync<PostgresException>(async () => await client.RowsAsync("SELECT name FROM t WHERE id = 'x'"));
        (failure.SqlState, failure.Position).ShouldBe(("22P02", 31));
        (await client.RowsAsync("SELECT name FROM t WHERE id = '4'")).ShouldBe(["n4"]);

        failure = await Should.ThrowAsync<PostgresException>(async () => await client.RowsAsync("SELECT name FROM t WHERE day = '2024-02-30'"));
        failure.SqlState.ShouldBe("22008");
    }

    [Fact]
    public async Task What_stands_elsewhere_in_the_text_is_part_of_the_question()
    {
        await using var client = await OpenAsync();
        foreach (var limit in new[] { 1, 0, 1 }) (await client.RowsAsync($"SELECT id, {limit}, 'v{limit}' FROM t WHERE id = 3 LIMIT {limit}")).ShouldBe(limit == 0 ? [] : [$"3|{limit}|v{limit}"]);
        foreach (var other in new[] { 5, 2, 5 }) (await client.RowsAsync($"SELECT id FROM t WHERE id = 3 AND length(name) < {other}")).ShouldBe(other == 2 ? [] : ["3"]);
        foreach (var id in new[] { 1, 2 }) (await client.RowsAsync($"SELECT name FROM t WHERE id = {id} OR id = 3 ORDER BY id")).ShouldBe([$"n{id}", "n3"]);
        foreach (var id in new[] { 1, 2 }) (await client.RowsAsync($"SELECT count(*) FROM t WHERE id = {id}")).ShouldBe(["1"]);
    }

    [Fact]
    public async Task The_catalog_and_the_settings_are_followed()
    {
        await using var client = await OpenAsync();
        foreach (var id in new[] { 1, 2, 3 }) (await client.RowsAsync($"SELECT * FROM t WHERE id = {id}")).Count.ShouldBe(1);
        await client.ExecuteAsync("SET pushdown = off");
        (await client.RowsAsync("SELECT name FROM t WHERE id = 4")).ShouldBe(["n4"]);
        await client.ExecuteAsync("RESET pushdown; DROP TABLE t; CREATE TABLE t (id int PRIMARY KEY, z text); INSERT INTO t VALUES (4, 'local'), (5, 'too')");
        (await client.RowsAsync("SELECT * FROM t WHERE id = 4")).ShouldBe(["4|local"]);
        (await client.RowsAsync("SELECT * FROM t WHERE id = 5")).ShouldBe(["5|too"]);
        await client.ExecuteAsync("DROP TABLE t");
        (await Should.ThrowAsync<PostgresException>(async () => await client.RowsAsync("SELECT * FROM t WHERE id = 6"))).SqlState.ShouldBe("42P01");

        await client.ExecuteAsync("BEGIN");
        await Should.ThrowAsync<PostgresException>(async () => await client.RowsAsync("SELECT 1/0"));
        (await Should.ThrowAsync<PostgresException>(async () => await client.RowsAsync("SELECT * FROM t WHERE id = 7"))).SqlState.ShouldBe("25P02");
        await client.ExecuteAsync("ROLLBACK");
    }

    private async Task<GatewayClient> OpenAsync()
    {
        _source = await landscape.CreateSourceAsync(Table);
        var client = await landscape.OpenOwnSchemaAsync();
        await client.ExecuteAsync($"CREATE VIRTUAL TABLE t AT \"{_source}\".\"<NULL>\".\"public\".\"t\"");
        return client;
    }
}
