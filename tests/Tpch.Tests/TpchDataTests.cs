namespace FederationGateway.Tpch.Tests;

/// <summary>The loader and the reference answers agree with PostgreSQL itself, so that a gateway that differs from them is wrong.</summary>
public sealed class TpchDataTests(LoadedTpch loaded)
{
    public static TheoryData<int> Numbers => [.. Enumerable.Range(1, 22)];

    [Theory]
    [MemberData(nameof(Numbers))]
    public async Task PostgreSQL_gives_the_reference_answer(int number)
    {
        Assert.SkipWhen(loaded.Data is null, TpchData.Missing);
        var query = loaded.Data!.Query(number);

        var result = await loaded.Cluster!.PsqlAsync($"COPY ({query.Sql}) TO STDOUT (FORMAT csv, HEADER)", LoadedTpch.Database);

        query.Difference(result.EnsureSuccess().Output).ShouldBeNull();
    }

    [Fact]
    public async Task Some_tables_can_be_loaded_alone()
    {
        Assert.SkipWhen(loaded.Data is null, TpchData.Missing);
        var database = await loaded.Cluster!.CreateDatabaseAsync();

        await loaded.Data!.LoadAsync(loaded.Cluster, database, ["region", "partsupp"]);

        (await loaded.Cluster.QueryValueAsync("SELECT count(*) FROM partsupp", database)).ShouldBe(80_000L);
        (await loaded.Cluster.QueryValueAsync("SELECT to_regclass('part')::text", database)).ShouldBeNull();
    }

    [Theory]
    [InlineData("a,b\n1,x\n", null)]
    [InlineData("a,b\n1.0000000,x\n", null)]
    [InlineData("a,b\n1,y\n", "row 1: expected 1|x, got 1|y")]
    [InlineData("a,b\n", "row 1: expected 1|x, got ")]
    public void A_difference_names_the_row(string actual, string? difference) =>
        new TpchQuery(1, "", "a,b\n1,x\n").Difference(actual).ShouldBe(difference);

    [Theory]
    [InlineData("\"x, y\"", "x, y")]
    [InlineData("\"\"\"x\"\"\"", "\"x\"")]
    [InlineData("\"\"", "")]
    public void Quoted_cells_are_read_as_COPY_writes_them(string written, string meant) =>
        new TpchQuery(1, "", $"a\n{written},1\n").Difference("a\n").ShouldBe($"row 1: expected {meant}|1, got ");
}
