using FederationGateway.Common;

namespace FederationGateway.Adapters.Files.Tests;

/// <summary>What columns a file has, and what the user may say instead.</summary>
public sealed class InferenceTests
{
    [Fact]
    public async Task Csv_columns_get_types_from_their_values()
    {
        await using var lake = new Lake();
        lake.Write("t.csv", "i,f,d,ts,b,t,long\n1,1.5,2024-02-29,2024-02-29 12:00:00,true,Ada,9999999999\n,,,,,,\n");
        (await lake.ColumnsAsync("t.csv")).ShouldBe(["i bigint", "f double precision", "d date", "ts timestamp without time zone", "b boolean", "t text", "long bigint"]);
        (await lake.RowsAsync("t.csv")).ShouldBe(["1|1.5|2024-02-29|2024-02-29 12:00:00|true|Ada|9999999999", "∅|∅|∅|∅|∅|∅|∅"]);
    }

    [Fact]
    public async Task Json_lines_and_json_arrays_are_both_read_and_nested_values_are_json()
    {
        await using var lake = new Lake();
        lake.Write("lines.json", """
            {"id": 1, "name": "Ada", "address": {"city": "Paris", "zip": "75001"}, "tags": ["a", "b"]}
            {"id": 2, "name": null, "address": null, "tags": []}

            """);
        lake.Write("array.json", """[{"id": 1, "address": {"city": "Paris"}}, {"id": 2}]""");
        (await lake.ColumnsAsync("lines.json")).ShouldBe(["id bigint", "name text", "address json", "tags text[]"]);
        (await lake.RowsAsync("lines.json")).ShouldBe(["""1|Ada|{"city":"Paris","zip":"75001"}|{"a","b"}""", "2|∅|∅|{}"]);
        (await lake.RowsAsync("array.json")).ShouldBe(["""1|{"city":"Paris"}""", "2|∅"]);
    }

    [Fact]
    public async Task Parquet_says_its_types_and_rows_itself()
    {
        await using var lake = new Lake();
        lake.Make("COPY (SELECT i::INTEGER AS i, i::DECIMAL(9, 2) AS d, {'a': i} AS nested, [i, 2] AS list, map {'k': i} AS m, i::HUGEINT AS h, uuid() AS u FROM range(3) r(i)) TO '{root}/t.parquet'");
        var table = await lake.ImportAsync("t.parquet");
        table.Columns.Select(column => column.Type.ToString()).Take(4).ShouldBe(["integer", "numeric(9,2)", "json", "bigint[]"]);
        table.Statistics.ShouldNotBeNull().RowCount.ShouldBe(3);
        (await lake.RowsAsync(table)).Length.ShouldBe(3);
    }

    [Fact]
    public async Task Columns_may_be_declared_with_other_types_and_left_out()
    {
        await using var lake = new Lake();
        lake.Write("t.csv", "id,zip,price,note\n1,01234,1.10,x\n2,00042,2.2,\n");
        lake.Write("t.json", """{"id": 1, "zip": 1234}""");
        var csv = Lake.WithColumns(await lake.ImportAsync("t.csv"), ("price", SqlType.Numeric(8, 3)), ("zip", SqlType.Text), ("id", SqlType.Int2));
        (await lake.RowsAsync(csv)).ShouldBe(["1.100|01234|1", "2.200|00042|2"]);
        var json = Lake.WithColumns(await lake.ImportAsync("t.json"), ("zip", SqlType.Text));
        (await lake.RowsAsync(json)).ShouldBe(["1234"]);
    }

    [Fact]
    public async Task Value_that_is_not_of_the_declared_type_is_a_data_error()
    {
        await using var lake = new Lake();
        lake.Write("t.csv", "id,n\n1,one\n");
        var table = Lake.WithColumns(await lake.ImportAsync("t.csv"), ("n", SqlType.Int4));
        var error = await Lake.ErrorOf(() => lake.RowsAsync(table));
        error.State.ShouldBe(SqlState.InvalidTextRepresentation);
        error.Message.ShouldBe("invalid input syntax for type integer: \"one\"");
        error.Detail.ShouldBe("Line 2 of \"t.csv\", column \"n\".");
    }

    [Fact]
    public async Task Line_with_other_columns_than_the_first_ones_is_a_data_error_that_names_it()
    {
        await using var lake = new Lake();
        lake.Write("t.csv", "id,n\n1,2\n");
        var table = await lake.ImportAsync("t.csv");
        lake.Write("t.csv", $"id,n\n{string.Concat(Enumerable.Repeat("3,4\n", 30_000))}5\n");
        var error = await Lake.ErrorOf(() => lake.RowsAsync(table));
        error.State.ShouldBe(SqlState.BadCopyFileFormat);
        error.Message.ShouldBe("a line of a file has 1 values where 2 are expected");
        error.Detail.ShouldBe("Line 30002 of \"t.csv\".");
    }

    [Theory]
    [InlineData("id,name,n", "5001,x", "a line of a file has 2 values where 3 are expected")]
    [InlineData("id;name;n", "5001;x;1;2", "a line of a file has 4 values where 3 are expected")]
    public async Task Lines_that_keep_a_csv_file_from_being_a_table_are_named(string names, string odd, string message)
    {
        await using var lake = new Lake();
        var delimiter = names[2];
        lake.Write("t.csv", $"{names}\n{string.Concat(Enumerable.Range(1, 5000).Select(id => $"{id}{delimiter}a{delimiter}1\n"))}{odd}\n5002{delimiter}y{delimiter}7\n");
        var error = await Lake.ErrorOf(() => lake.ImportAsync("t.csv"));
        error.State.ShouldBe(SqlState.BadCopyFileFormat);
        error.Message.ShouldBe(message);
        error.Detail.ShouldBe("Line 5002 of \"t.csv\".");
        error.Hint.ShouldNotBeNull().ShouldContain("null_padding=true");
    }

    [Fact]
    public async Task Invalid_utf8_is_a_data_error_and_the_source_lives_on()
    {
        await using var lake = new Lake();
        lake.Write("good.csv", "t\nfine\n");
        File.WriteAllBytes(lake.PathOf("bad.csv"), [.. "t,n\nok,1\n"u8, 0xC3, 0x28, .. ",2\n"u8]);
        (await Lake.ErrorOf(async () => await lake.RowsAsync(Lake.WithColumns(await lake.ImportAsync("good.csv") with { Path = ["bad.csv"] }, ("t", SqlType.Text))))).State.Code.ShouldStartWith("22");
        (await lake.RowsAsync("good.csv")).ShouldBe(["fine"]);
    }
}
