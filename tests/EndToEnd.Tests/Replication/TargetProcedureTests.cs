using FederationGateway.EndToEnd.Support;

namespace FederationGateway.EndToEnd.Replication;

/// <summary>Remote subscriptions whose changes go to a procedure: once for each source transaction, exactly once whatever happens.</summary>
public sealed partial class TargetProcedureTests(LogicalCluster source) : IClassFixture<LogicalCluster>
{
    private const string Orders = "CREATE TABLE orders (id int PRIMARY KEY, customer text, total numeric(10, 2)); ALTER TABLE orders REPLICA IDENTITY FULL";

    private const string Changes = "IN changes TABLE (change_type char(1), change_time timestamp, change_sequence bigint, id int, customer text, total numeric(10, 2))";

    [Fact]
    public async Task A_procedure_gets_each_source_transaction_by_itself()
    {
        await using var plant = await ReplicationPlant.StartAsync(source.Cluster, Orders);
        await using var client = await plant.OpenAsync();
        await client.ExecuteAsync(
            $"""
            CREATE TABLE log (n serial, what text, id int, total numeric(10, 2), tag text, who text);
            CREATE TABLE calls (n serial, rows int, customers text);
            CREATE ROLE keeper;
            GRANT ALL ON log, calls TO keeper; GRANT USAGE ON SEQUENCE log_n_seq, calls_n_seq TO keeper;
            CREATE PROCEDURE take(IN tag text, {Changes}) AS '
                INSERT INTO log (what, id, total, tag, who) SELECT change_type, id, total, :tag, current_user FROM :changes ORDER BY change_sequence;
                WITH c AS (SELECT DISTINCT customer FROM changes) INSERT INTO calls (rows, customers) SELECT (SELECT count(*) FROM changes), string_agg(customer, '','' ORDER BY customer) FROM c';
            GRANT CREATE REMOTE SUBSCRIPTION ON REMOTE SOURCE s TO keeper; GRANT SELECT ON v.orders TO keeper; GRANT USAGE ON SCHEMA v TO keeper; GRANT CREATE ON SCHEMA public TO keeper
            """);
        await client.ExecuteAsync("SET ROLE keeper");
        await client.FailsAsync("CREATE REMOTE SUBSCRIPTION s ON v.orders TARGET PROCEDURE take ('x')", "42501");
        await client.ExecuteAsync("RESET ROLE; GRANT EXECUTE ON PROCEDURE take TO keeper; SET ROLE keeper");
        await client.ExecuteAsync("CREATE REMOTE SUBSCRIPTION s ON v.orders TARGET PROCEDURE take (tag => 'x' || 1)");
        await client.ExecuteAsync("CREATE REMOTE SUBSCRIPTION large AS (SELECT id, upper(customer), total FROM v.orders WHERE total >= 20) TARGET PROCEDURE take ('large')");
        await client.ExecuteAsync("RESET ROLE");
        (await client.RowsAsync("SELECT target_object_type, target_object_name, target_other_param_string, change_mode, change_type_column_name, is_valid FROM remote_subscriptions WHERE subscription_name = 's'")).ShouldBe(
            ["PROCEDURE|take|tag => 'x' || 1||change_type|TRUE"]);
        await ReplicationPlant.BeginAsync(client, "s", "large");

        await plant.AtSourceAsync("INSERT INTO orders VALUES (1, 'a', 10), (2, 'b', 20)");
        await plant.AtSourceAsync("BEGIN; UPDATE orders SET total = total + 10; DELETE FROM orders WHERE id = 2; COMMIT");
        await plant.AtSourceAsync("UPDATE orders SET total = 5; TRUNCATE orders");
        await ReplicationPlant.UntilAsync(
            client, "SELECT what, id, total, who FROM log WHERE tag = 'x1' ORDER BY n",
            "I|1|10.00|admin", "I|2|20.00|admin", "B|1|10.00|admin", "U|1|20.00|admin", "B|2|20.00|admin", "U|2|30.00|admin", "D|2|30.00|admin", "B|1|20.00|admin", "U|1|5.00|admin", "T|||admin");
        await ReplicationPlant.UntilAsync(
            client, "SELECT what, id, total FROM log WHERE tag = 'large' ORDER BY n", "I|2|20.00", "I|1|20.00", "B|2|20.00", "U|2|30.00", "D|2|30.00", "D|1|20.00", "T||");
        await ReplicationPlant.UntilAsync(client, "SELECT rows, customers FROM calls ORDER BY rows, customers", "1|B", "2|A", "2|a,b", "3|a", "4|A,B", "5|a,b");
        await client.FailsAsync("DROP PROCEDURE take", "2BP01");
        await RefusedAsync(client);
        await client.FailsAsync("ALTER REMOTE SUBSCRIPTION s RESYNC", "0A000");
        await client.ExecuteAsync("DROP PROCEDURE take CASCADE");
        await ReplicationPlant.UntilNoneAsync(plant.SlotsAsync);
        await client.ExecuteAsync("DROP OWNED BY keeper; DROP ROLE keeper");
    }

    [Fact]
    public async Task A_call_that_fails_stands_before_its_transaction_and_the_others_go_on()
    {
        await using var plant = await ReplicationPlant.StartAsync(source.Cluster, Orders);
        await using var client = await plant.OpenAsync();
        string Procedure(string limit) => $"CREATE OR REPLACE PROCEDURE take({Changes}) AS 'INSERT INTO seen SELECT id FROM changes; INSERT INTO seen SELECT 1000 / (total - {limit}) FROM changes WHERE total = {limit}'";
        await client.ExecuteAsync($"CREATE TABLE seen (id int PRIMARY KEY); CREATE TABLE same (id int PRIMARY KEY, customer text, total numeric(10, 2)); {Procedure("7")}");
        await client.ExecuteAsync("CREATE REMOTE SUBSCRIPTION s ON v.orders TARGET PROCEDURE take; CREATE REMOTE SUBSCRIPTION plain ON v.orders TARGET TABLE same");
        await ReplicationPlant.BeginAsync(client, "s", "plain");

        await plant.AtSourceAsync("INSERT INTO orders VALUES (1, 'a', 1)");
        await plant.AtSourceAsync("INSERT INTO orders VALUES (2, 'a', 1), (3, 'a', 7)");
        await plant.AtSourceAsync("INSERT INTO orders VALUES (4, 'a', 8)");
        await ReplicationPlant.UntilAsync(client, "SELECT id FROM same ORDER BY id", "1", "2", "3", "4");
        await ReplicationPlant.UntilAsync(
            client, "SELECT object_name, error_number, sqlstate, table_name, error_message, position IS NOT NULL FROM remote_subscription_exceptions",
            "s|1954|22012|public.take|division by zero (SQL procedure \"take\" statement 2)|t");
        (await client.RowsAsync("SELECT id FROM seen ORDER BY id")).ShouldBe(["1"]);

        // Mended, all of the transaction comes; another one is left out, wholly.
        await client.ExecuteAsync(Procedure("8"));
        await client.ExecuteAsync("PROCESS REMOTE SUBSCRIPTION EXCEPTIONS RETRY");
        await ReplicationPlant.UntilAsync(client, "SELECT error_message FROM remote_subscription_exceptions", "division by zero (SQL procedure \"take\" statement 2)");
        await plant.AtSourceAsync("INSERT INTO orders VALUES (5, 'a', 9)");
        await client.ExecuteAsync("PROCESS REMOTE SUBSCRIPTION EXCEPTIONS IGNORE");
        await ReplicationPlant.UntilAsync(client, "SELECT id FROM seen ORDER BY id", "1", "2", "3", "5");

        // A procedure that no longer takes the columns, or is not allowed to be called any more.
        await client.ExecuteAsync("CREATE OR REPLACE PROCEDURE take(IN changes TABLE (change_type char(1), change_time timestamp, change_sequence bigint, id int)) AS 'INSERT INTO seen SELECT id FROM changes'");
        await plant.AtSourceAsync("INSERT INTO orders VALUES (6, 'a', 9)");
        await ReplicationPlant.UntilAsync(client, "SELECT error_number FROM remote_subscription_exceptions", "1957");
        await client.ExecuteAsync(Procedure("100"));
        await client.ExecuteAsync("PROCESS REMOTE SUBSCRIPTION EXCEPTIONS RETRY");
        await ReplicationPlant.UntilAsync(client, "SELECT id FROM seen ORDER BY id", "1", "2", "3", "5", "6");
    }

    [Fact]
    public async Task No_call_is_lost_or_made_twice_when_the_gateway_is_killed()
    {
        await using var plant = await ReplicationPlant.StartAsync(source.Cluster, Orders);
        await using (var client = await plant.OpenAsync())
        {
            await client.ExecuteAsync($"CREATE TABLE counted (transactions int, changes int); INSERT INTO counted VALUES (0, 0); CREATE PROCEDURE count_them({Changes}) AS 'UPDATE counted SET transactions = transactions + 1, changes = changes + (SELECT count(*) FROM changes)'");
            await client.ExecuteAsync("CREATE REMOTE SUBSCRIPTION s ON v.orders TARGET PROCEDURE count_them");
            await ReplicationPlant.BeginAsync(client, "s");
        }

        for (var kill = 0; kill < 2; kill++)
        {
            for (var i = 0; i < 20; i++) await plant.AtSourceAsync($"INSERT INTO orders SELECT {(kill * 1000) + (i * 10)} + n, 'a', 1 FROM generate_series(0, {i % 5}) n");
            await plant.KillAsync();
            await plant.RestartAsync();
        }

        await using var last = await plant.OpenAsync();
        await ReplicationPlant.UntilAsync(last, "SELECT transactions, changes FROM counted", "40|120");
        (await last.RowsAsync("SELECT applied_message_count FROM m_remote_subscription_statistics")).ShouldBe(["120"]);
    }

    private static async Task RefusedAsync(GatewayClient client)
    {
        await client.ExecuteAsync(
            $"""
            CREATE PROCEDURE no_table(a int) AS 'SELECT a';
            CREATE PROCEDURE wrong_start(IN changes TABLE (change_type int, change_time timestamp, change_sequence bigint, id int, customer text, total numeric)) AS 'SELECT 1';
            CREATE PROCEDURE too_few(IN changes TABLE (change_type text, change_time timestamp, change_sequence bigint, id int)) AS 'SELECT 1';
            CREATE PROCEDURE reads_remote({Changes}) AS 'SELECT count(*) FROM v.orders';
            CREATE PROCEDURE one(a int, {Changes}) AS 'SELECT a'
            """);
        (string Target, string State)[] refused =
        [
            ("TARGET PROCEDURE nowhere", "42883"), ("TARGET PROCEDURE no_table (1)", "42P17"), ("TARGET PROCEDURE wrong_start", "42P17"), ("TARGET PROCEDURE too_few", "42804"),
            ("TARGET PROCEDURE reads_remote", "0A000"), ("TARGET PROCEDURE one", "42883"), ("TARGET PROCEDURE one (1, 2)", "42883"), ("TARGET PROCEDURE one (other => 1)", "42883"),
            ("TARGET PROCEDURE one ('x')", "22P02"), ("WITH SCHEMA CHANGES TARGET PROCEDURE one (1)", "42601"), ("TARGET TASK one", "42704"),
        ];
        foreach (var (target, state) in refused) (await client.FailsAsync($"CREATE REMOTE SUBSCRIPTION refused ON v.orders {target}", state)).Position.ShouldBeGreaterThan(0, target);
    }
}
