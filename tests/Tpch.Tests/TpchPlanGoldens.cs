using System.Globalization;
using FederationGateway.Support;

namespace FederationGateway.Tpch.Tests;

/// <summary>
/// How each query is split when its tables are in two databases, against <c>tests/Goldens/tpch</c>. <c>UPDATE_GOLDENS=1</c> writes what the gateway says now. The
/// queries themselves are not part of the repository.
/// </summary>
public sealed class TpchPlanGoldens(EmptyTpch empty)
{
    private const string Divider = "---- plan\n";

    [Theory]
    [MemberData(nameof(TpchDataTests.Numbers), MemberType = typeof(TpchDataTests))]
    public async Task Explains_as_recorded(int number)
    {
        Assert.SkipWhen(empty.Data is null, TpchData.Missing);
        var path = Repository.PathOf("tests", "Goldens", "tpch", string.Create(CultureInfo.InvariantCulture, $"q{number:D2}.plan"));

        var explained = (await empty.Server!.PsqlAsync($"SET search_path = {Placement.Split.Schema}; EXPLAIN (COSTS OFF) {empty.Data!.Query(number).Sql}")).EnsureSuccess().Output.ReplaceLineEndings("\n");

        if (Environment.GetEnvironmentVariable("UPDATE_GOLDENS") == "1") await File.WriteAllTextAsync(path, $"# TPC-H query {number}, its tables in two databases.\n{Divider}{explained}", TestContext.Current.CancellationToken);
        else explained.ShouldBe((await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken)).ReplaceLineEndings("\n").Split(Divider, 2)[1]);
    }
}
