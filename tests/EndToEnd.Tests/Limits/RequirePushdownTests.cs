using FederationGateway.EndToEnd.Support;

namespace FederationGateway.EndToEnd.Limits;

/// <summary><c>SET require_pushdown = on</c>: no large table is read whole, and the error says why it would have been.</summary>
public sealed class RequirePushdownTests(Landscape landscape)
{
    private const string Tables =
        """
        CREATE TABLE large AS SELECT i AS a, 'name ' || i AS b, now() AS c FROM generate_series(1, 20000) i;
        CREATE TABLE small AS SELECT i AS a FROM generate_series(1, 100) i;
        CREATE TABLE middle AS SELECT i AS a FROM generate_series(1, 9000) i;
        ANALYZE
        """;

    [Theory]
    [InlineData("SELECT * FROM {0}.large")]
    [InlineData("SELECT a + 1 FROM {0}.large")]
    [InlineData("SELECT b FROM {0}.large ORDER BY a")]
    [InlineData("SELECT a FROM {0}.large UNION ALL SELECT a FROM {0}.small")]
    [InlineData("COPY (SELECT * FROM {0}.large) TO STDOUT")]
    [InlineData("CREATE TABLE refused AS SELECT * FROM {0}.large")]
    [InlineData("EXPLAIN ANALYZE SELECT * FROM {0}.large")]
    public async Task A_statement_that_asks_for_all_rows_is_refused(string sql)
    {
        var source = await landscape.CreateSourceAsync(Tables);
        await using var client = await landscape.OpenAsync();
        await client.ExecuteAsync("SET require_pushdown = on");

        var error = await client.FailsAsync(Named(sql, source), "54000");

        error.MessageText.ShouldContain(source);
        error.MessageText.ShouldContain("large");
        error.Detail.ShouldNotBeNull().ShouldContain("20000");
        error.Detail.ShouldContain("asks for all");
        (await client.NumberAsync($"SELECT count(*) FROM m_remote_statements WHERE remote_source_name = '{source}'")).ShouldBe(0);
    }

    [Theory]
    [InlineData("SELECT a FROM {0}.large WHERE upper(b) = 'NAME 7'", "DIFFERENT_SEMANTICS")]
    [InlineData("SELECT count(*) FROM {0}.large WHERE random() < 2", "VOLATILE_FUNCTION")]
    [InlineData("SELECT count(*) FROM {0}.large l JOIN m_statements g ON l.a > length(g.statement_id)", "DIFFERENT_SOURCES")]
    public async Task What_could_not_be_pushed_says_why(string sql, string reason)
    {
        var source = await landscape.CreateSourceAsync(Tables);
        await using var client = await landscape.OpenAsync();
        await client.ExecuteAsync("SET require_pushdown = on");

        (await client.FailsAsync(Named(sql, source), "54000")).Detail.ShouldNotBeNull().ShouldContain(reason);
        await client.ExecuteAsync("SET require_pushdown = off");
        await client.RowsAsync(Named(sql, source));
    }

    [Fact]
    public async Task Pushdown_switched_off_is_the_reason_then()
    {
        var source = await landscape.CreateSourceAsync(Tables);
        await using var client = await landscape.OpenAsync();
        await client.ExecuteAsync("SET require_pushdown = on; SET pushdown = off");

        (await client.FailsAsync($"SELECT count(*) FROM \"{source}\".public.large", "54000")).Detail.ShouldNotBeNull().ShouldContain("PUSHDOWN_OFF");
    }

    [Theory]
    [InlineData("SELECT count(*) FROM {0}.large")]
    [InlineData("SELECT * FROM {0}.large WHERE a = 5")]
    [InlineData("SELECT * FROM {0}.large LIMIT 3")]
    [InlineData("SELECT * FROM {0}.small")]
    [InlineData("SELECT count(*) FROM {0}.large l JOIN {0}.small s USING (a)")]
    [InlineData("EXPLAIN SELECT * FROM {0}.large")]
    [InlineData("SELECT count(*) FROM m_statements")]
    public async Task What_the_source_reduces_and_what_is_small_is_allowed(string sql)
    {
        var source = await landscape.CreateSourceAsync(Tables);
        await using var client = await landscape.OpenAsync();
        await client.ExecuteAsync("SET require_pushdown = on");

        await client.RowsAsync(Named(sql, source));
    }

    [Fact]
    public async Task Keys_of_another_source_are_a_filter_until_they_are_given_up()
    {
        var (left, right) = (await landscape.CreateSourceAsync(Tables), await landscape.CreateSourceAsync(Tables));
        await using var client = await landscape.OpenAsync();
        await client.ExecuteAsync("SET require_pushdown = on");
        var small = $"SELECT count(*) FROM \"{left}\".public.large l JOIN \"{right}\".public.small s ON l.a = s.a";
        (await client.NumberAsync(small)).ShouldBe(100);

        await client.ExecuteAsync("SET dynamic_filter_max_keys = 50");
        var error = await client.FailsAsync(small, "54000");
        error.Detail.ShouldNotBeNull().ShouldContain("20000");
    }

    [Fact]
    public async Task The_number_of_rows_that_is_large_can_be_set()
    {
        var source = await landscape.CreateSourceAsync(Tables);
        await using var client = await landscape.OpenAsync();
        await client.ExecuteAsync("SET require_pushdown = on");
        (await client.RowsAsync($"SELECT * FROM \"{source}\".public.middle")).Count.ShouldBe(9000);

        await client.ExecuteAsync("SET require_pushdown_rows = 8000");
        await client.FailsAsync($"SELECT * FROM \"{source}\".public.middle", "54000");
        await client.ExecuteAsync("SET require_pushdown_rows = 0");
        await client.FailsAsync($"SELECT * FROM \"{source}\".public.small", "54000");
        await client.ExecuteAsync("SET require_pushdown_rows = 20000");
        (await client.RowsAsync($"SELECT * FROM \"{source}\".public.large")).Count.ShouldBe(20_000);
    }

    [Theory]
    [InlineData("SET require_pushdown = 'perhaps'")]
    [InlineData("SET require_pushdown_rows = -1")]
    [InlineData("SET require_pushdown_rows = 'few'")]
    public async Task Wrong_values_are_refused(string sql)
    {
        await using var client = await landscape.OpenAsync();

        await client.FailsAsync(sql, "22023");
    }

    private static string Named(string sql, string source) => string.Format(System.Globalization.CultureInfo.InvariantCulture, sql, $"\"{source}\".public");
}
