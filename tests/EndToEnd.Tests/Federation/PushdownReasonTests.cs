using FederationGateway.EndToEnd.Support;

namespace FederationGateway.EndToEnd.Federation;

/// <summary><c>M_PUSHDOWN_REASONS</c> and the other views that tell what statements cost: tuning by SQL.</summary>
public sealed class PushdownReasonTests(Landscape landscape)
{
    private const string Tables = "CREATE TABLE t AS SELECT i AS a, 'name ' || i AS b FROM generate_series(1, 1000) i; ANALYZE";

    [Fact]
    public async Task Each_run_counts_the_reasons_that_kept_something_here()
    {
        var source = await landscape.CreateSourceAsync(Tables);
        await using var client = await landscape.OpenAsync();
        var reasons = $"SELECT reason_code, operator_name, statement_count FROM m_pushdown_reasons WHERE remote_source_name = '{source}' AND reason_code <> 'INPUT_STAYED_LOCAL' ORDER BY 1, 2";
        await client.RowsAsync($"EXPLAIN SELECT a FROM \"{source}\".public.t WHERE upper(b) = 'NAME 1'");
        (await client.RowsAsync(reasons)).ShouldBeEmpty();

        for (var i = 1; i <= 3; i++) await client.RowsAsync($"SELECT a FROM \"{source}\".public.t WHERE upper(b) = 'NAME {i}'");
        await client.RowsAsync($"SELECT a FROM \"{source}\".public.t WHERE a = 5");

        (await client.RowsAsync(reasons)).ShouldBe(["DIFFERENT_SEMANTICS|Filter|3"]);
        (await client.RowsAsync($"SELECT last_message, last_statement_string, last_seen_time >= first_seen_time FROM m_pushdown_reasons WHERE remote_source_name = '{source}' AND reason_code = 'DIFFERENT_SEMANTICS'"))
            .ShouldHaveSingleItem().ShouldStartWith("upper(b) = 'NAME 3': ");
        (await client.NumberAsync($"SELECT count(*) FROM m_pushdown_reasons r JOIN m_statements s ON s.statement_id = r.last_statement_id WHERE r.remote_source_name = '{source}' AND s.statement_status = 'COMPLETED'")).ShouldBeGreaterThan(0);

        await client.ExecuteAsync("SET pushdown = off");
        await client.RowsAsync($"SELECT count(*) FROM \"{source}\".public.t");
        (await client.RowsAsync(reasons)).ShouldBe(["DIFFERENT_SEMANTICS|Filter|3", "PUSHDOWN_OFF|Aggregate|1"]);
    }

    [Fact]
    public async Task Counting_can_start_anew()
    {
        await using var gateway = await FederationGateway.Support.Servers.GatewayServer.StartAsync();
        await using var client = await GatewayClient.OpenAsync(gateway);
        await client.ExecuteAsync(landscape.CreateSource("crm", Landscape.Database));
        await client.RowsAsync("SELECT id FROM crm.public.customers WHERE upper(name) = 'X'");
        (await client.NumberAsync("SELECT count(*) FROM m_pushdown_reasons")).ShouldBeGreaterThan(0);

        await client.ExecuteAsync("CALL RESET_PUSHDOWN_REASONS()");

        (await client.NumberAsync("SELECT count(*) FROM m_pushdown_reasons")).ShouldBe(0);
    }

    [Fact]
    public async Task Statements_tell_what_kind_of_plan_they_ran()
    {
        var source = await landscape.CreateSourceAsync(Tables);
        await using var client = await landscape.OpenAsync();
        foreach (var (sql, kind) in new[]
        {
            ($"SELECT count(*) FROM \"{source}\".public.t", "REMOTE"),
            ($"SELECT count(*) FROM \"{source}\".public.t x, sys.adapters g WHERE x.a < 3", "REMAINDER"),
            ("SELECT count(*) FROM generate_series(1, 42)", "LOCAL"),
            ("SELECT count(*) FROM m_remote_statements WHERE 42 = 42", "DICTIONARY"),
        })
        {
            await client.RowsAsync(sql);
            (await client.RowsAsync($"SELECT plan_kind, statement_status, record_count, duration_microsec > 0 FROM m_statements WHERE statement_string = '{sql}'")).ShouldContain($"{kind}|COMPLETED|1|t");
        }
    }
}
