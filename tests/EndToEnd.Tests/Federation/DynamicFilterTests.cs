using FederationGateway.EndToEnd.Support;

namespace FederationGateway.EndToEnd.Federation;

/// <summary>Keys of a small join side on their way to another source: as a list, as an array, as a range.</summary>
public sealed class DynamicFilterTests(Landscape landscape)
{
    // The planner expects few rows behind it: that their keys are more than may be sent shows only while they are read.
    private const string Unselective = "WHERE length(s.k::text) = abs(length(s.k::text))";

    [Fact]
    public async Task Few_keys_are_listed()
    {
        var sql = await SentAsync("SELECT i AS k FROM generate_series(10, 12) i", "SELECT i AS k FROM generate_series(1, 20000) i", expectedRows: 3);
        sql.ShouldContain("\"k\" IN (");
    }

    [Theory]
    [InlineData("i")]
    [InlineData("i::bigint * 4000000000")]
    [InlineData("i::smallint")]
    [InlineData("'k''\\ {\",' || i")]
    [InlineData("(i / 10.0)::numeric(10, 3)")]
    [InlineData("date '2024-01-01' + i")]
    [InlineData("timestamp '2024-01-01' + i * interval '1 s 7 us'")]
    [InlineData("timestamptz '2024-03-31 00:00+00' + i * interval '1 min'")]
    [InlineData("md5(i::text)::uuid")]
    public async Task Many_keys_travel_as_one_array(string key)
    {
        var sql = await SentAsync($"SELECT {key} AS k FROM generate_series(1, 400) i", $"SELECT {key} AS k FROM generate_series(1, 20000) i", expectedRows: 400);
        sql.ShouldContain("\"k\" = ANY (");
    }

    [Theory]
    [InlineData("i", "\"k\" >= 501 AND \"k\" <= 800")]
    [InlineData("date '2024-01-01' + i", ">= CAST('2025-05-16' AS date)")]
    public async Task Too_many_keys_travel_as_their_range(string key, string expected)
    {
        var sql = await SentAsync($"SELECT {key} AS k FROM generate_series(501, 800) i", $"SELECT {key} AS k FROM generate_series(1, 20000) i", 300, "dynamic_filter_max_keys = 50", Unselective);
        sql.ShouldContain(expected);
    }

    [Theory]
    [InlineData("i", "i::bigint", 3)]
    [InlineData("i::smallint", "i::bigint", 3)]
    [InlineData("i::bigint", "i", 3)]
    [InlineData("i::bigint", "i::smallint", 3)]
    [InlineData("i::bigint * 3000000000", "i", 0)]
    public async Task Keys_of_another_width_become_the_columns_own(string key, string column, int expectedRows)
    {
        var sql = await SentAsync($"SELECT {key} AS k FROM generate_series(10, 12) i", $"SELECT {column} AS k FROM generate_series(1, 20000) i", expectedRows);
        sql.ShouldEndWith(expectedRows == 0 ? "WHERE FALSE" : "WHERE \"k\" IN (10, 11, 12)");
    }

    [Theory]
    [InlineData("i", "i::bigint", "\"k\" >= 501 AND \"k\" <= 800")]
    [InlineData("i::bigint * 10000000", "i", "\"k\" >= 2147483647 AND \"k\" <= 2147483647")]
    public async Task A_range_of_another_width_becomes_the_columns_own(string key, string column, string expected)
    {
        var sql = await SentAsync(
            $"SELECT {key} AS k FROM generate_series(501, 800) i", $"SELECT {column} AS k FROM generate_series(1, 20000) i", key == "i" ? 300 : 0, "dynamic_filter_max_keys = 50", Unselective);
        sql.ShouldContain(expected);
    }

    [Fact]
    public async Task Too_many_keys_without_an_order_are_not_sent()
    {
        var sql = await SentAsync("SELECT 'k' || i AS k FROM generate_series(501, 800) i", "SELECT 'k' || i AS k FROM generate_series(1, 20000) i", 300, "dynamic_filter_max_keys = 50", Unselective);
        sql.ShouldNotContain("WHERE");
    }

    [Fact]
    public async Task An_empty_side_sends_no_question_that_has_an_answer()
    {
        var sql = await SentAsync("SELECT i AS k FROM generate_series(1, 10) i WHERE i > 10", "SELECT i AS k FROM generate_series(1, 20000) i", expectedRows: 0);
        sql.ShouldEndWith("WHERE FALSE");
    }

    [Fact]
    public async Task Keys_go_behind_the_parameters_of_the_statement()
    {
        var (small, large) = await SourcesAsync("SELECT i AS k FROM generate_series(1, 400) i", "SELECT i AS k FROM generate_series(1, 20000) i");
        await using var client = await landscape.OpenAsync();
        await using var command = new Npgsql.NpgsqlCommand($"SELECT count(*) FROM {small} s JOIN {large} l ON l.k = s.k WHERE l.k > $1 AND s.k <= $2", client.Connection)
        {
            Parameters = { new() { Value = 100 }, new() { Value = 390 } },
        };
        await command.PrepareAsync();
        for (var run = 0; run < 4; run++)
        {
            command.Parameters[0].Value = 100 + run;
            (await command.ExecuteScalarAsync()).ShouldBe(290L - run);
        }
    }

    /// <summary>Joins two tables of different sources with and without pushdown, and returns what the large one's source was sent.</summary>
    private async Task<string> SentAsync(string smallRows, string largeRows, int expectedRows, string setting = "dynamic_filter_max_keys = 10000", string condition = "")
    {
        var (small, large) = await SourcesAsync(smallRows, largeRows);
        await using var client = await landscape.OpenAsync();
        await client.ExecuteAsync($"SET {setting}");
        var query = $"SELECT l.k FROM {small} s JOIN {large} l ON l.k = s.k {condition} ORDER BY 1";
        var rows = await client.RowsAsync(query);
        rows.Count.ShouldBe(expectedRows);
        await client.ExecuteAsync("SET pushdown = off");
        (await client.RowsAsync(query)).ShouldBe(rows);
        var source = large.Split('.')[0].Trim('"');
        return (await client.RowsAsync($"SELECT remote_statement_string FROM m_remote_statements WHERE remote_source_name = '{source}' ORDER BY statement_id LIMIT 1")).ShouldHaveSingleItem();
    }

    private async Task<(string Small, string Large)> SourcesAsync(string smallRows, string largeRows)
    {
        var small = await landscape.CreateSourceAsync($"CREATE TABLE t WITH (autovacuum_enabled = off) AS {smallRows}");
        var large = await landscape.CreateSourceAsync($"CREATE TABLE t AS {largeRows}; ANALYZE t");
        return ($"\"{small}\".\"public\".\"t\"", $"\"{large}\".\"public\".\"t\"");
    }
}
