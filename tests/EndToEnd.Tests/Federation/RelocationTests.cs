using System.Globalization;
using FederationGateway.EndToEnd.Support;
using Npgsql;

namespace FederationGateway.EndToEnd.Federation;

/// <summary><c>SET remainder_engine</c>: rows of other places go to a source and are joined there; the answer is the same, and nothing stays behind.</summary>
public sealed class RelocationTests(Landscape landscape)
{
    private const string Large =
        "CREATE TABLE facts AS SELECT i AS id, i % 1000 AS k, 'group ' || i % 7 AS g, (i * 0.01)::numeric(12, 2) AS v FROM generate_series(1, 20000) i; ANALYZE";

    private const string Small =
        "CREATE TABLE dim AS SELECT i AS k, 'name ' || i AS name FROM generate_series(1, 300) i; ANALYZE";

    private const string Values = """
        CREATE TABLE odd (k int, b boolean, i2 int2, i8 int8, r float4, d float8, n numeric(38, 10), x numeric, t text, v varchar(10), c char(5), y bytea, u uuid, day date, at time, ts timestamp, tz timestamptz);
        INSERT INTO odd VALUES
        (1, true, -32768, -9223372036854775808, '-0.0', '-0.0', -1234567890123456789012345678.0123456789, 'NaN', '', 'a  ', 'a ', '\x00ff', '00000000-0000-0000-0000-000000000000', '-infinity', '00:00', '-infinity', '-infinity'),
        (2, false, 32767, 9223372036854775807, 'NaN', 'NaN', 0.0000000001, '-Infinity', E'line\nβreak \\ "q" ''s''', 'ÄÖ', '', '', 'ffffffff-ffff-ffff-ffff-ffffffffffff', 'infinity', '24:00', 'infinity', 'infinity'),
        (3, null, 0, 0, 'infinity', '-infinity', 0, 123456789012345678901234567890.000000000001230000, '🦓', null, null, null, null, '4000-01-01 BC', '12:34:56.789012', '4000-01-01 00:00:00.000001 BC', '294246-01-01 00:00:00+00'),
        (4, null, null, null, '1e-45', '5e-324', 10000, 0.0000, 'trailing  ', 'x', 'äöü', '\x', null, '2000-01-01', '00:00:00.000001', '1999-12-31 23:59:59.999999', '1970-01-01 00:00+00'),
        (5, null, null, null, null, null, 9999.9999, -100.10, null, null, null, null, null, null, null, null, null),
        (6, null, null, null, null, null, -0.5, 10000.0001, null, null, null, null, null, null, null, null, null);
        ANALYZE
        """;

    public static TheoryData<string> Statements =>
    [
        "SELECT g, count(*), sum(v), max(name) FROM {a}.facts f JOIN {b}.dim d ON d.k = f.k GROUP BY g ORDER BY g",
        "SELECT d.name, count(f.id) FROM {b}.dim d LEFT JOIN {a}.facts f ON d.k = f.k AND f.id < 500 GROUP BY d.name ORDER BY 2 DESC, 1 LIMIT 20",
        "SELECT count(*), min(id) FROM {a}.facts WHERE k IN (SELECT k FROM {b}.dim WHERE name LIKE '%9')",
        "SELECT count(*), min(id) FROM {a}.facts f WHERE NOT EXISTS (SELECT 1 FROM {b}.dim d WHERE d.k = f.k)",
        "SELECT initcap(g), n FROM (SELECT g, count(DISTINCT name) AS n FROM {a}.facts JOIN {b}.dim USING (k) GROUP BY g) s ORDER BY 1",
        "WITH w AS (SELECT f.k, name FROM {a}.facts f JOIN {b}.dim d USING (k) WHERE id < 2000) SELECT x.k, count(*) FROM w x JOIN w y USING (name) GROUP BY x.k ORDER BY 1 LIMIT 5",
        "SELECT f.id, d.name, x.k FROM {a}.facts f JOIN {b}.dim d USING (k), (VALUES (1), (2)) x(k) WHERE f.id < 5 ORDER BY 1, 3",
        "SELECT k FROM {a}.facts EXCEPT SELECT k FROM {b}.dim ORDER BY 1 LIMIT 5",
        "SELECT id FROM {a}.facts WHERE v > (SELECT 190 + count(*) / 100.0 FROM {b}.dim) ORDER BY id LIMIT 3",
        "SELECT name, rank() OVER (PARTITION BY g ORDER BY name DESC) FROM {a}.facts JOIN {b}.dim USING (k) WHERE id < 50 ORDER BY 1, 2",
    ];

    [Theory, MemberData(nameof(Statements))]
    public async Task The_named_source_joins_and_the_answer_is_the_same(string statement)
    {
        var (a, b) = (await landscape.CreateSourceAsync(Large), await landscape.CreateSourceAsync(Small));
        var sql = statement.Replace("{a}", $"\"{a}\".public", StringComparison.Ordinal).Replace("{b}", $"\"{b}\".public", StringComparison.Ordinal);
        await using var client = await landscape.OpenAsync();
        await client.ExecuteAsync("SET remainder_engine = local");
        var expected = await client.RowsAsync(sql);
        (await client.TextAsync($"EXPLAIN {sql}")).ShouldNotContain("Upload fedgw");

        await client.ExecuteAsync($"SET remainder_engine = \"{a}\"");

        (await client.TextAsync($"EXPLAIN {sql}")).ShouldContain("Upload fedgw_upload_");
        (await client.RowsAsync(sql)).ShouldBe(expected);
        (await client.TextAsync($"EXPLAIN ANALYZE {sql}")).ShouldContain("uploaded rows: ");
        client.Notices.ShouldBeEmpty();
        await NothingIsLeftAsync(a);
    }

    [Fact]
    public async Task Every_value_arrives_as_it_is()
    {
        var (a, b) = (await landscape.CreateSourceAsync(Large), await landscape.CreateSourceAsync(Values));
        var sql = $"SELECT o.*, char_length(o.c), o.c || '|', o.x + 0, o.v = 'a' FROM \"{b}\".public.odd o JOIN \"{a}\".public.facts f ON f.id = o.k ORDER BY o.t, o.k";
        await using var client = await landscape.OpenAsync();
        await client.ExecuteAsync("SET remainder_engine = local");
        var expected = await client.RowsAsync(sql);

        await client.ExecuteAsync($"SET remainder_engine = \"{a}\"");

        expected.Count.ShouldBe(6);
        (await client.TextAsync($"EXPLAIN {sql}")).ShouldStartWith($"Remote: {a}");
        (await client.RowsAsync(sql)).ShouldBe(expected);
    }

    [Fact]
    public async Task Rows_of_local_tables_are_those_the_transaction_sees()
    {
        var a = await landscape.CreateSourceAsync(Large);
        await using var client = await landscape.OpenOwnSchemaAsync();
        await client.ExecuteAsync("CREATE TABLE dim (k int, name text); INSERT INTO dim SELECT i, 'name ' || i FROM generate_series(1, 10) i");
        await client.ExecuteAsync($"SET remainder_engine = \"{a}\"");
        var sql = $"SELECT count(*), (SELECT count(*) FROM dim) FROM \"{a}\".public.facts JOIN dim USING (k) WHERE initcap(name) > ''";

        await client.ExecuteAsync("BEGIN; INSERT INTO dim SELECT i, 'more ' || i FROM generate_series(11, 15) i");
        (await client.TextAsync(sql)).ShouldBe("300|15");
        await client.ExecuteAsync("ROLLBACK");

        (await client.TextAsync(sql)).ShouldBe("200|10");
        (await client.ExecuteAsync($"INSERT INTO dim SELECT -f.id, g FROM \"{a}\".public.facts f JOIN dim USING (k) WHERE f.id < 100")).ShouldBe(10);
        (await client.NumberAsync("SELECT count(*) FROM dim")).ShouldBe(20);
    }

    [Fact]
    public async Task A_prepared_statement_uploads_anew_at_each_execution()
    {
        var (a, b) = (await landscape.CreateSourceAsync(Large), await landscape.CreateSourceAsync(Small));
        await using var client = await landscape.OpenAsync();
        await client.ExecuteAsync($"SET remainder_engine = \"{a}\"");
        await client.ExecuteAsync($"PREPARE p (int, int) AS SELECT count(*) FROM \"{a}\".public.facts JOIN \"{b}\".public.dim USING (k) WHERE k <= $1 AND id > $2 AND initcap(name) > ''");

        foreach (var keys in new[] { 10, 20, 300, 0 }) (await client.NumberAsync($"EXECUTE p({keys}, 10000)")).ShouldBe(keys * 10);
        await NothingIsLeftAsync(a);
    }

    [Fact]
    public async Task Other_limits_and_switches_know_uploads()
    {
        var (a, b) = (await landscape.CreateSourceAsync(Large), await landscape.CreateSourceAsync(Small));
        await using var client = await landscape.OpenAsync();
        await client.ExecuteAsync($"SET remainder_engine = \"{a}\"; SET max_fetched_rows = 300; SET require_pushdown = on; SET require_pushdown_rows = 1000; SET verify_pushdown = 'always'");
        var sql = $"SELECT count(*) FROM \"{a}\".public.facts f LEFT JOIN \"{b}\".public.dim d USING (k)";

        (await client.NumberAsync(sql)).ShouldBe(20_000);
        (await client.RowsAsync($"SELECT result, reason FROM m_pushdown_verifications WHERE remote_source_name = '{a}'")).ShouldBe(["NOT VERIFIABLE|it reads rows that were uploaded to the source"]);
        (await client.RowsAsync($"SELECT fetched_record_count, remote_statement_status FROM m_remote_statements WHERE remote_source_name = '{a}' AND remote_statement_string LIKE 'UPLOAD %'")).ShouldBe(["300|CLOSED"]);
        await client.ExecuteAsync("SET max_fetched_rows = 299");
        await client.FailsAsync(sql, "53400");
        await using var another = await landscape.OpenAsync();
        await another.ExecuteAsync($"SET remainder_engine = \"{a}\"; SET pushdown = off");
        (await another.TextAsync($"EXPLAIN {sql}")).ShouldNotContain("Upload fedgw");
        await NothingIsLeftAsync(a);
    }

    [Fact]
    public async Task What_is_no_source_that_takes_uploads_is_refused()
    {
        var a = await landscape.CreateSourceAsync(Large);
        await using var client = await landscape.OpenAsync();
        (await client.FailsAsync("SET remainder_engine = 'nowhere'", "42704")).MessageText.ShouldBe("remote source \"nowhere\" does not exist");
        await client.ExecuteAsync($"ALTER REMOTE SOURCE \"{a}\" SET PROPERTY 'CAP_TEMPORARY_TABLES' = 'false'");
        (await client.FailsAsync($"SET remainder_engine = \"{a}\"", "22023")).Detail.ShouldNotBeNull().ShouldContain("CAP_TEMPORARY_TABLES");
        (await client.TextAsync("SHOW remainder_engine")).ShouldBe("auto");
    }

    [Theory]
    [InlineData("REVOKE TEMPORARY ON DATABASE \"{db}\" FROM PUBLIC", "42501")]
    [InlineData("ALTER DATABASE \"{db}\" SET default_transaction_read_only = on", "25006")]
    public async Task A_source_that_makes_no_tables_leaves_the_work_here(string restriction, string code)
    {
        var (a, b) = (await landscape.CreateSourceAsync(Large), await landscape.CreateSourceAsync(Small));
        await landscape.Cluster.ExecuteAsync($"CREATE ROLE {a} LOGIN PASSWORD 'p'; GRANT pg_read_all_data TO {a}; {restriction.Replace("{db}", a, StringComparison.Ordinal)}", "postgres");
        await using var client = await landscape.OpenAsync();
        var limited = a + "_limited";
        await client.ExecuteAsync($"CREATE REMOTE SOURCE {limited} ADAPTER postgresql CONFIGURATION 'host=127.0.0.1;port={landscape.Cluster.Port};database={a}' WITH CREDENTIAL TYPE 'PASSWORD' USING 'user={a};password=p'");
        var sql = $"SELECT count(*), max(name) FROM {limited}.public.facts JOIN \"{b}\".public.dim USING (k)";

        await client.ExecuteAsync($"SET remainder_engine = {limited}");
        for (var i = 0; i < 2; i++)
        {
            (await client.TextAsync(sql)).ShouldBe("6000|name 99");
            client.Notices.ShouldHaveSingleItem().MessageText.ShouldContain($"({code}): the remainder runs in the gateway");
            client.ClearNotices();
        }

        (await client.TextAsync($"EXPLAIN ANALYZE {sql}")).ShouldContain("computed here instead");
        client.ClearNotices();
        await client.ExecuteAsync("SET remainder_engine = auto");
        (await client.TextAsync(sql)).ShouldBe("6000|name 99");
        (await client.TextAsync($"EXPLAIN {sql}")).ShouldContain($"nothing is uploaded to {limited}: remote source");
        client.Notices.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_cancelled_upload_ends_and_leaves_nothing()
    {
        var (a, b) = (await landscape.CreateSourceAsync(Large), await landscape.CreateSourceAsync("CREATE VIEW many AS SELECT i AS k, md5(i::text) AS t FROM generate_series(1, 50000000) i"));
        var activity = new SourceActivity(landscape.Cluster, a);
        await using var client = await landscape.OpenAsync();
        await client.ExecuteAsync($"SET remainder_engine = \"{a}\"");
        await using var command = new NpgsqlCommand($"SELECT count(t) FROM \"{a}\".public.facts JOIN \"{b}\".public.many USING (k)", client.Connection);
        var running = ErrorTexts.OfAsync(() => command.ExecuteScalarAsync());
        await activity.UntilRunningAsync("COPY");

        command.Cancel();

        (await running).SqlState.ShouldBe("57014");
        await activity.UntilIdleAsync();
        await NothingIsLeftAsync(a);
        await client.ExecuteAsync("SET statement_timeout = '500ms'");
        await client.FailsAsync(command.CommandText, "57014");
        await NothingIsLeftAsync(a);
        await client.ExecuteAsync("RESET statement_timeout");
        (await client.NumberAsync($"SELECT count(*) FROM \"{a}\".public.facts")).ShouldBe(20_000);
    }

    [Fact]
    public async Task A_connection_that_ends_in_the_middle_of_an_upload_is_an_error_of_the_statement()
    {
        var (a, b) = (await landscape.CreateSourceAsync(Large), await landscape.CreateSourceAsync("CREATE VIEW many AS SELECT i AS k, md5(i::text) AS t FROM generate_series(1, 50000000) i"));
        var activity = new SourceActivity(landscape.Cluster, a);
        await using var client = await landscape.OpenAsync();
        await client.ExecuteAsync($"SET remainder_engine = \"{a}\"");
        var running = client.FailsAsync($"SELECT count(t) FROM \"{a}\".public.facts JOIN \"{b}\".public.many USING (k)", "08006");
        await activity.UntilRunningAsync("COPY");

        await activity.TerminateAllAsync();

        (await running).MessageText.ShouldBe($"the connection to remote source \"{a}\" was lost");
        (await client.NumberAsync($"SELECT count(*) FROM \"{a}\".public.facts")).ShouldBe(20_000);
        await NothingIsLeftAsync(a);
        await new SourceActivity(landscape.Cluster, b).UntilIdleAsync();
    }

    private async Task NothingIsLeftAsync(string source)
    {
        await new SourceActivity(landscape.Cluster, source).UntilIdleAsync();
        Convert.ToInt64(await landscape.Cluster.QueryValueAsync("SELECT count(*) FROM pg_class WHERE relname LIKE 'fedgw%'", source), CultureInfo.InvariantCulture).ShouldBe(0);
    }
}
