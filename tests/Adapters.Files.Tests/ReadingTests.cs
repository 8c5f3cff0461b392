using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Adapters.Files.Tests;

/// <summary>Compressed files, several files, options, and how much of a file is read.</summary>
public sealed class ReadingTests
{
    [Fact]
    public async Task Compressed_text_is_read_like_plain_text()
    {
        await using var lake = new Lake();
        lake.Make("COPY (SELECT 7 AS x) TO '{root}/t.csv.gz' (HEADER); COPY (SELECT 8 AS x) TO '{root}/t.json.gz' (FORMAT json)");
        (await lake.RowsAsync("t.csv.gz")).ShouldBe(["7"]);
        (await lake.RowsAsync("t.json.gz")).ShouldBe(["8"]);
    }

    [Fact]
    public async Task Pattern_reads_every_file_it_matches()
    {
        await using var lake = new Lake();
        lake.Write("days/2024-01.csv", "x\n1\n");
        lake.Write("days/2024-02.csv", "x\n2\n");
        lake.Write("days/2023-12.csv", "x\n3\n");
        (await lake.RowsAsync("days/2024-*.csv")).Order().ShouldBe(["1", "2"]);
        (await lake.RowsAsync("days/202?-12.csv")).ShouldBe(["3"]);
        lake.Write("days/2024-03.csv", "x\n4\n");
        (await lake.RowsAsync("days/2024-*.csv")).Order().ShouldBe(["1", "2", "4"]);
        (await Lake.ErrorOf(() => lake.RowsAsync("days/2030-*.csv"))).State.ShouldBe(SqlState.RemoteTableNotFound);
    }

    [Fact]
    public async Task Options_say_how_csv_is_written()
    {
        await using var lake = new Lake();
        lake.Write("t.csv", "1;n/a\n2;b\n");
        lake.Open(("header", "false"), ("delimiter", ";"), ("null", "n/a"));
        (await lake.ColumnsAsync("t.csv")).ShouldBe(["column0 bigint", "column1 text"]);
        (await lake.RowsAsync("t.csv")).ShouldBe(["1|∅", "2|b"]);
    }

    [Fact]
    public async Task Delimiter_may_be_a_quote_or_a_tab()
    {
        await using var lake = new Lake();
        lake.Write("t.tsv", "a\tb\n1\tx,y\n");
        lake.Open(("delimiter", "\\t"));
        (await lake.RowsAsync("t.tsv")).ShouldBe(["1|x,y"]);
        lake.Write("q.csv", "a'b\n1'2\n");
        lake.Open(("delimiter", "'"));
        (await lake.RowsAsync("q.csv")).ShouldBe(["1|2"]);
    }

    /// <summary>A guess at how a file is written may be wrong, but it must never leave lines out.</summary>
    [Theory]
    [InlineData("id,name\n1,Ada\n#2,Bob\n3,Eve\n", "1|Ada", "#2|Bob", "3|Eve")]
    [InlineData("id,name\n1,Ada\n2,Bob # x\n", "1|Ada", "2|Bob # x")]
    [InlineData("a,b\n1,2\n3,4\n5,6,7\n", "1,2", "3,4", "5,6,7")]
    [InlineData("id,name\n1,x\n2\n3,y,z\n", "1,x", "2", "3,y,z")]
    [InlineData("Report of today\nid,name\n1,Ada\n", "id,name", "1,Ada")]
    public async Task No_line_of_a_csv_file_is_left_out(string text, params string[] rows)
    {
        await using var lake = new Lake();
        lake.Write("t.csv", text);
        (await lake.RowsAsync("t.csv")).ShouldBe(rows);
    }

    [Fact]
    public async Task Short_lines_of_a_csv_file_are_filled_with_null_when_the_source_says_so()
    {
        await using var lake = new Lake();
        lake.Write("t.csv", "id,name,n\n1,x,10\n2\n3,\"y\nz\"\n4,w,40\n");
        lake.Open(("null_padding", "true"));
        (await lake.ColumnsAsync("t.csv")).ShouldBe(["id bigint", "name text", "n bigint"]);
        (await lake.RowsAsync("t.csv")).ShouldBe(["1|x|10", "2|∅|∅", "3|y\nz|∅", "4|w|40"]);
    }

    [Fact]
    public async Task Lines_before_the_header_are_skipped_when_the_source_says_so()
    {
        await using var lake = new Lake();
        lake.Write("t.csv", "Report of today\n\nid,name\n1,Ada\n");
        lake.Open(("skip", "2"));
        (await lake.ColumnsAsync("t.csv")).ShouldBe(["id bigint", "name text"]);
        (await lake.RowsAsync("t.csv")).ShouldBe(["1|Ada"]);
    }

    [Theory]
    [InlineData("header", "maybe")]
    [InlineData("skip", "-1")]
    [InlineData("null_padding", "perhaps")]
    [InlineData("delimiter", "ab")]
    [InlineData("sample_rows", "0")]
    [InlineData("directory", "relative")]
    [InlineData("directory", "")]
    [InlineData("colour", "red")]
    public void Wrong_options_are_refused_by_name(string key, string value)
    {
        var error = Should.Throw<GatewayException>(() => Lake.Adapter.CreateSource(Lake.Definition("/tmp", (key, value))));
        error.State.Category.ShouldNotBe(SqlStateCategory.Internal);
        error.Message.ShouldContain(key);
    }

    [Fact]
    public async Task Filters_and_projection_reach_the_parquet_reader()
    {
        await using var lake = new Lake();
        lake.Make("COPY (SELECT i AS id, repeat('x', 1000) || i AS wide, i % 10 AS g FROM range(200000) r(i)) TO '{root}/big.parquet' (ROW_GROUP_SIZE 2048)");
        var scan = Lake.Scan(await lake.ImportAsync("big.parquet"));
        var wanted = new FilterNode(scan, new ComparisonExpression(ComparisonOperator.Equal, scan.Output[0].ToExpression(), new ConstantExpression(150_000L, SqlType.Int8)));
        (await lake.RowsAsync(new ProjectNode(wanted, [ProjectItem.Pass(scan.Output[2])]))).ShouldBe(["0"]);
    }

    [Fact]
    public async Task Memory_does_not_grow_with_the_file()
    {
        await using var lake = new Lake();
        lake.Make("COPY (SELECT i AS id, repeat('x', 90) AS pad FROM range(2000000) r(i)) TO '{root}/big.csv' (HEADER)");
        new FileInfo(lake.PathOf("big.csv")).Length.ShouldBeGreaterThan(180_000_000);
        var plan = Lake.Scan(await lake.ImportAsync("big.csv"));
        await using var limited = new LimitedLake(lake.Root);
        (await limited.CountAsync(plan)).ShouldBe(2_000_000);
    }
}
