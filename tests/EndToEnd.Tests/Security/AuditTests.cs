using FederationGateway.EndToEnd.Support;
using FederationGateway.Support.Servers;
using Npgsql;

namespace FederationGateway.EndToEnd.Security;

/// <summary>Who did what is in SYS.AUDIT_LOG and in the log, whatever came of it, and without secrets.</summary>
public sealed class AuditTests
{
    private const string Secret = "Quagga-91c-Basalt";

    [Fact]
    public async Task Definitions_are_there_with_their_outcome()
    {
        await using var gateway = await GatewayServer.StartAsync();
        await using var client = await GatewayClient.OpenAsync(gateway, builder => builder.ApplicationName = "auditor");

        await client.ExecuteAsync("CREATE SCHEMA a");
        await client.ExecuteAsync("CREATE TABLE a.t (i int); INSERT INTO a.t VALUES (1); CREATE VIEW a.v AS SELECT i FROM a.t");
        await client.FailsAsync("DROP TABLE a.missing", "42P01");
        await client.FailsAsync("CREATE TABLE a.u (i no_such_type)", "42704");
        await client.ExecuteAsync("BEGIN; CREATE TABLE a.undone (i int); ROLLBACK");
        await client.FailsAsync("CREATE TABLE a.half (i int); SELECT 1/0", "22012");
        await client.ExecuteAsync("PREPARE p AS SELECT i FROM a.t; EXECUTE p; DROP VIEW a.v");
        await client.TextAsync("SELECT i FROM a.t");

        (await RowsAsync(client, "event_action, object_name, event_status, sql_state", "event_action <> 'LOGIN'")).ShouldBe(
        [
            "CREATE SCHEMA|a|SUCCESSFUL|",
            "CREATE TABLE|a.t|SUCCESSFUL|",
            "CREATE VIEW|a.v|SUCCESSFUL|",
            "DROP TABLE|a.missing|UNSUCCESSFUL|42P01",
            "CREATE TABLE|a.u|UNSUCCESSFUL|42704",
            "CREATE TABLE|a.undone|ROLLED BACK|",
            "CREATE TABLE|a.half|ROLLED BACK|",
            "DROP VIEW|a.v|SUCCESSFUL|",
        ]);
        (await RowsAsync(client, "user_name, application_name, client_ip, client_port > 0, connection_id = pg_backend_pid(), statement_string", "object_name = 'a'")).ShouldBe(
            ["admin|auditor|127.0.0.1|t|t|CREATE SCHEMA a"]);
        gateway.Log.ShouldContain("FederationGateway.Audit[310]");
        gateway.Log.ShouldContain("CREATE SCHEMA a Successful");
        gateway.Log.ShouldContain("CREATE TABLE a.undone RolledBack");
    }

    [Fact]
    public async Task Logins_are_there_whether_the_account_exists_or_not()
    {
        await using var gateway = await GatewayServer.StartAsync();
        (await Should.ThrowAsync<PostgresException>(() => GatewayClient.OpenAsync(gateway, builder => builder.Password = Secret))).SqlState.ShouldBe("28P01");
        (await Should.ThrowAsync<PostgresException>(() => GatewayClient.OpenAsync(gateway, builder => (builder.Username, builder.Password) = ("nobody", Secret)))).SqlState.ShouldBe("28P01");
        (await Should.ThrowAsync<PostgresException>(() => GatewayClient.OpenAsync(gateway, builder => (builder.Username, builder.Password) = ("eve\u001b[31m", Secret)))).SqlState.ShouldBe("28P01");
        (await Should.ThrowAsync<PostgresException>(() => GatewayClient.OpenAsync(gateway, builder => builder.Database = "elsewhere"))).SqlState.ShouldBe("3D000");
        await using var client = await GatewayClient.OpenAsync(gateway);

        // A driver may try more than once.
        (await RowsAsync(client, "user_name, client_ip, event_status, sql_state", "event_action = 'LOGIN'")).Distinct().ShouldBe(
        [
            "admin|127.0.0.1|UNSUCCESSFUL|28P01",
            "nobody|127.0.0.1|UNSUCCESSFUL|28P01",
            "eve\u001b[31m|127.0.0.1|UNSUCCESSFUL|28P01",
            "admin|127.0.0.1|UNSUCCESSFUL|3D000",
            "admin|127.0.0.1|SUCCESSFUL|",
        ]);
        gateway.Log.ShouldNotContain(Secret);
        gateway.Log.ShouldContain("user eve [31m from");
    }

    [Fact]
    public async Task Secrets_are_in_no_entry_and_no_line()
    {
        await using var gateway = await GatewayServer.StartAsync();
        await using var client = await GatewayClient.OpenAsync(gateway);
        const string With = $"WITH CREDENTIAL TYPE 'PASSWORD' USING 'user=u;password={Secret}'";

        await client.ExecuteAsync($"CREATE REMOTE SOURCE s ADAPTER \"postgresql\" CONFIGURATION 'host=127.0.0.1;port=1;database=d' {With}");
        await client.FailsAsync($"CREATE REMOTE SOURCE s ADAPTER \"postgresql\" CONFIGURATION 'host=127.0.0.1;port=1;database=d' {With}", "42710");
        await client.FailsAsync($"CREATE REMOTE SOURCE t ADAPTER \"nothing\" CONFIGURATION 'host=127.0.0.1' {With}", "42704");
        await client.ExecuteAsync($"ALTER REMOTE SOURCE s ADAPTER \"postgresql\" CONFIGURATION 'host=127.0.0.1;port=1;database=d' {With}");

        (await RowsAsync(client, "event_action, object_name, event_status", "event_action <> 'LOGIN'")).ShouldBe(
        [
            "CREATE REMOTE SOURCE|s|SUCCESSFUL", "CREATE REMOTE SOURCE|s|UNSUCCESSFUL", "CREATE REMOTE SOURCE|t|UNSUCCESSFUL", "ALTER REMOTE SOURCE|s|SUCCESSFUL",
        ]);
        (await client.TextAsync("SELECT a::text FROM sys.audit_log a")).ShouldNotContain(Secret);
        gateway.Log.ShouldNotContain(Secret);
    }

    [Fact]
    public async Task What_was_acknowledged_is_there_after_a_crash()
    {
        var data = Directory.CreateTempSubdirectory("fedgw-data-").FullName;
        try
        {
            await using (var gateway = await GatewayServer.StartAsync(data))
            {
                await using var client = await GatewayClient.OpenAsync(gateway);
                await client.ExecuteAsync("CREATE SCHEMA kept");
                await client.FailsAsync("DROP SCHEMA missing", "3F000");
                await gateway.KillAsync();
            }

            await using var restarted = await GatewayServer.StartAsync(data);
            await using var reader = await GatewayClient.OpenAsync(restarted);
            (await RowsAsync(reader, "event_action, object_name, event_status", "object_name IN ('kept', 'missing')")).ShouldBe(["CREATE SCHEMA|kept|SUCCESSFUL", "DROP SCHEMA|missing|UNSUCCESSFUL"]);
            await reader.ExecuteAsync("CREATE SCHEMA later");
            (await reader.NumberAsync("SELECT count(DISTINCT audit_id) - count(*) FROM sys.audit_log")).ShouldBe(0);
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    [Fact]
    public async Task Accounts_and_grants_are_there_and_only_who_has_AUDIT_READ_sees_them()
    {
        await using var gateway = await GatewayServer.StartAsync();
        await using var admin = await GatewayClient.OpenAsync(gateway);
        await admin.ExecuteAsync($"CREATE USER anna PASSWORD '{Secret}'");
        await admin.ExecuteAsync("CREATE ROLE readers; GRANT readers TO anna; GRANT CREATE SCHEMA TO readers");
        await using var anna = await GatewayClient.OpenAsync(gateway, builder => (builder.Username, builder.Password) = ("anna", Secret));
        await anna.FailsAsync("SELECT * FROM sys.audit_log", "42501");
        await anna.FailsAsync("CREATE ROLE intruder", "42501");
        await anna.ExecuteAsync("SET ROLE readers; CREATE SCHEMA theirs; RESET ROLE");
        await admin.ExecuteAsync($"ALTER USER anna PASSWORD '{Secret}2'; GRANT AUDIT READ TO anna");

        (await RowsAsync(anna, "user_name, statement_user_name, event_action, object_name, event_status", "event_action <> 'LOGIN'")).ShouldBe(
        [
            "admin|admin|CREATE ROLE|anna|SUCCESSFUL",
            "admin|admin|CREATE ROLE|readers|SUCCESSFUL",
            "admin|admin|GRANT||SUCCESSFUL",
            "admin|admin|GRANT||SUCCESSFUL",
            "anna|anna|CREATE ROLE|intruder|UNSUCCESSFUL",
            "anna|readers|CREATE SCHEMA|theirs|SUCCESSFUL",
            "admin|admin|ALTER ROLE|anna|SUCCESSFUL",
            "admin|admin|GRANT||SUCCESSFUL",
        ]);
        (await anna.TextAsync("SELECT a::text FROM sys.audit_log a")).ShouldNotContain(Secret);
        gateway.Log.ShouldNotContain(Secret);
        foreach (var change in (string[])["DELETE FROM sys.audit_log", "UPDATE sys.audit_log SET user_name = 'x'", "DROP VIEW sys.audit_log", "TRUNCATE sys.audit_log"])
            await Should.ThrowAsync<PostgresException>(() => admin.ExecuteAsync(change));
    }

    private static Task<List<string>> RowsAsync(GatewayClient client, string columns, string condition) =>
        client.RowsAsync($"SELECT {columns} FROM sys.audit_log WHERE {condition} ORDER BY audit_id");
}
