using FederationGateway.Support.Processes;

namespace FederationGateway.Clients.Tests;

/// <summary>pgcli: statements and backslash commands typed into it; what it asks the catalog for completion.</summary>
public sealed class PgcliTests(ClientLandscape landscape)
{
    [Fact]
    public async Task Statements_and_backslash_commands_are_answered()
    {
        await ClientPrograms.RequirePythonAsync("pgcli", "pgcli.main");
        // A home of its own: pgcli writes its configuration and history there.
        var home = Directory.CreateTempSubdirectory("fedgw-pgcli-");
        try
        {
            var result = await ProcessRunner.RunAsync(
                ClientPrograms.Python, ["-m", "pgcli.main"],
                input: "select name from crm.customers where id = 2;\n\\d crm.customers\n\\dn\n\\dt crm.*\n\\dv crm.*\n\\du\n\\df abs\n\\l\n\\q\n",
                environment: new Dictionary<string, string?>(landscape.Environment) { ["HOME"] = home.FullName, ["XDG_CONFIG_HOME"] = home.FullName, ["PAGER"] = "cat" });

            result.EnsureSuccess();
            result.Output.ShouldContain("Customer 2");
            result.Output.ShouldContain("\"customers_pkey\" PRIMARY KEY, btree (id)");
            result.Output.ShouldContain("parisians");
            result.Output.ShouldNotContain("does not exist");
            result.Output.ShouldNotContain("Traceback");
        }
        finally
        {
            home.Delete(recursive: true);
        }
    }
}
