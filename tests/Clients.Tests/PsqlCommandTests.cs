using FederationGateway.Support.Postgres;
using FederationGateway.Support.Processes;

namespace FederationGateway.Clients.Tests;

/// <summary>Every backslash command of psql that asks the catalog.</summary>
public sealed class PsqlCommandTests(ClientLandscape landscape)
{
    private static readonly string[] Commands =
    [
        "\\d", "\\d+", "\\d crm.customers", "\\d+ crm.customers", "\\d crm.*", "\\d sys.remote_sources", "\\da", "\\dA", "\\dA+", "\\dAc", "\\dAf", "\\dAo", "\\dAp", "\\db", "\\db+", "\\dc", "\\dc+",
        "\\dconfig", "\\dC", "\\dC+", "\\dd", "\\dD", "\\dD+", "\\ddp", "\\dE", "\\dE+", "\\des", "\\des+", "\\det", "\\det+", "\\deu", "\\deu+", "\\dew", "\\dew+", "\\df", "\\df+ abs", "\\dF", "\\dF+", "\\dFd",
        "\\dFp", "\\dFt", "\\dg", "\\di", "\\di+", "\\dl", "\\dL", "\\dL+", "\\dm", "\\dn", "\\dn+", "\\do", "\\do+", "\\dO", "\\dp", "\\dP", "\\dP+", "\\drds", "\\dRp", "\\dRp+", "\\dRs", "\\dRs+", "\\ds",
        "\\dS", "\\dt", "\\dt+ crm.*", "\\dT", "\\dT+", "\\du", "\\du+", "\\dv", "\\dv+ crm.*", "\\dx", "\\dx+", "\\dX", "\\dy", "\\l", "\\l+", "\\sv crm.parisians", "\\z", "\\z crm.*", "\\encoding", "\\conninfo",
    ];

    [Fact]
    public async Task All_of_them_are_answered()
    {
        var script = string.Concat(Commands.Select(command => $"\\echo '[{command.Replace("\\", "\\\\", StringComparison.Ordinal)}]'\n{command}\n"));

        var result = await ProcessRunner.RunAsync(PostgresBinaries.Instance.Psql, ["-X"], input: script, environment: landscape.Environment);

        // It says so where nothing of a kind exists, too.
        result.Error.Split('\n').ShouldAllBe(line => line.Length == 0 || line.StartsWith("Did not find any "));
        result.EnsureSuccess().Output.ShouldContain("[\\conninfo]\nYou are connected to database \"gateway\"");
        result.Output.ShouldContain("\"customers_pkey\" PRIMARY KEY, btree (id)");
        result.Output.ShouldContain("Server: crm\nFDW options: (database 'crm', schema_name 'public', table_name 'customers')");
        result.Output.ShouldContain("CREATE OR REPLACE VIEW crm.parisians AS\n");
        result.Output.ShouldContain("federation_gateway");
    }
}
