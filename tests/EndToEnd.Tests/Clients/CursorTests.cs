using FederationGateway.EndToEnd.Support;
using FederationGateway.Support.Servers;
using Npgsql;

namespace FederationGateway.EndToEnd.Clients;

/// <summary>Cursors of SQL: what they hold on to, how they end, and a client that reads everything through them.</summary>
public sealed class CursorTests(Landscape landscape)
{
    private const string Many = "CREATE TABLE many (id int PRIMARY KEY, pad text); INSERT INTO many SELECT i, repeat('x', 200) FROM generate_series(1, 200000) i";

    [Fact]
    public async Task A_cursor_reads_on_while_other_statements_run_and_gives_its_connection_back()
    {
        await using var client = await landscape.OpenOwnSchemaAsync();
        var source = await landscape.CreateSourceAsync(Many);
        await client.ExecuteAsync($"CREATE VIRTUAL TABLE many AT \"{source}\".\"<NULL>\".\"public\".\"many\"; CREATE TABLE copy (id int)");
        await client.ExecuteAsync("BEGIN; DECLARE c CURSOR FOR SELECT id FROM many ORDER BY id");
        for (var i = 0; i < 5; i++)
        {
            (await client.RowsAsync("FETCH 2 c")).ShouldBe([$"{(i * 2) + 1}", $"{(i * 2) + 2}"]);
            await client.ExecuteAsync($"INSERT INTO copy SELECT id FROM many WHERE id = {i}");
        }

        (await client.RowsAsync("SELECT count(*) FROM copy")).ShouldBe(["4"]);
        (await client.RowsAsync("FETCH ALL c")).Count.ShouldBe(199_990);
        await client.ExecuteAsync("COMMIT");
        (await client.RowsAsync($"SELECT count(*) FROM m_statements WHERE connection_id = {client.Connection.ProcessID} AND statement_string LIKE 'DECLARE%' AND statement_status = 'ACTIVE'")).ShouldBe(["0"]);
    }

    [Fact]
    public async Task A_cursor_over_local_rows_is_held_with_what_its_transaction_changed()
    {
        await using var client = await landscape.OpenOwnSchemaAsync();
        await client.ExecuteAsync("CREATE TABLE t (id int); INSERT INTO t SELECT * FROM generate_series(1, 10000)");
        await client.ExecuteAsync("BEGIN; INSERT INTO t VALUES (0); DECLARE h CURSOR WITH HOLD FOR SELECT id FROM t ORDER BY id");
        (await client.RowsAsync("FETCH 2 h")).ShouldBe(["0", "1"]);
        await client.ExecuteAsync("DELETE FROM t WHERE id > 5; COMMIT; DROP TABLE t");
        (await client.RowsAsync("FETCH ALL h")).Count.ShouldBe(9999);
        await client.ExecuteAsync("CLOSE h");
    }

    [Fact]
    public async Task A_fetch_that_takes_too_long_ends_the_cursor_and_leaves_the_session_usable()
    {
        await using var client = await landscape.OpenOwnSchemaAsync();
        var source = await landscape.CreateSourceAsync("CREATE VIEW slow AS SELECT i, pg_sleep(CASE WHEN i > 1000 THEN 0.2 ELSE 0 END)::text AS s FROM generate_series(1, 5000) i");
        await client.ExecuteAsync($"CREATE VIRTUAL TABLE slow AT \"{source}\".\"<NULL>\".\"public\".\"slow\"");
        await client.ExecuteAsync("DECLARE h CURSOR WITH HOLD FOR SELECT i, s FROM slow");
        await client.ExecuteAsync("SET statement_timeout = 700");
        (await Should.ThrowAsync<PostgresException>(async () => await client.RowsAsync("FETCH ALL h"))).SqlState.ShouldBe("57014");
        (await Should.ThrowAsync<PostgresException>(async () => await client.RowsAsync("FETCH 1 h"))).SqlState.ShouldBe("55000");
        await client.ExecuteAsync("CLOSE h; RESET statement_timeout");
        (await client.RowsAsync("SELECT 1")).ShouldBe(["1"]);
    }

    [Fact]
    public async Task Parameters_go_into_the_cursors_query()
    {
        await using var client = await landscape.OpenAsync();
        await client.ExecuteAsync("BEGIN");
        await using (var declare = new NpgsqlCommand("DECLARE c CURSOR FOR SELECT id FROM crm.customers WHERE id > $1 ORDER BY id", client.Connection) { Parameters = { new() { Value = 1 } } })
            await declare.ExecuteNonQueryAsync();
        (await client.RowsAsync("FETCH 1 c")).ShouldBe(["2"]);
        await client.ExecuteAsync("ROLLBACK");
    }

    [Fact]
    public async Task Postgres_fdw_reads_the_gateway()
    {
        await using var client = await landscape.OpenOwnSchemaAsync();
        await client.ExecuteAsync("CREATE TABLE t (id int, name text, n numeric(10,2)); INSERT INTO t SELECT i, 'n' || i, i / 4.0 FROM generate_series(1, 1000) i");
        var database = await landscape.Cluster.CreateDatabaseAsync($"fdw_{Guid.NewGuid():N}"[..16]);
        var gateway = landscape.Gateway;
        await landscape.Cluster.ExecuteAsync(
            $"""
            CREATE EXTENSION postgres_fdw;
            CREATE SERVER gateway FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '127.0.0.1', port '{gateway.Port}', dbname 'gateway', fetch_size '100');
            CREATE USER MAPPING FOR CURRENT_USER SERVER gateway OPTIONS (user '{GatewayServer.Administrator}', password '{GatewayServer.Password}');
            IMPORT FOREIGN SCHEMA {client.Schema} FROM SERVER gateway INTO public
            """,
            database);
        (await landscape.Cluster.QueryValueAsync("SELECT count(*) || ' ' || sum(n) || ' ' || min(name) FROM t WHERE id > 250 AND lower(name) <> 'n251'", database)).ShouldBe("749 117218.50 n1000");
        (await landscape.Cluster.QueryValueAsync("SELECT string_agg(name, ',' ORDER BY id) FROM (SELECT * FROM t ORDER BY id DESC LIMIT 3) x", database)).ShouldBe("n998,n999,n1000");
    }
}
