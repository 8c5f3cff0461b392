using FederationGateway.Adapters.Abstractions;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Adapters.Files.Tests;

/// <summary>Files that change, go or never were, and finding those that are there.</summary>
public sealed class ChangedFileTests
{
    [Fact]
    public async Task New_rows_are_seen_at_once()
    {
        await using var lake = new Lake();
        lake.Write("t.csv", "x\n1\n");
        var table = await lake.ImportAsync("t.csv");
        (await lake.RowsAsync(table)).ShouldBe(["1"]);
        lake.Write("t.csv", "x\n1\n2\n");
        (await lake.RowsAsync(table)).ShouldBe(["1", "2"]);
        lake.Make("COPY (SELECT 1::BIGINT AS x) TO '{root}/t.parquet'");
        var parquet = await lake.ImportAsync("t.parquet");
        (await lake.RowsAsync(parquet)).ShouldBe(["1"]);
        lake.Make("COPY (SELECT i AS x FROM range(3) r(i)) TO '{root}/t.parquet'");
        (await lake.RowsAsync(parquet)).ShouldBe(["0", "1", "2"]);
    }

    [Fact]
    public async Task A_file_that_is_gone_is_named()
    {
        await using var lake = new Lake();
        lake.Write("t.csv", "x\n1\n");
        var table = await lake.ImportAsync("t.csv");
        File.Delete(lake.PathOf("t.csv"));
        var error = await Lake.ErrorOf(() => lake.RowsAsync(table));
        error.State.ShouldBe(SqlState.RemoteTableNotFound);
        error.Message.ShouldContain("t.csv");
    }

    [Theory]
    [InlineData("t.csv", "a,b\n1,2\n", "a,c\n1,2\n")]
    [InlineData("t.json", """{"a": 1, "b": 2}""", """{"a": 1, "c": 2}""")]
    public async Task A_column_that_is_gone_is_named(string file, string before, string after)
    {
        await using var lake = new Lake();
        lake.Write(file, before);
        var table = await lake.ImportAsync(file);
        lake.Write(file, after);
        var error = await Lake.ErrorOf(() => lake.RowsAsync(table));
        error.State.ShouldBe(SqlState.RemoteColumnNotFound);
        error.Message.ShouldContain("\"b\"");
        error.Hint.ShouldNotBeNull().ShouldContain("REFRESH DEFINITION");
    }

    [Fact]
    public async Task A_directory_that_is_gone_is_a_source_that_cannot_be_reached()
    {
        await using var lake = new Lake();
        lake.OpenAt(lake.PathOf("none"));
        (await Lake.ErrorOf(() => lake.Source.CheckAsync(Lake.Cancellation))).State.ShouldBe(SqlState.RemoteConnectionFailed);
        (await Lake.ErrorOf(() => lake.ImportAsync("t.csv"))).State.ShouldBe(SqlState.RemoteConnectionFailed);
    }

    [Fact]
    public async Task Files_that_are_not_what_they_are_called_fail_with_a_sentence()
    {
        await using var lake = new Lake();
        lake.Write("t.parquet", "this is no parquet file");
        lake.Write("t.json", "{ broken");
        lake.Write("t.xml", "<a/>");
        foreach (var name in new[] { "t.parquet", "t.json", "t.xml" })
        {
            var error = await Lake.ErrorOf(() => lake.RowsAsync(name));
            error.State.Category.ShouldNotBe(SqlStateCategory.Internal, $"{name}: {error.Message}");
            error.Message.ShouldNotContain("\n");
        }
    }

    [Fact]
    public async Task Browsing_shows_folders_and_readable_files()
    {
        await using var lake = new Lake();
        lake.Write("b.csv", "x\n1\n");
        lake.Write("notes.md", "no table");
        lake.Write("year/a.json", "{}");
        List<BrowseNode> top = [], year = [];
        await foreach (var node in lake.Source.BrowseAsync(null, Lake.Cancellation)) top.Add(node);
        top.Select(node => (node.DisplayName, node.IsExpandable)).ShouldBe([("b.csv", false), ("year", true)]);
        await foreach (var node in lake.Source.BrowseAsync("year", Lake.Cancellation)) year.Add(node);
        year.Single().Name.ShouldBe(new RemoteObjectName(null, null, "year/a.json"));
        (await Lake.ErrorOf(async () => { await foreach (var _ in lake.Source.BrowseAsync("..", Lake.Cancellation)) { } })).State.ShouldBe(SqlState.InsufficientPrivilege);
        (await Lake.ErrorOf(async () => { await foreach (var _ in lake.Source.ImportSchemaAsync("nowhere", _ => true, Lake.Cancellation)) { } })).State.ShouldBe(SqlState.RemoteSchemaNotFound);
    }

    [Fact]
    public async Task A_schema_is_a_folder_and_the_top_one_is_called_files()
    {
        await using var lake = new Lake();
        lake.Write("b.csv", "x\n1\n");
        lake.Write("year/a.csv", "y\n2\n");
        List<string> names = [];
        await foreach (var table in lake.Source.ImportSchemaAsync("files", _ => true, Lake.Cancellation)) names.Add(table.SuggestedName);
        await foreach (var table in lake.Source.ImportSchemaAsync("year", _ => true, Lake.Cancellation)) names.Add(table.Path[0]);
        names.ShouldBe(["b", "year/a.csv"]);
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_disturbs_only_who_wants_it()
    {
        await using var lake = new Lake();
        lake.Write("good.csv", "x\n1\n");
        lake.Write("bad.json", "{\"x\":");
        List<string> names = [];
        await foreach (var table in lake.Source.ImportSchemaAsync("files", candidate => candidate.SuggestedName != "bad", Lake.Cancellation)) names.Add(table.SuggestedName);
        names.ShouldBe(["good"]);
        (await Lake.ErrorOf(async () => { await foreach (var _ in lake.Source.ImportSchemaAsync("files", _ => true, Lake.Cancellation)) { } })).Message.ShouldContain("bad.json");
    }
}
