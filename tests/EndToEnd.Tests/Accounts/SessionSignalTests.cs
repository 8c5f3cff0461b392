using FederationGateway.EndToEnd.Support;
using Npgsql;

namespace FederationGateway.EndToEnd.Accounts;

/// <summary>pg_cancel_backend and pg_terminate_backend: what they stop, and who may.</summary>
public sealed class SessionSignalTests(Landscape landscape)
{
    private readonly Roles _roles = new(landscape);

    [Fact]
    public async Task A_statement_is_cancelled_and_its_session_goes_on()
    {
        await using var admin = await landscape.OpenAsync();
        await using var client = await landscape.OpenAsync();
        var sleeping = client.FailsAsync("SELECT pg_sleep(60)", "57014");
        await WaitUntilRunningAsync(admin, client, "pg_sleep");

        (await admin.RowsAsync($"SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE pid = {client.Connection.ProcessID}")).ShouldBe(["t"]);
        await sleeping;
        (await client.RowsAsync("SELECT 1")).ShouldBe(["1"]);

        (await admin.RowsAsync($"SELECT pg_cancel_backend({client.Connection.ProcessID})")).ShouldBe(["t"]);
        (await client.RowsAsync("SELECT 2")).ShouldBe(["2"]);
    }

    [Fact]
    public async Task A_session_is_ended_with_its_transaction()
    {
        await using var admin = await landscape.OpenOwnSchemaAsync();
        await using var client = await landscape.OpenAsync(builder => builder.SearchPath = admin.Schema);
        await admin.ExecuteAsync("CREATE TABLE t (id int PRIMARY KEY)");
        await client.ExecuteAsync("BEGIN; INSERT INTO t VALUES (1); SAVEPOINT s");

        (await admin.RowsAsync($"SELECT pg_terminate_backend({client.Connection.ProcessID}, 20000)")).ShouldBe(["t"]);
        (await admin.RowsAsync($"SELECT pid FROM pg_stat_activity WHERE pid = {client.Connection.ProcessID}")).ShouldBe([]);
        (await Should.ThrowAsync<PostgresException>(() => client.RowsAsync("SELECT 1"))).SqlState.ShouldBe("57P01");
        (await admin.NumberAsync("SELECT count(*) FROM t")).ShouldBe(0);
        await admin.ExecuteAsync("INSERT INTO t VALUES (1)");
    }

    [Fact]
    public async Task A_session_is_ended_in_the_middle_of_a_statement()
    {
        await using var admin = await landscape.OpenAsync();
        await using var client = await landscape.OpenAsync();
        var sleeping = Should.ThrowAsync<PostgresException>(() => client.RowsAsync("SELECT pg_sleep(60)"));
        await WaitUntilRunningAsync(admin, client, "pg_sleep");

        (await admin.RowsAsync($"SELECT pg_terminate_backend({client.Connection.ProcessID})")).ShouldBe(["t"]);
        (await sleeping).SqlState.ShouldBe("57P01");
    }

    [Fact]
    public async Task A_session_may_end_itself()
    {
        await using var client = await landscape.OpenAsync();
        await client.FailsAsync("SELECT pg_cancel_backend(pg_backend_pid()), pg_sleep(60)", "57014");
        (await Should.ThrowAsync<PostgresException>(() => client.RowsAsync("SELECT pg_terminate_backend(pg_backend_pid()), pg_sleep(60)"))).SqlState.ShouldBe("57P01");
    }

    [Fact]
    public async Task Only_who_has_the_rights_of_the_role_may()
    {
        await _roles.CreateAsync("anna", "bert");
        await using var admin = await landscape.OpenAsync();
        await using var anna = await _roles.OpenAsync("anna", "public");
        await using var another = await _roles.OpenAsync("anna", "public");
        await using var bert = await _roles.OpenAsync("bert", "public");
        foreach (var call in new[] { "pg_cancel_backend({0})", "pg_terminate_backend({0})", "pg_terminate_backend({0}, 1)" })
        {
            var error = await bert.FailsAsync($"SELECT {string.Format(null, call, anna.Connection.ProcessID)}", "42501");
            error.MessageText.ShouldContain("must be a member of the role whose");
            (await bert.FailsAsync($"SELECT {string.Format(null, call, admin.Connection.ProcessID)}", "42501")).MessageText.ShouldContain("must be a superuser");
        }

        (await anna.RowsAsync($"SELECT pg_cancel_backend({another.Connection.ProcessID})")).ShouldBe(["t"]);
        (await anna.RowsAsync($"SELECT pg_terminate_backend({another.Connection.ProcessID}, 20000)")).ShouldBe(["t"]);
        (await anna.RowsAsync("SELECT pg_terminate_backend(1999999999)")).ShouldBe(["f"]);
        anna.Notices.ShouldHaveSingleItem().MessageText.ShouldBe("PID 1999999999 is not a PostgreSQL backend process");
        (await admin.RowsAsync("SELECT 1")).ShouldBe(["1"]);
        await anna.FailsAsync("SELECT pg_terminate_backend(1, -1)", "22003");
    }

    private static async Task WaitUntilRunningAsync(GatewayClient admin, GatewayClient client, string what)
    {
        while (await admin.NumberAsync($"SELECT count(*) FROM pg_stat_activity WHERE pid = {client.Connection.ProcessID} AND state = 'active' AND query LIKE '%{what}%'") == 0) await Task.Delay(10);
    }
}
