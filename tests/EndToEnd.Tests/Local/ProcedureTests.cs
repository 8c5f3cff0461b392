using FederationGateway.EndToEnd.Support;
using FederationGateway.Support.Servers;
using Npgsql;

namespace FederationGateway.EndToEnd.Local;

/// <summary>Procedures of users: their texts, whose rights they run with, and what is refused.</summary>
public sealed class ProcedureTests(Landscape landscape)
{
    [Fact]
    public async Task A_procedure_is_written_as_HANA_or_as_PostgreSQL_writes_one()
    {
        await using var client = await landscape.OpenOwnSchemaAsync();
        await client.ExecuteAsync("CREATE TABLE t (id int PRIMARY KEY, name text)");

        // Npgsql cuts texts at semicolons when it is to look for parameters; psql does not.
        var made = await Psql.RunAsync(landscape.Gateway, ["-v", "ON_ERROR_STOP=1"],
            $"""
            SET search_path = {client.Schema};
            CREATE PROCEDURE hana(IN id INTEGER, IN name NVARCHAR(20)) LANGUAGE SQLSCRIPT SQL SECURITY DEFINER AS BEGIN
              UPSERT t VALUES (:id, CASE WHEN :name = '' THEN 'nobody' ELSE :name END) WITH PRIMARY KEY;
              SELECT id, name FROM t ORDER BY id;
            END;
            CREATE PROCEDURE standard(wanted int) BEGIN ATOMIC DELETE FROM t WHERE id = wanted; END;
            """);
        made.ExitCode.ShouldBe(0, made.Error);
        (await client.RowsAsync("CALL hana(1, 'one')")).ShouldBe(["1|one"]);
        (await client.RowsAsync("CALL hana(name => '', id => 2)")).ShouldBe(["1|one", "2|nobody"]);
        (await client.RowsAsync("CALL standard(1)")).ShouldBe([]);
        await using var command = new NpgsqlCommand("CALL hana($1, $2)", client.Connection) { Parameters = { new() { Value = 3 }, new() { Value = "three" } } };
        await command.ExecuteNonQueryAsync();
        (await client.RowsAsync("SELECT id, name FROM t ORDER BY id")).ShouldBe(["2|nobody", "3|three"]);
        await client.ExecuteAsync("BEGIN; CALL standard(2); ROLLBACK");
        (await client.NumberAsync("SELECT count(*) FROM t")).ShouldBe(2);
    }

    [Fact]
    public async Task All_of_a_call_happens_or_nothing()
    {
        await using var client = await landscape.OpenOwnSchemaAsync();
        await client.ExecuteAsync("CREATE TABLE t (id int PRIMARY KEY); CREATE PROCEDURE twice(a int) LANGUAGE sql AS 'INSERT INTO t VALUES (a); INSERT INTO t VALUES (a)'");
        var error = await client.FailsAsync("CALL twice(1)", "23505");
        error.Where.ShouldBe("SQL procedure \"twice\" statement 2");
        (await client.NumberAsync("SELECT count(*) FROM t")).ShouldBe(0);
    }

    [Fact]
    public async Task It_runs_with_its_owners_rights_unless_it_says_otherwise()
    {
        await using var owner = await landscape.OpenOwnSchemaAsync();
        var (schema, caller) = (owner.Schema, $"caller_{owner.Schema}");
        await owner.ExecuteAsync(
            $"""
            CREATE TABLE secrets (a int); INSERT INTO secrets VALUES (1);
            CREATE PROCEDURE mine() LANGUAGE sql AS 'SELECT a, current_user FROM secrets';
            CREATE PROCEDURE yours() LANGUAGE sql SECURITY INVOKER AS 'SELECT a FROM secrets';
            CREATE PROCEDURE remote() LANGUAGE sql AS 'SELECT count(*) FROM crm.customers WHERE id < 0';
            CREATE ROLE {caller} LOGIN PASSWORD 'caller-1';
            GRANT EXECUTE ON PROCEDURE yours, remote() TO {caller}
            """);
        await using var other = await landscape.OpenAsync(builder => (builder.Username, builder.Password, builder.SearchPath) = (caller, "caller-1", schema));
        await other.FailsAsync($"CALL {schema}.mine()", "42501");
        await owner.ExecuteAsync($"GRANT USAGE ON SCHEMA {schema} TO {caller}");
        await other.FailsAsync("CALL mine()", "42501");
        await owner.ExecuteAsync($"GRANT EXECUTE ON PROCEDURE mine TO {caller}");
        (await other.RowsAsync("CALL mine()")).ShouldBe([$"1|{GatewayServer.Administrator}"]);
        (await other.RowsAsync("CALL remote()")).ShouldBe(["0"]);
        await other.FailsAsync("CALL yours()", "42501");
        (await other.RowsAsync("SELECT current_user")).ShouldBe([caller]);
        (await other.RowsAsync("SELECT procedure_name, definition FROM procedures WHERE procedure_name = 'mine'")).ShouldBe(["mine|"]);
        await other.FailsAsync("DROP PROCEDURE mine", "42501");
        await other.FailsAsync("CREATE OR REPLACE PROCEDURE mine() LANGUAGE sql AS 'SELECT 1'", "42501");
        await owner.ExecuteAsync($"REVOKE EXECUTE ON PROCEDURE mine FROM {caller}");
        await other.FailsAsync("CALL mine()", "42501");
        (await owner.RowsAsync($"SELECT event_action, object_name FROM audit_log WHERE object_name IN ('mine', '{schema}.mine') AND event_status = 'SUCCESSFUL' AND event_action LIKE '%PROCEDURE' ORDER BY 1")).ShouldBe(["CREATE PROCEDURE|mine"]);
        await owner.ExecuteAsync($"DROP OWNED BY {caller}; DROP ROLE {caller}");
    }

    [Theory]
    [InlineData("AS 'CALL p()'", "0A000", "CALL in a procedure is not supported")]
    [InlineData("AS 'INSERT INTO crm.customers (id) VALUES (1)'", "0A000", "writing \"crm.customers\", which is not a local table, in a procedure is not supported")]
    [InlineData("AS 'DECLARE x int'", "0A000", "DECLARE in a procedure is not supported")]
    [InlineData("AS 'x := 5'", "0A000", "a variable in a procedure is not supported")]
    [InlineData("AS 'DROP TABLE t'", "0A000", "DROP in a procedure is not supported")]
    [InlineData("AS 'SELECT :b'", "42703", "parameter \"b\" does not exist")]
    [InlineData("AS 'SELECT * FROM :b'", "42P01", "table parameter \"b\" does not exist")]
    [InlineData("LANGUAGE plpgsql AS 'SELECT 1'", "42704", "language \"plpgsql\" does not exist")]
    [InlineData("AS 'SELECT a + date ''2020-01-01'' + ''{}''::json'", "42883", null)]
    public async Task What_a_procedure_cannot_be_is_refused_where_it_is_made(string body, string state, string? message)
    {
        await using var client = await landscape.OpenOwnSchemaAsync();
        var error = await client.FailsAsync($"CREATE PROCEDURE p(a int) {body}", state);
        if (message is not null) error.MessageText.ShouldBe(message);
        error.Position.ShouldBeGreaterThan("CREATE PROCEDURE p(a int) ".Length);
        await client.FailsAsync("CALL p(1)", "42883");
    }

    [Fact]
    public async Task Parameters_that_are_no_input_are_refused()
    {
        await using var client = await landscape.OpenOwnSchemaAsync();
        (await client.FailsAsync("CREATE PROCEDURE p(OUT a int) AS 'SELECT 1'", "0A000")).MessageText.ShouldBe("a parameter of a procedure that is not IN is not supported");
        await client.ExecuteAsync("CREATE PROCEDURE p(out int) AS 'SELECT out'");
        (await client.RowsAsync("CALL p(5)")).ShouldBe(["5"]);
    }

    [Fact]
    public async Task A_dumped_procedure_can_be_made_again()
    {
        await using var client = await landscape.OpenOwnSchemaAsync();
        await client.ExecuteAsync("CREATE TABLE t (a numeric(10, 2)); CREATE PROCEDURE p(a numeric(10, 2), \"B c\" varchar(3)) LANGUAGE sql AS $x$INSERT INTO t VALUES (p.a); SELECT '$procedure$' AS d, :\"B c\"$x$");
        var text = await client.TextAsync("SELECT pg_get_functiondef('p'::regproc)");
        await client.ExecuteAsync("DROP PROCEDURE p");
        await client.ExecuteAsync(text);
        (await client.RowsAsync("CALL p(1.5, 'abc')")).ShouldBe(["$procedure$|abc"]);
        (await client.TextAsync("SELECT pg_get_functiondef('p'::regproc)")).ShouldBe(text);
        (await client.RowsAsync("SELECT parameter_name, data_type_name, length, scale FROM procedure_parameters WHERE schema_name = current_schema ORDER BY position")).ShouldBe(["a|numeric|10|2", "B c|character varying|3|"]);
        await client.ExecuteAsync($"DROP SCHEMA {client.Schema} CASCADE");
        (await client.NumberAsync($"SELECT count(*) FROM procedures WHERE schema_name = '{client.Schema}'")).ShouldBe(0);
    }
}
