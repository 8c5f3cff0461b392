using FederationGateway.EndToEnd.Support;

namespace FederationGateway.EndToEnd.Federation;

/// <summary>WITH HINT (…): what one changes shows in the plan, what changes nothing is said in a warning, and no answer changes.</summary>
public sealed class StatementHintTests(Landscape landscape)
{
    [Theory]
    [InlineData("NO_REMOTE_AGGR", "SELECT count(*) FROM crm.public.customers")]
    [InlineData("NO_REMOTE_DISTINCT", "SELECT DISTINCT id % 3 FROM crm.public.customers")]
    [InlineData("NO_REMOTE_JOIN", "SELECT a.id FROM crm.public.customers a JOIN crm.public.customers b ON a.id = b.id")]
    [InlineData("NO_REMOTE_UNION", "SELECT id FROM crm.public.customers UNION ALL SELECT id FROM crm.public.customers")]
    [InlineData("NO_REMOTE_EXPR_MATERIALIZATION", "SELECT id + 1 FROM crm.public.customers")]
    public async Task A_hint_keeps_its_operator_here_and_the_plan_says_so(string hint, string sql)
    {
        await using var client = await landscape.OpenAsync();
        await client.ExecuteAsync("SET join_pushdown = always");
        var hinted = $"{sql} WITH HINT ({hint})";

        (await client.TextAsync($"EXPLAIN {sql}")).ShouldNotContain("PUSHDOWN_OFF");
        (await client.TextAsync($"EXPLAIN {hinted}")).ShouldContain($"PUSHDOWN_OFF: the hint {hint} keeps it here");
        (await client.RowsAsync(hinted)).Order().ShouldBe((await client.RowsAsync(sql)).Order());
        client.Notices.ShouldBeEmpty();
    }

    [Fact]
    public async Task REMOTE_JOIN_outdoes_the_setting()
    {
        await using var client = await landscape.OpenAsync();
        await client.ExecuteAsync("SET join_pushdown = off");
        const string sql = "SELECT a.id FROM crm.public.customers a JOIN crm.public.customers b ON a.id = b.id";

        (await client.TextAsync($"EXPLAIN {sql}")).ShouldContain("PUSHDOWN_OFF");
        (await client.TextAsync($"EXPLAIN {sql} WITH HINT (REMOTE_JOIN)")).ShouldNotContain("PUSHDOWN_OFF");
    }

    [Theory]
    [InlineData("RESULT_CACHE", "hint RESULT_CACHE has no effect: results are not cached")]
    [InlineData("RESULT_LAG('hana_atr', 10)", "hint RESULT_LAG has no effect: results are not cached")]
    [InlineData("no_such_hint", "hint NO_SUCH_HINT is not known and has no effect")]
    public async Task A_hint_without_effect_warns(string hint, string warning)
    {
        await using var client = await landscape.OpenAsync();

        (await client.NumberAsync($"SELECT count(*) FROM crm.public.customers WITH HINT ({hint})")).ShouldBe(SampleTables.Customers);
        var notice = client.Notices.ShouldHaveSingleItem();
        notice.MessageText.ShouldBe(warning);
        notice.Severity.ShouldBe("WARNING");
    }

    [Fact]
    public async Task A_prepared_statement_that_ignores_the_plan_cache_answers_the_same_each_time()
    {
        await using var client = await landscape.OpenAsync();
        await client.ExecuteAsync("PREPARE p AS SELECT count(*) FROM crm.public.customers WITH HINT (IGNORE_PLAN_CACHE, REMOTE_AGGR)");

        (await client.NumberAsync("EXECUTE p")).ShouldBe(SampleTables.Customers);
        (await client.NumberAsync("EXECUTE p")).ShouldBe(SampleTables.Customers);
        client.Notices.ShouldBeEmpty();
    }
}
