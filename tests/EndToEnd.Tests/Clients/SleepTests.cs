using FederationGateway.EndToEnd.Support;
using Npgsql;

namespace FederationGateway.EndToEnd.Clients;

/// <summary><c>pg_sleep</c>: drivers wait in it to try out their cancel and their timeouts.</summary>
public sealed class SleepTests(Landscape landscape)
{
    [Fact]
    public async Task It_waits_once_a_row_and_answers_void()
    {
        await using var client = await landscape.OpenAsync();

        (await client.RowsAsync("SELECT pg_sleep(0.01), pg_sleep(NULL) IS NULL, pg_sleep(-1) IS NULL FROM generate_series(1, 2)")).ShouldBe(["|t|f", "|t|f"]);
    }

    [Fact]
    public async Task The_statements_timeout_ends_it()
    {
        await using var client = await landscape.OpenAsync();
        await client.ExecuteAsync("SET statement_timeout = 50");

        (await client.FailsAsync("SELECT pg_sleep(600)", "57014")).MessageText.ShouldBe("canceling statement due to statement timeout");
        await client.ExecuteAsync("RESET statement_timeout");
        (await client.NumberAsync("SELECT 1")).ShouldBe(1);
    }

    [Fact]
    public async Task A_cancel_ends_it()
    {
        await using var client = await landscape.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT pg_sleep(600), id FROM crm.customers", client.Connection);

        var running = command.ExecuteScalarAsync();
        await using (var observer = await landscape.OpenAsync()) await client.UntilRunningAsync(observer);
        command.Cancel();

        (await ErrorTexts.OfAsync(() => running)).SqlState.ShouldBe("57014");
        (await client.NumberAsync("SELECT 1")).ShouldBe(1);
    }
}
