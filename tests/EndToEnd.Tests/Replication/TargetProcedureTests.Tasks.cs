using FederationGateway.EndToEnd.Support;

namespace FederationGateway.EndToEnd.Replication;

/// <summary>Tasks that are procedures: started by hand, and with what source transactions have made of the rows.</summary>
public sealed partial class TargetProcedureTests
{
    [Fact]
    public async Task A_task_gets_what_each_source_transaction_has_made_of_the_rows()
    {
        await using var plant = await ReplicationPlant.StartAsync(source.Cluster, Orders);
        await using var client = await plant.OpenAsync();
        await client.ExecuteAsync(
            $"""
            CREATE TABLE log (n serial, what text, id int, total numeric(10, 2), tag text);
            CREATE ROLE keeper;
            CREATE PROCEDURE take(tag text, {Changes}) AS 'INSERT INTO log (what, id, total, tag) SELECT change_type, id, total, :tag FROM changes ORDER BY change_sequence';
            CREATE TASK taking PROCEDURE take;
            GRANT CREATE REMOTE SUBSCRIPTION ON REMOTE SOURCE s TO keeper; GRANT SELECT ON v.orders TO keeper; GRANT USAGE ON SCHEMA v TO keeper; GRANT CREATE ON SCHEMA public TO keeper;
            SET ROLE keeper
            """);
        await client.FailsAsync("CREATE REMOTE SUBSCRIPTION s ON v.orders TARGET TASK taking ('x')", "42501");
        await client.ExecuteAsync("RESET ROLE; GRANT EXECUTE ON TASK taking TO keeper; SET ROLE keeper");
        await client.ExecuteAsync("CREATE REMOTE SUBSCRIPTION s ON v.orders TARGET TASK taking (tag => 'all')");
        await client.ExecuteAsync("CREATE REMOTE SUBSCRIPTION large AS (SELECT id, customer, total FROM v.orders WHERE total >= 20) TARGET TASK taking PROCEDURE PARAMETERS ('large'); RESET ROLE");
        (await client.RowsAsync("SELECT subscription_name, target_object_type, target_object_name, target_other_param_string, task_procedure_parameters, is_valid FROM remote_subscriptions ORDER BY 1")).ShouldBe(
            ["large|TASK|taking||tag => 'large'|TRUE", "s|TASK|taking|tag => 'all'||TRUE"]);
        await ReplicationPlant.BeginAsync(client, "s", "large");

        await plant.AtSourceAsync("BEGIN; INSERT INTO orders VALUES (1, 'a', 1), (2, 'b', 2), (3, 'c', 3); UPDATE orders SET total = total * 10; DELETE FROM orders WHERE id = 2; COMMIT");
        await plant.AtSourceAsync("BEGIN; INSERT INTO orders VALUES (9, 'z', 90); DELETE FROM orders WHERE id = 9; COMMIT");
        await plant.AtSourceAsync("BEGIN; DELETE FROM orders WHERE id = 1; INSERT INTO orders VALUES (1, 'a', 70); UPDATE orders SET id = 4 WHERE id = 3; COMMIT");
        await plant.AtSourceAsync("BEGIN; INSERT INTO orders VALUES (5, 'e', 50); TRUNCATE orders; INSERT INTO orders VALUES (6, 'f', 60); COMMIT");
        await ReplicationPlant.UntilAsync(
            client, "SELECT what, id, total FROM log WHERE tag = 'all' ORDER BY n",
            "I|1|10.00", "I|3|30.00", "B|1|10.00", "U|1|70.00", "D|3|30.00", "I|4|30.00", "T||", "I|6|60.00");
        await ReplicationPlant.UntilAsync(client, "SELECT what, id, total FROM log WHERE tag = 'large' ORDER BY n", "I|3|30.00", "I|1|70.00", "D|3|30.00", "I|4|30.00", "T||", "I|6|60.00");

        await ReplicationPlant.UntilAsync(
            client, "SELECT task_name, task_execution_id, parameters, procedure_parameters, status, current_operation, processed_records, user_name FROM m_tasks WHERE parameters IS NOT NULL",
            "taking||tag => 'all'||RUNNING|following remote subscription public.s|19|keeper");

        // Whoever may no longer start it stands still, and goes on where that was.
        await client.ExecuteAsync("REVOKE EXECUTE ON TASK taking FROM keeper");
        await plant.AtSourceAsync("INSERT INTO orders VALUES (7, 'g', 7)");
        await ReplicationPlant.UntilAsync(client, "SELECT object_name, error_number, sqlstate, table_name, error_message FROM remote_subscription_exceptions", "s|1954|42501|public.taking|permission denied for task taking");
        await client.ExecuteAsync("GRANT EXECUTE ON TASK taking TO keeper");
        await client.ExecuteAsync("PROCESS REMOTE SUBSCRIPTION EXCEPTIONS RETRY");
        await ReplicationPlant.UntilAsync(client, "SELECT what, id FROM log WHERE id = 7", "I|7");

        (await client.FailsAsync("DROP TASK taking", "2BP01")).Detail.ShouldBe("remote subscription public.s depends on task public.taking\nremote subscription public.large depends on task public.taking");
        await client.FailsAsync("DROP PROCEDURE take", "2BP01");
        await client.FailsAsync("DROP ROLE keeper", "2BP01");
        await client.ExecuteAsync("DROP TASK taking CASCADE");
        (await client.RowsAsync("SELECT count(*) FROM remote_subscriptions")).ShouldBe(["0"]);
        await ReplicationPlant.UntilNoneAsync(plant.SlotsAsync);
        await client.ExecuteAsync("DROP PROCEDURE take; DROP OWNED BY keeper; DROP ROLE keeper");
    }

    [Fact]
    public async Task A_task_is_started_by_hand_with_values_and_its_outcome_is_kept()
    {
        await using var plant = await ReplicationPlant.StartAsync(source.Cluster, Orders);
        await using var client = await plant.OpenAsync();
        await client.ExecuteAsync(
            $"""
            CREATE TABLE log (n serial, what text, id int, who text);
            CREATE PROCEDURE note(what text, id int) SECURITY INVOKER AS 'INSERT INTO log (what, id, who) VALUES (:what, 1 / :id, current_user)';
            CREATE PROCEDURE take({Changes}) AS 'SELECT count(*) FROM changes';
            CREATE TASK noting AS PROCEDURE note;
            CREATE TASK taking AS PROCEDURE take;
            CREATE ROLE starter;
            GRANT EXECUTE ON TASK noting TO starter
            """);
        await client.ExecuteAsync("START TASK noting ('x', id => 1)");
        await client.ExecuteAsync("SET ROLE starter");
        await client.ExecuteAsync("START TASK noting ASYNC PROCEDURE PARAMETERS ('y', 1)");
        await ReplicationPlant.UntilAsync(client, "SELECT task_name, status, is_async, parameters, procedure_parameters, user_name FROM task_executions WHERE status <> 'RUNNING'", "noting|COMPLETED|TRUE||'y', 1|starter");
        await client.FailsAsync("DROP TASK noting", "42501");
        await client.FailsAsync("START TASK taking", "42501");
        await client.ExecuteAsync("RESET ROLE");
        (await client.RowsAsync("SELECT what, id, who FROM log ORDER BY n")).ShouldBe(["x|1|admin", "y|1|admin"]);
        (string Statement, string State)[] refused =
        [
            ("START TASK noting ('x', 0)", "22012"), ("START TASK noting ('x')", "42883"), ("START TASK noting ('x', other => 1)", "42883"), ("START TASK noting ('x', 'y')", "22P02"),
            ("START TASK taking", "0A000"), ("START TASK nowhere", "42704"), ("CREATE TASK noting PROCEDURE note", "42710"), ("CREATE TASK other PROCEDURE nowhere", "42883"),
            ("DROP PROCEDURE note", "2BP01"), ("BEGIN; START TASK noting ('x', 1)", "25001"),
        ];
        foreach (var (statement, state) in refused) await client.FailsAsync(statement, state);
        await client.ExecuteAsync("ROLLBACK");
        (await client.RowsAsync("SELECT task_name, status, parameters, error_code, error_message FROM task_executions WHERE status = 'FAILED'")).ShouldBe(
            ["noting|FAILED|'x', 0|22012|division by zero"]);
        (await client.RowsAsync("SELECT task_name, task_type, has_table_type_input, is_realtime_task, procedure_name, input_parameter_count, sql_security FROM tasks ORDER BY task_name")).ShouldBe(
            ["noting|PROCEDURE|FALSE|FALSE|note|2|INVOKER", "taking|PROCEDURE|TRUE|TRUE|take|1|DEFINER"]);
        (await client.RowsAsync("SELECT task_name, parameter_name, position, parameter_type FROM task_parameters ORDER BY 1, 3")).ShouldBe(["noting|what|1|IN", "noting|id|2|IN", "taking|changes|1|IN"]);
        (await client.RowsAsync("SELECT grantee, privilege FROM granted_privileges WHERE object_type = 'TASK' AND object_name = 'noting' AND grantee = 'starter'")).ShouldBe(["starter|EXECUTE"]);

        (string Target, string State)[] targets = [("(SELECT id + 1, customer, total FROM v.orders) TARGET TASK taking", "42P17"), ("(SELECT id, customer FROM v.orders) TARGET TASK taking", "42804"), ("(SELECT id, customer, total FROM v.orders) TARGET TASK noting ('x', 1)", "42P17")];
        foreach (var (target, state) in targets) (await client.FailsAsync($"CREATE REMOTE SUBSCRIPTION s AS {target}", state)).Position.ShouldBeGreaterThan(0, target);
        await client.ExecuteAsync("CREATE REPLICATION TASK copying FROM v.orders TO copy MODE REPLICATION");
        await client.FailsAsync("CREATE REMOTE SUBSCRIPTION s ON v.orders TARGET TASK copying", "42809");
        await client.FailsAsync("START TASK copying (1)", "42883");
        await client.ExecuteAsync("DROP TASK noting, taking, copying; DROP PROCEDURE note, take; DROP ROLE starter");
    }

    [Fact]
    public async Task Statements_take_changes_without_a_procedure_and_a_task_has_statements_of_its_own()
    {
        await using var plant = await ReplicationPlant.StartAsync(source.Cluster, Orders);
        await using var client = await plant.OpenAsync();
        await client.ExecuteAsync("CREATE TABLE log (n serial, what text, id int, total numeric(10, 2), tag text)");
        await client.ExecuteAsync(
            """
            CREATE REMOTE SUBSCRIPTION every ON v.orders TARGET PROCEDURE AS $$
                INSERT INTO log (what, id, total, tag) SELECT change_type, id, total, 'every' FROM changes ORDER BY change_sequence;
                SELECT 1 / (id - 13) FROM changes
            $$
            """);
        await client.ExecuteAsync("CREATE REMOTE SUBSCRIPTION net AS (SELECT id, upper(customer) AS who, total FROM v.orders) TARGET TASK AS 'INSERT INTO log (what, id, total, tag) SELECT change_type, id, total, who FROM :changes ORDER BY change_sequence'");
        (await client.RowsAsync("SELECT subscription_name, target_object_type, target_object_name, is_valid, target_statements LIKE '%ORDER BY change_sequence%' FROM remote_subscriptions ORDER BY 1")).ShouldBe(
            ["every|PROCEDURE||TRUE|t", "net|TASK||TRUE|t"]);
        await ReplicationPlant.BeginAsync(client, "every", "net");
        await plant.AtSourceAsync("BEGIN; INSERT INTO orders VALUES (1, 'a', 1); UPDATE orders SET total = 2; COMMIT");
        await plant.AtSourceAsync("INSERT INTO orders VALUES (13, 'b', 3)");
        await ReplicationPlant.UntilAsync(client, "SELECT what, id, total, tag FROM log WHERE tag <> 'every' ORDER BY n", "I|1|2.00|A", "I|13|3.00|B");
        await ReplicationPlant.UntilAsync(
            client, "SELECT object_name, sqlstate, table_name, error_message FROM remote_subscription_exceptions", "every|22012|public.every|division by zero (\"every\" statement 2)");
        (await client.RowsAsync("SELECT what, id, total FROM log WHERE tag = 'every' ORDER BY n")).ShouldBe(["I|1|1.00", "B|1|1.00", "U|1|2.00"]);
        (string Statement, string State)[] refused =
        [
            ("CREATE REMOTE SUBSCRIPTION s ON v.orders TARGET PROCEDURE AS 'INSERT INTO nowhere SELECT id FROM changes'", "42P01"), ("CREATE REMOTE SUBSCRIPTION s ON v.orders TARGET PROCEDURE AS 'SELECT nothing FROM changes'", "42703"),
            ("CREATE REMOTE SUBSCRIPTION s ON v.orders TARGET TASK AS 'SELECT count(*) FROM v.orders'", "0A000"), ("CREATE REMOTE SUBSCRIPTION s ON v.orders TARGET PROCEDURE AS 'DROP TABLE log'", "0A000"),
            ("CREATE REMOTE SUBSCRIPTION s AS (SELECT id, id FROM v.orders) TARGET PROCEDURE AS 'SELECT 1'", "42701"), ("CREATE REMOTE SUBSCRIPTION s AS (SELECT customer FROM v.orders) TARGET TASK AS 'SELECT 1'", "42P17"),
            ("CREATE TASK t AS 'INSERT INTO nowhere VALUES (1)'", "42P01"),
        ];
        foreach (var (statement, state) in refused) (await client.FailsAsync(statement, state)).Position.ShouldBeGreaterThan(0, statement);

        await client.ExecuteAsync("CREATE TASK noting (what text, id int) AS 'INSERT INTO log (what, id, tag) VALUES (:what, id, current_user)'");
        await client.ExecuteAsync("START TASK noting ('x', id => 77)");
        (await client.RowsAsync("SELECT what, tag FROM log WHERE id = 77")).ShouldBe(["x|admin"]);
        (await client.RowsAsync("SELECT task_type, procedure_name, plan, input_parameter_count FROM tasks")).ShouldBe(["STATEMENTS||INSERT INTO log (what, id, tag) VALUES (:what, id, current_user)|2"]);
        await client.ExecuteAsync("CREATE ROLE heir SUPERUSER; ALTER REMOTE SUBSCRIPTION net OWNER TO heir");
        await plant.AtSourceAsync("DELETE FROM orders WHERE id = 1");
        await ReplicationPlant.UntilAsync(client, "SELECT what, id, total, tag FROM log WHERE what = 'D'", "D|1|2.00|A");
    }

    [Fact]
    public async Task No_start_of_a_task_is_lost_or_made_twice_when_the_gateway_is_killed()
    {
        await using var plant = await ReplicationPlant.StartAsync(source.Cluster, Orders);
        await using (var client = await plant.OpenAsync())
        {
            await client.ExecuteAsync(
                $"""
                CREATE TABLE counted (transactions int, changes int); INSERT INTO counted VALUES (0, 0);
                CREATE PROCEDURE count_them({Changes}) AS 'UPDATE counted SET transactions = transactions + 1, changes = changes + (SELECT count(*) FROM changes)';
                CREATE TASK counting PROCEDURE count_them;
                CREATE REMOTE SUBSCRIPTION s ON v.orders TARGET TASK counting
                """);
            await ReplicationPlant.BeginAsync(client, "s");
        }

        for (var kill = 0; kill < 2; kill++)
        {
            for (var i = 0; i < 10; i++)
                await plant.AtSourceAsync($"BEGIN; INSERT INTO orders SELECT {(kill * 1000) + (i * 10)} + n, 'a', 1 FROM generate_series(0, 2) n; UPDATE orders SET total = 2 WHERE id >= {(kill * 1000) + (i * 10)}; COMMIT");
            await plant.KillAsync();
            await plant.RestartAsync();
        }

        await using var last = await plant.OpenAsync();
        await ReplicationPlant.UntilAsync(last, "SELECT transactions, changes FROM counted", "20|60");
    }
}
