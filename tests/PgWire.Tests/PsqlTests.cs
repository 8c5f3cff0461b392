using FederationGateway.PgWire.Tests.Fakes;
using FederationGateway.Support.Processes;

namespace FederationGateway.PgWire.Tests;

/// <summary>psql as a client of the fake service.</summary>
public class PsqlTests(FakeServerFixture fixture)
{
    [Fact]
    public async Task Selects_and_reports_errors_with_their_place()
    {
        (await RunAsync("select 1")).Output.ShouldBe("1\n");
        var failed = await RunAsync("select 1; selec 2");
        failed.ExitCode.ShouldBe(1);
        failed.Error.ShouldContain("ERROR:  syntax error at or near \"selec\"\nLINE 1: select 1; selec 2\n                  ^");
    }

    [Fact]
    public async Task Shows_many_rows() =>
        (await RunAsync("select generate_series(1,25000)")).Output.ShouldBe(string.Concat(Enumerable.Range(1, 25000).Select(n => $"{n}\n")));

    [Fact]
    public async Task Copies_in_and_out()
    {
        (await RunAsync("copy (select 1) to stdout (format csv, header)")).Output.ShouldBe("a,b\n1,\"a\tb\\c\"\"d,e\nf\"\n2,\n");
        (await RunAsync("\\copy t from stdin", "1\tx\\ny\n2\t\\N\n")).Output.ShouldBe("COPY 2\n");
    }

    [Fact]
    public async Task Is_refused_with_a_wrong_password()
    {
        var refused = await RunAsync("select 1", password: "wrong");
        refused.ExitCode.ShouldBe(2);
        refused.Error.ShouldContain("password authentication failed for user \"alice\"");
    }

    private async Task<(int ExitCode, string Output, string Error)> RunAsync(string sql, string? input = null, string password = FakeQueryService.Password)
    {
        var result = await ProcessRunner.RunAsync(
            "psql",
            ["-X", "-A", "-t", "-h", "127.0.0.1", "-p", $"{fixture.Server.Port}", "-U", FakeQueryService.User, "-d", FakeQueryService.Database, "-c", sql],
            input,
            new Dictionary<string, string?> { ["PGPASSWORD"] = password, ["PGCLIENTENCODING"] = "UTF8" });
        return (result.ExitCode, result.Output, result.Error);
    }
}
