using FederationGateway.EndToEnd.Support;

namespace FederationGateway.EndToEnd.Replication;

/// <summary>The four statements of the usual example, in the three modes: two inserts, an update, a delete over a row that was loaded.</summary>
public sealed class ReplicationModeTests(LogicalCluster source) : IClassFixture<LogicalCluster>
{
    private const string Tables =
        """
        CREATE TABLE address_input (customer_id varchar(10) PRIMARY KEY, street text, city text, postalcode text, country char(2));
        ALTER TABLE address_input REPLICA IDENTITY FULL;
        INSERT INTO address_input VALUES ('1', 'Dietmar-Hopp-Allee 16', 'Walldorf', '69190', 'DE');
        """;

    private static readonly string[] Statements =
    [
        "INSERT INTO address_input VALUES ('2', 'North 1st Street', 'San Jose', '????', 'US')",
        "INSERT INTO address_input VALUES ('3', 'Hill Rd Drive 532', 'LA', '90003', 'US')",
        "UPDATE address_input SET postalcode = '95121' WHERE customer_id = '2'",
        "DELETE FROM address_input WHERE customer_id = '1'",
    ];

    [Fact]
    public async Task A_replica_has_the_rows_of_the_source()
    {
        await using var plant = await ReplicationPlant.StartAsync(source.Cluster, Tables);
        await using var client = await plant.OpenAsync();
        await client.ExecuteAsync("CREATE TABLE here (customer_id varchar(10) PRIMARY KEY, street text, city text, postalcode text, country char(2))");
        await client.ExecuteAsync("CREATE REMOTE SUBSCRIPTION sub ON v.address_input TARGET TABLE here");
        await FollowAsync(plant, client, "INSERT INTO here SELECT * FROM v.address_input");
        await ReplicationPlant.UntilAsync(client, "SELECT * FROM here ORDER BY 1", "2|North 1st Street|San Jose|95121|US", "3|Hill Rd Drive 532|LA|90003|US");
        (await client.RowsAsync("SELECT * FROM here ORDER BY 1")).ShouldBe(await plant.SourceRowsAsync("SELECT * FROM address_input ORDER BY 1"));
    }

    [Fact]
    public async Task With_logical_delete_deleted_rows_stay_marked()
    {
        await using var plant = await ReplicationPlant.StartAsync(source.Cluster, Tables);
        await using var client = await plant.OpenAsync();
        await client.ExecuteAsync("CREATE TABLE here (customer_id varchar(10) PRIMARY KEY, street text, city text, postalcode text, country char(2), _change_type varchar(2), _change_time timestamp)");
        await client.ExecuteAsync("CREATE REMOTE SUBSCRIPTION sub ON v.address_input TARGET TABLE here CHANGE TYPE COLUMN _change_type CHANGE TIME COLUMN _change_time UPSERT");
        await FollowAsync(plant, client, "INSERT INTO here SELECT *, 'I', now() FROM v.address_input");
        await ReplicationPlant.UntilAsync(
            client, "SELECT customer_id, city, postalcode, _change_type FROM here ORDER BY 1", "1|Walldorf|69190|D", "2|San Jose|95121|A", "3|LA|90003|A");
        (await client.RowsAsync("SELECT count(*), count(_change_time) FROM here")).ShouldBe(["3|3"]);
    }

    [Fact]
    public async Task Preserving_all_keeps_a_row_for_each_change()
    {
        await using var plant = await ReplicationPlant.StartAsync(source.Cluster, Tables);
        await using var client = await plant.OpenAsync();
        await client.ExecuteAsync("CREATE TABLE here (customer_id varchar(10), street text, city text, postalcode text, country char(2), _change_type varchar(2), _change_time timestamp, _change_sequence int)");
        await client.ExecuteAsync(
            "CREATE REMOTE SUBSCRIPTION sub ON v.address_input TARGET TABLE here CHANGE TYPE COLUMN _change_type CHANGE TIME COLUMN _change_time CHANGE SEQUENCE COLUMN _change_sequence INSERT");
        await FollowAsync(plant, client, "INSERT INTO here SELECT *, 'I', now(), 0 FROM v.address_input");
        await ReplicationPlant.UntilAsync(
            client, "SELECT _change_type, customer_id, city, postalcode, _change_sequence FROM here ORDER BY _change_time, _change_sequence",
            "I|1|Walldorf|69190|0", "I|2|San Jose|????|0", "I|3|LA|90003|0", "B|2|San Jose|????|0", "U|2|San Jose|95121|1", "D|1|Walldorf|69190|0");
        (await client.RowsAsync("SELECT count(DISTINCT _change_time) FROM here WHERE _change_type IN ('B', 'U')")).ShouldBe(["1"]);
    }

    [Fact]
    public async Task A_table_that_is_emptied_takes_no_rows_of_another_with_it()
    {
        await using var plant = await ReplicationPlant.StartAsync(source.Cluster, "CREATE TABLE a (id int PRIMARY KEY, part text); CREATE TABLE b (id int PRIMARY KEY, part text)");
        await using var client = await plant.OpenAsync();
        await client.ExecuteAsync("CREATE TABLE shared (id int PRIMARY KEY, part text); CREATE REMOTE SUBSCRIPTION of_a ON v.a TARGET TABLE shared; CREATE REMOTE SUBSCRIPTION of_b ON v.b TARGET TABLE shared");
        await ReplicationPlant.BeginAsync(client, "of_a", "of_b");
        await plant.AtSourceAsync("INSERT INTO a VALUES (1, 'a'), (2, 'a'); INSERT INTO b VALUES (3, 'b')");
        await ReplicationPlant.UntilAsync(client, "SELECT id FROM shared ORDER BY 1", "1", "2", "3");
        await plant.AtSourceAsync("TRUNCATE a; INSERT INTO a VALUES (1, 'new')");
        await ReplicationPlant.UntilAsync(client, "SELECT object_name, error_message FROM remote_subscription_exceptions", "of_a|the source's table was truncated, and the target also has the rows of remote subscription \"public.of_b\": delete those of the table there, then IGNORE this exception");
        (await client.RowsAsync("SELECT id FROM shared ORDER BY 1")).ShouldBe(["1", "2", "3"]);
        await client.ExecuteAsync("DELETE FROM shared WHERE part = 'a'");
        await client.ExecuteAsync("PROCESS REMOTE SUBSCRIPTION EXCEPTIONS IGNORE");
        await plant.AtSourceAsync("INSERT INTO b VALUES (4, 'b')");
        await ReplicationPlant.UntilAsync(client, "SELECT id, part FROM shared ORDER BY 1", "1|new", "3|b", "4|b");

        // Where nobody else has rows, all go.
        await client.ExecuteAsync("DROP REMOTE SUBSCRIPTION of_b");
        await plant.AtSourceAsync("TRUNCATE a");
        await ReplicationPlant.UntilAsync(client, "SELECT count(*) FROM shared", "0");
    }

    [Fact]
    public async Task A_filter_lets_rows_in_and_out()
    {
        await using var plant = await ReplicationPlant.StartAsync(source.Cluster, Tables);
        await using var client = await plant.OpenAsync();
        await client.ExecuteAsync("CREATE TABLE here (place text, id text PRIMARY KEY)");
        await client.ExecuteAsync("CREATE REMOTE SUBSCRIPTION sub AS (SELECT upper(city), customer_id FROM v.address_input WHERE country = 'US') TARGET TABLE here");
        await FollowAsync(plant, client, "INSERT INTO here SELECT upper(city), customer_id FROM v.address_input WHERE country = 'US'");
        await ReplicationPlant.UntilAsync(client, "SELECT * FROM here ORDER BY 2", "SAN JOSE|2", "LA|3");
        await plant.AtSourceAsync("UPDATE address_input SET country = 'MX' WHERE customer_id = '2'; INSERT INTO address_input VALUES ('4', '', 'Paris', '', 'FR'); UPDATE address_input SET country = 'US' WHERE customer_id = '4'");
        await ReplicationPlant.UntilAsync(client, "SELECT * FROM here ORDER BY 2", "LA|3", "PARIS|4");
    }

    // The load comes between the marks, and the statements behind it.
    private static async Task FollowAsync(ReplicationPlant plant, GatewayClient client, string load)
    {
        await client.ExecuteAsync("ALTER REMOTE SUBSCRIPTION sub QUEUE");
        await ReplicationPlant.UntilStateAsync(client, "sub", "MAT_START_END_MARKER");
        await client.ExecuteAsync(load);
        await client.ExecuteAsync("ALTER REMOTE SUBSCRIPTION sub DISTRIBUTE");
        await ReplicationPlant.UntilStateAsync(client, "sub", "APPLY_CHANGE_DATA");
        foreach (var statement in Statements) await plant.AtSourceAsync(statement);
    }
}
