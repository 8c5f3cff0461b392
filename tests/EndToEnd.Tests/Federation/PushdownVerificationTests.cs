using FederationGateway.EndToEnd.Support;
using FederationGateway.Support.Servers;

namespace FederationGateway.EndToEnd.Federation;

/// <summary>
/// <c>SET verify_pushdown</c> against a source that has come to answer otherwise than it did when it was described: a column whose collation takes upper and lower
/// case for equal, a built-in function somebody replaced.
/// </summary>
public sealed class PushdownVerificationTests(Landscape landscape)
{
    private const string People =
        """
        CREATE TABLE people (id int PRIMARY KEY, name text, city text, born date, weight double precision);
        INSERT INTO people VALUES (1, 'anna', 'Rome', '1990-01-01', 60.5), (2, 'ANNA', 'Rome', '1991-01-01', 70.25), (3, 'bert', 'Paris', '1992-01-01', 80), (4, NULL, 'Paris', NULL, NULL);
        CREATE COLLATION nocase (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
        """;

    private const string LoosenName = "ALTER TABLE people ALTER COLUMN name TYPE text COLLATE nocase";
    private const string TightenName = """ALTER TABLE people ALTER COLUMN name TYPE text COLLATE "default" """;

    private const string ReplaceReverse =
        """
        SET allow_system_table_mods = on;
        ALTER FUNCTION pg_catalog.reverse(text) RENAME TO true_reverse;
        CREATE FUNCTION pg_catalog.reverse(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS 'SELECT upper($1)';
        """;

    [Fact]
    public async Task A_column_that_compares_otherwise_is_found_answered_locally_and_no_longer_trusted()
    {
        var source = await landscape.CreateSourceAsync(People);
        await using var client = await OpenAsync(source);
        await landscape.Cluster.ExecuteAsync(LoosenName, source);
        const string query = "SELECT id FROM people WHERE name = 'anna' AND city = 'Rome'";
        (await client.RowsAsync(query)).Order().ShouldBe(["1", "2"]);   // the source's answer, unverified

        await client.ExecuteAsync("SET verify_pushdown = 'always'");
        (await client.RowsAsync(query)).ShouldBe(["1"]);

        var found = (await client.RowsAsync(
            $"""
             SELECT remote_source_name, operator, capability_name, columns, remote_record_count, local_record_count, only_remote_count, only_local_count, status
             FROM sys.pushdown_mismatches WHERE remote_source_name = '{source}'
             """)).ShouldHaveSingleItem();
        found.ShouldBe($"{source}|name = 'anna'|CAP_COLUMN_FILTER|public.people.name|2|1|1|0|ACTIVE");
        (await client.RowsAsync($"SELECT count(*) FROM sys.pushdown_mismatches WHERE remote_source_name = '{source}' AND statement_string = '{query.Replace("'", "''")}' AND remote_statement_string LIKE 'SELECT%'")).ShouldBe(["1"]);

        // From now on without verification, too: the condition on the column stays here, the one beside it is still sent.
        await client.ExecuteAsync("SET verify_pushdown = off");
        (await client.RowsAsync(query)).ShouldBe(["1"]);
        var plan = await client.TextAsync($"EXPLAIN {query}");
        plan.ShouldContain("PUSHDOWN_MISMATCH");
        plan.ShouldContain("CAP_COLUMN_FILTER on column public.people.name");
        plan.ShouldContain("CLEAR_PUSHDOWN_MISMATCH(");
        plan.ShouldContain("""WHERE "city" = 'Rome'""");
    }

    [Fact]
    public async Task A_prepared_plan_is_made_anew_when_trust_is_lost_and_when_it_is_given_back()
    {
        var source = await landscape.CreateSourceAsync(People);
        await using var client = await OpenAsync(source);
        await client.ExecuteAsync("PREPARE q (text) AS SELECT id FROM people WHERE name = $1 ORDER BY id");
        (await client.RowsAsync("EXECUTE q ('anna')")).ShouldBe(["1"]);
        await landscape.Cluster.ExecuteAsync(LoosenName, source);
        (await client.RowsAsync("EXECUTE q ('anna')")).ShouldBe(["1", "2"]);
        await client.ExecuteAsync("SET verify_pushdown = 'sample:100%'");
        (await client.RowsAsync("EXECUTE q ('anna')")).ShouldBe(["1"]);
        await client.ExecuteAsync("SET verify_pushdown = 'off'");
        (await client.RowsAsync("EXECUTE q ('anna')")).ShouldBe(["1"]);

        await landscape.Cluster.ExecuteAsync(TightenName, source);
        (await client.RowsAsync($"CALL CLEAR_PUSHDOWN_MISMATCH('{source}')")).Count.ShouldBe(1);
        (await client.RowsAsync("EXECUTE q ('anna')")).ShouldBe(["1"]);
        (await client.TextAsync("EXPLAIN SELECT id FROM people WHERE name = 'anna'")).ShouldContain("""WHERE "name" = 'anna'""");
        (await client.RowsAsync($"SELECT status, cleared_by, clear_time IS NOT NULL FROM sys.pushdown_mismatches WHERE remote_source_name = '{source}'")).ShouldBe(["CLEARED|admin|t"]);
        (await client.RowsAsync($"CALL CLEAR_PUSHDOWN_MISMATCH('{source}')")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_function_computed_otherwise_is_found_by_its_signature_wherever_it_stands()
    {
        var source = await landscape.CreateSourceAsync(People);
        await using var client = await OpenAsync(source);
        await landscape.Cluster.ExecuteAsync(ReplaceReverse, source);
        await client.ExecuteAsync("SET verify_pushdown = 'always'");

        // Beside an innocent function in one select list, and below a group.
        (await client.RowsAsync("SELECT length(city), count(*), max(reverse(city)) FROM people WHERE id > 1 GROUP BY length(city) ORDER BY 1")).ShouldBe(["4|1|emoR", "5|2|siraP"]);
        (await client.RowsAsync($"SELECT capability_name, function_signature, columns FROM sys.pushdown_mismatches WHERE remote_source_name = '{source}'")).ShouldBe(["CAP_BI_REVERSE|reverse(text)|"]);
        await client.ExecuteAsync("SET verify_pushdown = 'off'");
        (await client.RowsAsync("SELECT id FROM people WHERE reverse(city) = 'emoR' ORDER BY id")).ShouldBe(["1", "2"]);
        (await client.TextAsync("EXPLAIN SELECT length(city) FROM people")).ShouldContain("remote sql: SELECT length(");
    }

    [Theory]
    [InlineData("SELECT name, count(*) FROM people GROUP BY name ORDER BY count(*), name", "CAP_COLUMN_GROUP", "ANNA|1;anna|1;bert|1;|1")]
    [InlineData("SELECT DISTINCT name FROM people", "CAP_DISTINCT", "ANNA;anna;bert;")]
    [InlineData("SELECT a.id, b.id FROM people a JOIN people b ON a.name = b.name", "CAP_COLUMN_INNER_JOIN", "1|1;2|2;3|3")]
    [InlineData("SELECT id FROM people WHERE name IN ('anna', 'BERT')", "CAP_COLUMN_IN", "1")]
    [InlineData("SELECT id, name = 'ANNA' FROM people WHERE id < 3", "CAP_COLUMN_FILTER", "1|f;2|t")]
    [InlineData("SELECT name FROM people WHERE id < 3 UNION SELECT upper(city) FROM people WHERE id < 0", null, "ANNA;anna")]
    public async Task Each_operator_loses_its_own_capability_on_the_column(string query, string? capability, string expected)
    {
        var source = await landscape.CreateSourceAsync(People);
        await using var client = await OpenAsync(source);
        await landscape.Cluster.ExecuteAsync(LoosenName, source);
        await client.ExecuteAsync("SET verify_pushdown = 'always'; SET join_pushdown = 'always'");
        string.Join(';', (await client.RowsAsync(query)).Order(StringComparer.Ordinal)).ShouldBe(string.Join(';', expected.Split(';').Order(StringComparer.Ordinal)));
        var found = await client.RowsAsync($"SELECT DISTINCT capability_name, columns FROM sys.pushdown_mismatches WHERE remote_source_name = '{source}'");
        found.ShouldBe(capability is null ? [] : [$"{capability}|public.people.name"]);
        await client.ExecuteAsync("SET verify_pushdown = 'off'");
        string.Join(';', (await client.RowsAsync(query)).Order(StringComparer.Ordinal)).ShouldBe(string.Join(';', expected.Split(';').Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task Right_answers_stay_and_what_cannot_be_compared_or_is_too_much_says_so()
    {
        var source = await landscape.CreateSourceAsync(People + "CREATE VIEW moods AS SELECT id, random() AS mood FROM people; INSERT INTO people SELECT i, 'n' || i, 'c', NULL, i / 7.0 FROM generate_series(10, 500) i;");
        await using var client = await OpenAsync(source);
        await client.ExecuteAsync("SET verify_pushdown = 'always'");
        (await client.RowsAsync("SELECT count(*) FROM people WHERE id > 3")).ShouldBe(["492"]);
        (await client.RowsAsync("SELECT id FROM people WHERE city = 'Rome' LIMIT 1")).Count.ShouldBe(1);
        (await client.RowsAsync("SELECT id, mood FROM moods WHERE mood >= 0")).Count.ShouldBe(495);
        (await client.RowsAsync("SELECT city, sum(weight), avg(weight) FROM people GROUP BY city")).Count.ShouldBe(3);
        (await client.RowsAsync("SELECT name FROM people ORDER BY city LIMIT 3")).Count.ShouldBe(3);
        await client.ExecuteAsync("SET verify_pushdown_max_rows = 100");
        (await client.RowsAsync("SELECT count(*) FROM people WHERE id > 2")).ShouldBe(["493"]);

        var log = await client.RowsAsync($"SELECT result, reason FROM m_pushdown_verifications WHERE remote_source_name = '{source}' ORDER BY verification_time");
        log.Select(row => row.Split('|')[0]).ShouldBe(["OK", "NOT COMPARABLE", "NOT COMPARABLE", "OK", "OK", "NOT VERIFIABLE"]);
        log[1].ShouldContain("LIMIT without ORDER BY");
        log[2].ShouldContain("from one time to the next");
        log[5].ShouldContain("100 rows");
        (await client.NumberAsync($"SELECT count(*) FROM sys.pushdown_mismatches WHERE remote_source_name = '{source}'")).ShouldBe(0);
    }

    [Fact]
    public async Task A_statement_that_nests_deeply_runs_unverified()
    {
        var source = await landscape.CreateSourceAsync(People);
        await using var client = await OpenAsync(source);
        await client.ExecuteAsync("SET verify_pushdown = 'always'");
        var deep = string.Concat(Enumerable.Repeat("(1 + ", 300)) + "id" + new string(')', 300);
        (await client.RowsAsync($"SELECT {deep} FROM people WHERE id = 2")).ShouldBe(["302"]);
        (await client.RowsAsync($"SELECT DISTINCT result, reason FROM m_pushdown_verifications WHERE remote_source_name = '{source}'")).ShouldBe(["NOT VERIFIABLE|the statement nests too deeply"]);
    }

    [Fact]
    public async Task Changes_at_the_source_meanwhile_are_no_mismatch()
    {
        var source = await landscape.CreateSourceAsync(People);
        await using var client = await OpenAsync(source);
        await client.ExecuteAsync("SET verify_pushdown = 'always'");
        using var stop = new CancellationTokenSource();
        var changing = Task.Run(async () =>
        {
            for (var i = 1000; !stop.IsCancellationRequested; i++) await landscape.Cluster.ExecuteAsync($"INSERT INTO people VALUES ({i}, 'x', 'Rome')", source);
        });
        for (var i = 0; i < 20; i++) await client.RowsAsync("SELECT count(*), max(id) FROM people WHERE city = 'Rome'");
        await stop.CancelAsync();
        await changing;
        (await client.RowsAsync($"SELECT DISTINCT result FROM m_pushdown_verifications WHERE remote_source_name = '{source}'")).ShouldBe(["OK"]);
    }

    [Fact]
    public async Task Rows_written_from_a_source_and_joined_with_local_rows_are_verified_ones()
    {
        var source = await landscape.CreateSourceAsync(People);
        await using var client = await OpenAsync(source);
        await client.ExecuteAsync("CREATE TABLE kept (id int); CREATE TABLE wanted (n text); INSERT INTO wanted VALUES ('anna')");
        await landscape.Cluster.ExecuteAsync(LoosenName, source);
        await client.ExecuteAsync("SET verify_pushdown = 'always'; INSERT INTO kept SELECT id FROM people WHERE name = 'anna'");
        (await client.RowsAsync("SELECT id FROM kept")).ShouldBe(["1"]);
        (await client.RowsAsync("SELECT p.id FROM people p JOIN wanted w ON p.name = w.n")).ShouldBe(["1"]);
    }

    [Fact]
    public async Task What_was_found_survives_kill_nine_until_an_administrator_clears_it()
    {
        var source = await landscape.CreateSourceAsync(People);
        var data = Directory.CreateTempSubdirectory("fedgw-data-").FullName;
        try
        {
            await using (var gateway = await GatewayServer.StartAsync(data, ["--verify-pushdown", "always"]))
            {
                await using var client = await GatewayClient.OpenAsync(gateway);
                await client.ExecuteAsync(landscape.CreateSource("src", source));
                await client.ExecuteAsync("CREATE VIRTUAL TABLE people AT \"src\".\"<NULL>\".\"public\".\"people\"");
                await landscape.Cluster.ExecuteAsync(LoosenName, source);
                (await client.RowsAsync("SHOW verify_pushdown")).ShouldBe(["always"]);
                (await client.RowsAsync("SELECT id FROM people WHERE name = 'anna'")).ShouldBe(["1"]);
                await gateway.KillAsync();
            }

            await using (var gateway = await GatewayServer.StartAsync(data))
            {
                await using var client = await GatewayClient.OpenAsync(gateway);
                (await client.RowsAsync("SHOW verify_pushdown")).ShouldBe(["off"]);
                (await client.RowsAsync("SELECT id FROM people WHERE name = 'anna'")).ShouldBe(["1"]);
                var id = (await client.RowsAsync("SELECT mismatch_id FROM sys.pushdown_mismatches WHERE status = 'ACTIVE'")).ShouldHaveSingleItem();
                (await client.RowsAsync($"CALL CLEAR_PUSHDOWN_MISMATCH({id})")).ShouldHaveSingleItem();
                await gateway.KillAsync();
            }

            await using (var gateway = await GatewayServer.StartAsync(data))
            {
                await using var client = await GatewayClient.OpenAsync(gateway);
                (await client.RowsAsync("SELECT status FROM sys.pushdown_mismatches")).ShouldBe(["CLEARED"]);
                (await client.RowsAsync("SELECT id FROM people WHERE name = 'anna' ORDER BY id")).ShouldBe(["1", "2"]);
            }
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    [Theory]
    [InlineData("verify_pushdown = 'sometimes'")]
    [InlineData("verify_pushdown = 'sample:101%'")]
    [InlineData("verify_pushdown = 'sample:-1%'")]
    [InlineData("verify_pushdown = 'sample:1'")]
    [InlineData("verify_pushdown_max_rows = 0")]
    public async Task Wrong_values_are_refused(string setting)
    {
        await using var client = await landscape.OpenAsync();
        await client.FailsAsync($"SET {setting}", "22023");
    }

    [Fact]
    public async Task Shares_show_as_they_were_meant()
    {
        await using var client = await landscape.OpenAsync();
        await client.ExecuteAsync("SET verify_pushdown = 'SAMPLE:0.50%'");
        (await client.RowsAsync("SHOW verify_pushdown")).ShouldBe(["sample:0.5%"]);
        await client.FailsAsync("CALL CLEAR_PUSHDOWN_MISMATCH(987654321)", "42704");
        await client.FailsAsync("CALL CLEAR_PUSHDOWN_MISMATCH('no such source')", "42704");
    }

    private async Task<GatewayClient> OpenAsync(string source)
    {
        var client = await landscape.OpenOwnSchemaAsync();
        await client.ExecuteAsync($"IMPORT FOREIGN SCHEMA public FROM SERVER \"{source}\" INTO {client.Schema}");
        return client;
    }
}
