using FederationGateway.EndToEnd.Support;
using FederationGateway.Support.Servers;

namespace FederationGateway.EndToEnd.Local;

/// <summary>Sequences keep what they gave out, through restarts, crashes and sessions at once.</summary>
public sealed class SequenceTests(Landscape landscape)
{
    [Fact]
    public async Task A_value_is_given_out_once_whatever_happens()
    {
        var data = Directory.CreateTempSubdirectory("fedgw-data-");
        try
        {
            await using (var gateway = await GatewayServer.StartAsync(data.FullName))
            {
                await using var client = await GatewayClient.OpenAsync(gateway);
                await client.ExecuteAsync("CREATE TABLE t (id serial PRIMARY KEY, a text); INSERT INTO t (a) VALUES ('x'), ('y'), ('z')");
                (await gateway.StopAsync()).ShouldBe(0);
            }

            await using (var gateway = await GatewayServer.StartAsync(data.FullName))
            {
                await using var client = await GatewayClient.OpenAsync(gateway);
                // An orderly end skips nothing.
                (await client.RowsAsync("INSERT INTO t (a) VALUES ('again') RETURNING id")).ShouldBe(["4"]);
                await gateway.KillAsync();
            }

            await using (var gateway = await GatewayServer.StartAsync(data.FullName))
            {
                await using var client = await GatewayClient.OpenAsync(gateway);
                (await client.NumberAsync("INSERT INTO t (a) VALUES ('after a crash') RETURNING id")).ShouldBeGreaterThan(4);
                (await client.NumberAsync("SELECT count(*) FROM t")).ShouldBe(5);
            }
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Sessions_at_once_get_different_values()
    {
        await using var client = await landscape.OpenOwnSchemaAsync();
        await client.ExecuteAsync("CREATE SEQUENCE s");
        var taken = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            await using var session = await landscape.OpenAsync(builder => builder.SearchPath = client.Schema);
            return await session.RowsAsync("SELECT nextval('s') FROM generate_series(1, 500)");
        }));

        taken.SelectMany(values => values).Distinct().Count().ShouldBe(2000);
        (await client.NumberAsync("SELECT nextval('s')")).ShouldBe(2001);
    }

    [Fact]
    public async Task Rows_that_are_copied_in_are_numbered()
    {
        await using var client = await landscape.OpenOwnSchemaAsync();
        await client.ExecuteAsync("CREATE TABLE t (id bigserial PRIMARY KEY, a text)");
        await using (var writer = await client.Connection.BeginTextImportAsync("COPY t (a) FROM STDIN"))
            for (var i = 0; i < 5000; i++) await writer.WriteAsync($"row {i}\n");

        (await client.RowsAsync("SELECT count(*), min(id), max(id) FROM t")).ShouldBe(["5000|1|5000"]);
        (await client.RowsAsync("SELECT currval('t_id_seq'), lastval()")).ShouldBe(["5000|5000"]);
        await client.ExecuteAsync("DISCARD SEQUENCES");
        await client.FailsAsync("SELECT lastval()", "55000");
    }

    [Fact]
    public async Task A_read_only_transaction_takes_no_value()
    {
        await using var client = await landscape.OpenOwnSchemaAsync();
        await client.ExecuteAsync("CREATE SEQUENCE s");
        await client.ExecuteAsync("BEGIN READ ONLY");
        await client.FailsAsync("SELECT nextval('s')", "25006");
        await client.ExecuteAsync("ROLLBACK");
        (await client.NumberAsync("SELECT nextval('s')")).ShouldBe(1);
    }

    [Fact]
    public async Task Numbers_are_for_who_may_insert_or_was_granted_the_sequence()
    {
        await using var owner = await landscape.OpenOwnSchemaAsync();
        var role = $"r_{Guid.NewGuid():N}"[..14];
        await owner.ExecuteAsync($"CREATE ROLE {role} LOGIN PASSWORD 'pw-{role}'; CREATE TABLE t (id serial PRIMARY KEY, a text); CREATE SEQUENCE s; GRANT USAGE ON SCHEMA {owner.Schema} TO {role}");
        await using var other = await landscape.OpenAsync(builder =>
        {
            builder.SearchPath = owner.Schema;
            builder.Username = role;
            builder.Password = $"pw-{role}";
        });
        foreach (var refused in new[] { "SELECT nextval('s')", "SELECT nextval('t_id_seq')", "SELECT setval('s', 5)", "SELECT last_value FROM s", "ALTER SEQUENCE s RESTART", "DROP SEQUENCE s", "CREATE SEQUENCE mine" })
            await other.FailsAsync(refused, "42501");

        await owner.ExecuteAsync("GRANT INSERT ON t TO " + role);
        await other.ExecuteAsync("INSERT INTO t (a) VALUES ('mine')");
        await other.FailsAsync("SELECT setval('t_id_seq', 100)", "42501");
        await owner.ExecuteAsync("GRANT UPDATE ON s TO " + role);
        (await other.NumberAsync("SELECT nextval('s')")).ShouldBe(1);
        await other.FailsAsync("DROP SEQUENCE s", "42501");
    }
}
