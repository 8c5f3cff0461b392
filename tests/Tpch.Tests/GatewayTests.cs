namespace FederationGateway.Tpch.Tests;

/// <summary>The gateway gives the reference answers, wherever the tables are.</summary>
public sealed class GatewayTests(LoadedGateway loaded)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    public static TheoryData<string, int> Cases()
    {
        var cases = new TheoryData<string, int>();
        foreach (var placement in Placement.All)
            foreach (var number in Enumerable.Range(1, 22))
                cases.Add(placement.Schema, number);
        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Gives_the_reference_answer(string placement, int number) => await CompareAsync($"SET search_path = {placement};", number);

    [Theory]
    [InlineData(3)]
    [InlineData(13)]
    [InlineData(16)]
    [InlineData(22)]
    public async Task Gives_it_with_bare_scans_too(int number) => await CompareAsync("SET search_path = one; SET pushdown = off;", number);

    [Theory]
    [MemberData(nameof(TpchDataTests.Numbers), MemberType = typeof(TpchDataTests))]
    public async Task Sends_the_whole_query_when_one_source_has_everything(int number)
    {
        Assert.SkipWhen(loaded.Data is null, TpchData.Missing);

        var plan = (await loaded.Server!.PsqlAsync($"SET search_path = one; EXPLAIN {loaded.Data!.Query(number).Sql}")).EnsureSuccess().Output;

        plan.ShouldStartWith("Remote", customMessage: plan);
    }

    private async Task CompareAsync(string settings, int number)
    {
        Assert.SkipWhen(loaded.Data is null, TpchData.Missing);
        var query = loaded.Data!.Query(number);

        var result = await loaded.Server!.PsqlAsync($"{settings} COPY ({query.Sql}) TO STDOUT (FORMAT csv, HEADER)", Limit);

        query.Difference(result.EnsureSuccess().Output).ShouldBeNull();
    }
}
