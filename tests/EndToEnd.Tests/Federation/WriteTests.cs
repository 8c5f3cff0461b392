using System.Globalization;
using FederationGateway.EndToEnd.Support;
using FederationGateway.Support.Servers;
using Npgsql;
using NpgsqlTypes;

namespace FederationGateway.EndToEnd.Federation;

/// <summary>Writing to virtual tables as a client does it, and what it is told when that fails.</summary>
public sealed class WriteTests(Landscape landscape)
{
    private const string Tables = """
        CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
        CREATE DOMAIN positive AS integer CHECK (VALUE > 0);
        CREATE TABLE person (id serial PRIMARY KEY, name varchar(8) NOT NULL, feels mood DEFAULT 'ok', age positive, seen timestamptz, tags text[], info jsonb);
        CREATE TABLE made (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, a integer, twice integer GENERATED ALWAYS AS (a * 2) STORED);
        CREATE TABLE loose (a integer, b text);
        CREATE TABLE bulk (id bigint PRIMARY KEY, v text, w double precision);
        CREATE TABLE child (person_id integer REFERENCES person);
        CREATE VIEW grown AS SELECT id, name FROM person WHERE age > 17;
        CREATE VIEW counted AS SELECT count(*) AS n FROM person;
        """;

    [Fact]
    public async Task Rows_come_back_as_the_source_wrote_them()
    {
        await using var client = await OpenAsync();
        (await client.RowsAsync("INSERT INTO person (name, tags) VALUES ('Ada', '{a,NULL}'), ('Bob', NULL) RETURNING *")).ShouldBe(["1|Ada|ok|||{a,NULL}|", "2|Bob|ok||||"]);
        (await client.RowsAsync("UPDATE person SET feels = 'happy', age = id + 20, info = '{\"k\": [1]}' WHERE name = 'Bob' RETURNING id, feels, age, info")).ShouldBe(["2|happy|22|{\"k\": [1]}"]);
        (await client.RowsAsync("DELETE FROM person WHERE feels = 'ok' RETURNING upper(name), tags[1]")).ShouldBe(["ADA|a"]);
        (await client.RowsAsync("INSERT INTO grown VALUES (7, 'Cy') RETURNING id")).ShouldBe(["7"]);
    }

    [Fact]
    public async Task Prepared_statements_write_with_other_values_each_time()
    {
        await using var client = await OpenAsync();
        await using var insert = new NpgsqlCommand("INSERT INTO person (name, age, seen, feels) VALUES ($1, $2, $3, $4) RETURNING id", client.Connection)
        {
            Parameters = { new() { NpgsqlDbType = NpgsqlDbType.Varchar }, new() { NpgsqlDbType = NpgsqlDbType.Integer }, new() { NpgsqlDbType = NpgsqlDbType.TimestampTz }, new() { NpgsqlDbType = NpgsqlDbType.Text } },
        };
        await insert.PrepareAsync();
        for (var i = 1; i <= 20; i++)
        {
            (insert.Parameters[0].Value, insert.Parameters[1].Value, insert.Parameters[2].Value, insert.Parameters[3].Value) =
                ("p" + i.ToString(CultureInfo.InvariantCulture), i, new DateTime(2024, 1, i, 0, 0, 0, DateTimeKind.Utc), i % 2 == 0 ? "sad" : DBNull.Value);
            ((int)(await insert.ExecuteScalarAsync())!).ShouldBe(i);
        }

        await using var update = new NpgsqlCommand("UPDATE person SET age = age + $1, name = $2 WHERE id = $3", client.Connection) { Parameters = { new() { Value = 5 }, new() { Value = "other" }, new() { Value = 3 } } };
        (await update.ExecuteNonQueryAsync()).ShouldBe(1);
        (await client.RowsAsync("SELECT count(*), sum(age), count(feels), max(name) FROM person")).ShouldBe(["20|215|10|p9"]);
    }

    [Fact]
    public async Task Errors_of_the_source_arrive_with_their_code_and_leave_the_session_usable()
    {
        await using var client = await OpenAsync();
        await client.ExecuteAsync("INSERT INTO person (id, name, age) VALUES (100, 'Ada', 30)");
        (await client.FailsAsync("INSERT INTO person (id, name) VALUES (100, 'x')", "23505")).Detail.ShouldBe("Key (id)=(100) already exists.");
        await client.FailsAsync("INSERT INTO person (id) VALUES (101)", "23502");
        await client.FailsAsync("UPDATE person SET age = -1", "23514");
        await client.FailsAsync("INSERT INTO child VALUES (5)", "23503");
        await client.FailsAsync("UPDATE person SET name = 'much too long'", "22001");
        await client.FailsAsync("UPDATE person SET name = name || ' much too long'", "22001");
        await client.FailsAsync("UPDATE person SET feels = 'bored'", "22P02");
        await client.FailsAsync("INSERT INTO made (id, a) VALUES (1, 2)", "428C9");
        await client.FailsAsync("UPDATE made SET twice = 3", "428C9");
        await client.FailsAsync("INSERT INTO counted VALUES (1)", "55000");
        (await client.RowsAsync("INSERT INTO made (a) VALUES (4) RETURNING *")).ShouldBe(["1|4|8"]);
        (await client.RowsAsync("SELECT name, age FROM person")).ShouldBe(["Ada|30"]);
    }

    [Fact]
    public async Task A_table_without_a_key_is_changed_where_the_source_does_it_whole()
    {
        await using var client = await OpenAsync();
        await client.ExecuteAsync("INSERT INTO loose VALUES (1, 'a'), (2, 'b'), (3, 'c')");
        (await client.ExecuteAsync("UPDATE loose SET b = b || a WHERE a > 1")).ShouldBe(2);
        (await client.ExecuteAsync("DELETE FROM loose WHERE a IN (SELECT id FROM bulk) OR a = 3")).ShouldBe(1);
        (await client.FailsAsync("UPDATE loose SET b = upper(b)", "0A000")).Hint.ShouldNotBeNull().ShouldContain("primary key");
        (await client.FailsAsync("DELETE FROM loose USING bulk WHERE bulk.id = a", "0A000")).Hint.ShouldNotBeNull().ShouldContain("primary key");
        (await client.RowsAsync("SELECT * FROM loose ORDER BY a")).ShouldBe(["1|a", "2|b2"]);
    }

    [Fact]
    public async Task Sources_that_are_not_to_be_written_to_say_so()
    {
        await using var client = await OpenAsync();
        var folder = Directory.CreateTempSubdirectory("fedgw-write-");
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "t.csv"), "a,b\n1,x\n");
        var lake = "lake_" + client.Schema;
        await client.ExecuteAsync($"CREATE REMOTE SOURCE {lake} ADAPTER \"file\" CONFIGURATION 'directory={folder.FullName}'");
        await client.ExecuteAsync($"CREATE VIRTUAL TABLE files AT \"{lake}\".\"<NULL>\".\"<NULL>\".\"t.csv\"");
        foreach (var statement in new[] { "INSERT INTO files VALUES (2, 'y')", "UPDATE files SET a = 2", "DELETE FROM files", "TRUNCATE files" })
            (await client.FailsAsync(statement, "0A000")).MessageText.ShouldBe($"remote source \"{lake}\" cannot be written to");
        await client.ExecuteAsync($"ALTER REMOTE SOURCE {lake} SET PROPERTY 'CAP_INSERT' = 'true'");
        await client.FailsAsync("INSERT INTO files VALUES (2, 'y')", "0A000");

        await client.ExecuteAsync($"ALTER REMOTE SOURCE \"{client.Schema}\" SET PROPERTY 'CAP_DELETE' = 'false'");
        (await client.FailsAsync("DELETE FROM bulk", "0A000")).Hint.ShouldNotBeNull().ShouldContain("CAP_DELETE");
        await client.ExecuteAsync("INSERT INTO bulk VALUES (1)");
        await client.ExecuteAsync("SET default_transaction_read_only = on");
        foreach (var statement in new[] { "INSERT INTO bulk VALUES (2)", "UPDATE bulk SET v = 'x'", "TRUNCATE bulk" }) await client.FailsAsync(statement, "25006");
        (await client.RowsAsync("SELECT count(*), max(v) FROM bulk")).ShouldBe(["1|"]);
    }

    [Fact]
    public async Task Rows_of_another_source_stream_in()
    {
        const int Rows = 200_000;
        var other = await landscape.CreateSourceAsync($"CREATE TABLE t AS SELECT i::bigint AS id, 'row ' || i AS v, i / 7.0::float8 AS w FROM generate_series(1, {Rows}) AS i");
        await using var client = await OpenAsync();
        (await client.ExecuteAsync($"INSERT INTO bulk SELECT * FROM {other}.public.t")).ShouldBe(Rows);
        (await client.ExecuteAsync($"UPDATE bulk SET w = t.w * 2 FROM {other}.public.t t WHERE t.id = bulk.id AND t.id % 2 = 0")).ShouldBe(Rows / 2);
        (await client.ExecuteAsync($"DELETE FROM bulk USING {other}.public.t t WHERE t.id = bulk.id AND t.id > 1000")).ShouldBe(Rows - 1000);
        (await client.RowsAsync($"SELECT count(*), sum(b.id), count(*) FILTER (WHERE b.w = t.w * 2) FROM bulk b JOIN {other}.public.t t ON t.id = b.id")).ShouldBe(["1000|500500|500"]);
        var sent = await client.RowsAsync($"SELECT REMOTE_STATEMENT_STRING FROM SYS.M_REMOTE_STATEMENTS WHERE REMOTE_SOURCE_NAME = '{client.Schema}'");
        sent.ShouldContain(sql => sql.StartsWith("COPY ", StringComparison.Ordinal));
        sent.ShouldContain(sql => sql.StartsWith("UPDATE ", StringComparison.Ordinal));
        sent.ShouldContain(sql => sql.StartsWith("DELETE ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nothing_is_written_by_a_statement_that_fails_half_way()
    {
        var other = await landscape.CreateSourceAsync("CREATE TABLE t AS SELECT i::bigint AS id FROM generate_series(1, 50000) AS i");
        await using var client = await OpenAsync();
        await client.FailsAsync($"INSERT INTO bulk (id, w) SELECT id, 1 / (id - 49000) FROM {other}.public.t", "22012");
        await client.FailsAsync($"INSERT INTO bulk (id, v) SELECT id % 49990, 'x' FROM {other}.public.t", "23505");
        (await client.NumberAsync("SELECT count(*) FROM bulk")).ShouldBe(0);
        await client.ExecuteAsync("INSERT INTO bulk SELECT i, 'v' FROM generate_series(1, 1000) AS i");
        await client.FailsAsync($"UPDATE bulk SET w = 1 / (t.id - 900) FROM {other}.public.t t WHERE t.id = bulk.id", "22012");
        (await client.NumberAsync("SELECT count(w) FROM bulk")).ShouldBe(0);
        await using var command = new NpgsqlCommand($"INSERT INTO bulk (id, w) SELECT a.id * 1000000 + b.id, 1 FROM {other}.public.t a, {other}.public.t b", client.Connection);
        using var cancel = new CancellationTokenSource();
        var writing = command.ExecuteNonQueryAsync(cancel.Token);
        await using (var observer = await landscape.OpenAsync()) await client.UntilRunningAsync(observer);
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => writing);
        (await client.NumberAsync("SELECT count(*) FROM bulk")).ShouldBe(1000);
    }

    [Fact]
    public async Task Copy_fills_a_virtual_table_in_every_format()
    {
        await using var client = await OpenAsync();
        await using (var text = await client.Connection.BeginTextImportAsync("COPY bulk FROM STDIN"))
            for (var i = 0; i < 30_000; i++) await text.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{i}\tv {i}\t{i}.5"));
        await using (var csv = await client.Connection.BeginTextImportAsync("COPY person (name, feels, tags, info) FROM STDIN (FORMAT csv)"))
            await csv.WriteAsync("Ada,happy,\"{x,y}\",\"{\"\"a\"\": 1}\"\nBob,,,\n");
        await using (var binary = await client.Connection.BeginBinaryImportAsync("COPY bulk (id, v) FROM STDIN (FORMAT binary)"))
        {
            for (var i = 0; i < 5_000; i++)
            {
                await binary.StartRowAsync();
                await binary.WriteAsync(100_000L + i, NpgsqlDbType.Bigint);
                await binary.WriteAsync("b", NpgsqlDbType.Text);
            }

            (await binary.CompleteAsync()).ShouldBe(5_000UL);
        }

        (await client.RowsAsync("SELECT count(*), sum(w), count(*) FILTER (WHERE v = 'b') FROM bulk")).ShouldBe(["35000|450000000|5000"]);
        (await client.RowsAsync("SELECT * FROM person ORDER BY id")).ShouldBe(["1|Ada|happy|||{x,y}|{\"a\": 1}", "2|Bob|||||"]);

        (await CopyFailsAsync(client, "COPY bulk (id) FROM STDIN", "1\n")).SqlState.ShouldBe("23505");
        (await CopyFailsAsync(client, "COPY bulk (id) FROM STDIN", "x\n")).SqlState.ShouldBe("22P02");
        (await CopyFailsAsync(client, "COPY person (name) FROM STDIN", "much too long\n")).SqlState.ShouldBe("22001");
        (await CopyFailsAsync(client, "COPY person (id) FROM STDIN", "77\n")).SqlState.ShouldBe("23502");
        (await client.RowsAsync("SELECT (SELECT count(*) FROM bulk), (SELECT count(*) FROM person)")).ShouldBe(["35000|2"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Upsert_changes_rows_that_are_there_and_inserts_others(bool isVirtual)
    {
        await using var client = isVirtual ? await OpenAsync() : await landscape.OpenOwnSchemaAsync();
        if (!isVirtual) await client.ExecuteAsync("CREATE TABLE bulk (id bigint PRIMARY KEY, v text, w double precision); CREATE TABLE loose (a integer, b text)");
        (await client.ExecuteAsync("UPSERT bulk VALUES (1, 'one', 1)")).ShouldBe(1);
        (await client.ExecuteAsync("UPSERT bulk (v, id) VALUES ('uno', 1) WITH PRIMARY KEY")).ShouldBe(1);
        (await client.ExecuteAsync("UPSERT bulk (id, v) VALUES (2, 'two') WITH PRIMARY KEY")).ShouldBe(1);
        (await client.ExecuteAsync("UPSERT bulk (id, v) VALUES (2, 'zwei') WHERE id = 2")).ShouldBe(1);
        (await client.ExecuteAsync("REPLACE INTO bulk (id, v) VALUES (3, 'drei') WHERE id = 3")).ShouldBe(1);
        (await client.ExecuteAsync("UPSERT bulk SELECT id + 1, v || '!', 7 FROM bulk")).ShouldBe(3);
        (await client.RowsAsync("SELECT * FROM bulk ORDER BY id")).ShouldBe(["1|uno|1", "2|uno!|7", "3|zwei!|7", "4|drei!|7"]);
        (await client.ExecuteAsync("UPSERT loose SELECT id, v FROM bulk")).ShouldBe(4);
        await client.FailsAsync("UPSERT loose VALUES (1, 'x') WITH PRIMARY KEY", "42P10");
        await client.FailsAsync("UPSERT bulk (v) VALUES ('x') WITH PRIMARY KEY", "42P10");
        await client.FailsAsync("UPSERT bulk VALUES (1, 'one', 1)", "23505");
        await using var prepared = new NpgsqlCommand("UPSERT bulk (id, v) VALUES ($1, $2) WITH PRIMARY KEY", client.Connection) { Parameters = { new() { Value = 9L }, new() { Value = "nine" } } };
        (await prepared.ExecuteNonQueryAsync()).ShouldBe(1);
        (await prepared.ExecuteNonQueryAsync()).ShouldBe(1);
        (await client.RowsAsync("SELECT v FROM bulk WHERE id = 9")).ShouldBe(["nine"]);
    }

    [Fact]
    public async Task A_million_rows_pass_through_in_bounded_memory_and_are_counted_on_the_way()
    {
        const int Rows = 1_000_000;
        var other = await landscape.CreateSourceAsync($"CREATE TABLE t AS SELECT i::bigint AS id, repeat('text of a row ', 10) || i AS v, i / 7.0::float8 AS w FROM generate_series(1, {Rows}) AS i");
        await using var gateway = await GatewayServer.StartAsync(null, ["--memory-limit", "256MB"]);
        var source = await landscape.CreateSourceAsync(Tables);
        await using var client = await GatewayClient.OpenAsync(gateway);
        foreach (var name in new[] { source, other }) await client.ExecuteAsync($"{landscape.CreateSource(name, name)}; CREATE SCHEMA {name}; IMPORT FOREIGN SCHEMA public FROM SERVER \"{name}\" INTO {name}");
        await client.ExecuteAsync("SET progress_notices = '50ms'");
        var before = ProcessMemory.IsKnown ? ProcessMemory.PeakMiB(gateway.ProcessId) : 0;
        (await client.ExecuteAsync($"INSERT INTO {source}.bulk SELECT * FROM {other}.t")).ShouldBe(Rows);
        if (ProcessMemory.IsKnown) (ProcessMemory.PeakMiB(gateway.ProcessId) - before).ShouldBeLessThan(200);
        client.Notices.ShouldContain(notice => notice.MessageText.EndsWith(" rows sent so far", StringComparison.Ordinal));
        (await client.ExecuteAsync($"UPDATE {source}.bulk SET w = t.w + 1 FROM {other}.t t WHERE t.id = bulk.id AND t.id % 2 = 0")).ShouldBe(Rows / 2);
        (await client.RowsAsync($"SELECT RECORD_COUNT FROM SYS.M_STATEMENTS WHERE STATEMENT_STRING LIKE 'INSERT INTO {source}.bulk%'")).ShouldBe(["1000000"]);
    }

    [Fact]
    public async Task Explain_analyze_writes_once_and_explain_does_not()
    {
        await using var client = await OpenAsync();
        (await client.TextAsync("EXPLAIN INSERT INTO bulk (id) VALUES (1)")).ShouldContain("remote sql: INSERT INTO");
        (await client.NumberAsync("SELECT count(*) FROM bulk")).ShouldBe(0);
        (await client.TextAsync("EXPLAIN (ANALYZE) INSERT INTO bulk (id) SELECT g FROM generate_series(1, 500) g")).ShouldContain("500 rows");
        (await client.TextAsync("EXPLAIN (FORMAT json) UPDATE bulk SET v = upper(v)")).ShouldContain("\"By Rows\"");
        (await client.NumberAsync("SELECT count(*) FROM bulk")).ShouldBe(500);
    }

    private static async Task<PostgresException> CopyFailsAsync(GatewayClient client, string copy, string data) => await Should.ThrowAsync<PostgresException>(async () =>
    {
        await using var import = await client.Connection.BeginTextImportAsync(copy);
        await import.WriteAsync(data);
    });

    /// <summary>A session in a schema with virtual tables of a database of its own; schema, source and database have one name.</summary>
    private async Task<GatewayClient> OpenAsync()
    {
        var source = await landscape.CreateSourceAsync(Tables);
        await using (var client = await landscape.OpenAsync()) await client.ExecuteAsync($"CREATE SCHEMA {source}; IMPORT FOREIGN SCHEMA public FROM SERVER \"{source}\" INTO {source}");
        return await landscape.OpenAsync(builder => builder.SearchPath = source);
    }
}
